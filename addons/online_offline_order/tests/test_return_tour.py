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

    def test_postage_by_two_of_finance(self):
        """The bill came after the refund: the settlement accountant proposes, a manager charges."""
        record = self._refunded_return(self._received_order())
        record._take_billed_postage(2_050)
        for user, step in ((self.users["fin_settlement"], "first"), (self.manager_b, "second")):
            user.lang = "en_US"
            self.start_tour(f"/odoo/dealer-returns/{record.id}", f"dealer_return_postage_{step}", login=user.login)
        self.assertEqual((record.postage_open, record.postage_settled_by), (0, self.manager_b))
        self.assertLedger(self.account, 4589.5, 0, 4589.5)
