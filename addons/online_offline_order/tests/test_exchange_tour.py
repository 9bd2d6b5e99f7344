"""Journeys J12 (worn, the store agrees) and J14 in the browser, each step by its own role, in Chinese."""
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .test_return_exchange import ExchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeTour(ExchangeCommon, HttpCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        for user in (cls.aftersale, cls.other_aftersale, cls.warehouse_user):
            user.lang = "zh_CN"

    def test_j14_by_three_people(self):
        for user, step in ((self.aftersale, "request"), (self.other_aftersale, "approve"), (self.warehouse_user, "receive"), (self.aftersale, "accept")):
            self.start_tour("/odoo", f"dealer_exchange_{step}", login=user.login)

        record = self.order.return_ids
        self.assertEqual((record.state, record.reason, record.net_amount), ("replacing", "换成长款", -114.8))
        self.assertLedger(self.account, 4320, 114.8, 4205.2)
        self._replaced(record)
        self.assertLedger(self.account, 4205.2, 0, 4205.2)

    def test_j12_worn_and_the_store_agrees(self):
        record = self._approved_return(self.order, reason_class="quality", evidence_ids=[Command.set(self._photo().ids)])
        record.with_user(self.warehouse_user).action_receive(postage=18)
        photo = self.env["ir.attachment"].with_user(self.warehouse_user).create({"name": "领口.pdf", "raw": b"%PDF-1.4 worn"})
        record.inspection_ids.with_user(self.warehouse_user).photo_ids = [Command.set(photo.ids)]
        for user, step in ((self.warehouse_user, "inspect"), (self.aftersale, "agree")):
            self.start_tour("/odoo", f"dealer_inspection_{step}", login=user.login)

        self.assertEqual((record.state, record.reason_class, record.net_amount), ("received", "non_quality", 272))
        self.assertEqual(record.downgrade_answer, "门店同意按非质量退货处理")
