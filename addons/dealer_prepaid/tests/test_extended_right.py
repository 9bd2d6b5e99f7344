"""G24: a step that only an extended right allows leaves a line with both names on the document."""
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .test_receipt import ReceiptCommon


@tagged("post_install", "-at_install")
class TestExtendedRight(ReceiptCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_account(cls.d1)
        cls.service = cls.users["cs_presale"]

    def _lines(self, record):
        return [str(body) for body in record.sudo().message_ids.mapped("body") if "by that right" in str(body)]

    def test_service_confirms_a_payment(self):
        """R1-117: an extended right, off by default."""
        receipt = self._submitted_receipt(self.d1, 10)
        with self.assertRaises(AccessError):
            receipt.with_user(self.service).action_confirm()
        self.service.group_ids = [Command.link(self.env.ref("dealer_base.group_x_cs_confirm_payment").id)]
        receipt.with_user(self.service).action_confirm()
        (line,) = self._lines(receipt)
        for word in ("service confirms payments", self.service.name, self.users["fin_cashier"].name, receipt.name):
            self.assertIn(word, line)

    def test_the_regular_role_needs_no_line(self):
        confirmer = self.users["fin_confirmer"]
        confirmer.group_ids = [Command.link(self.env.ref("dealer_base.group_x_cs_confirm_payment").id)]
        receipt = self._submitted_receipt(self.d1, 10)
        receipt.with_user(confirmer).action_confirm()
        self.assertEqual(self._lines(receipt), [])
