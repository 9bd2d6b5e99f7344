"""Journey J11 in the browser, each step by its own role, in Chinese."""
from odoo.tests import HttpCase, tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnTour(ReturnCommon, HttpCase):

    def test_j11_by_four_people(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        people = (self.aftersale, self.other_aftersale, self.warehouse_user, self.users["fin_confirmer"])
        for user in people:
            user.lang = "zh_CN"
        order = self._received_order()
        self.assertLedger(self.account, 4320, 0, 4320)

        for user, step in zip(people, ("request", "approve", "receive", "refund"), strict=True):
            self.start_tour("/odoo", f"dealer_return_{step}", login=user.login)

        record = order.return_ids
        self.assertEqual((record.state, record.reason, record.net_amount), ("refunded", "尺码不合适", 272))
        self.assertEqual([record.create_uid, record.approved_by, record.received_by, record.refunded_by], list(people))
        self.assertLedger(self.account, 4592, 0, 4592)
