"""Goods that were sent again without charge and come back: the service manager looks at it."""
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnAgain(ReturnCommon):
    def test_sent_again_and_returned(self):
        """Who has the first pieces and the free ones gets his money back from the service manager alone."""
        order = self._approved()
        parcel = self._ship_now(order).parcel_ids
        case = self.env["dealer.parcel.case"].with_user(self.aftersale).create({"parcel_id": parcel.id, "kind": "damaged"})
        case.line_ids.quantity = 1
        case.with_user(self.users["cs_manager"]).action_reship()
        again = case.sudo().transfer_ids.with_user(self.warehouse_user).sudo(False)
        again.carrier_tracking_ref = "SF000000099999"
        again.button_validate()
        record = self._return(order, reason_class="quality", evidence_ids=[Command.set(self._photo().ids)])
        self.assertIn(f"{case.name} Test coat", record.again_text.replace("[T-COAT] ", ""))
        record.action_submit()
        with self.assertRaisesRegex(AccessError, "service manager approves"):
            record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.users["cs_manager"]).action_approve()
        self.assertEqual(record.state, "approved")
