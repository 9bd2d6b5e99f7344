"""R1-110: what was settled wrong is put right by a document of its own; the posted debit never changes."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestOrderCorrection(AmendCommon):
    def _correction(self, order, amount=8, user=None, **vals):
        return self.env["dealer.order.correction"].with_user(user or self.cs_a).create({
            "order_id": order.id, "amount": amount, "reason": "freight of another zone was taken", **vals})

    def _approve(self, adjustment):
        adjustment = adjustment.sudo(False)
        adjustment.with_user(self.users["fin_settlement"]).action_submit()
        adjustment.with_user(self.users["fin_manager"]).action_approve()

    def test_in_favour(self):
        order = self._shipped()
        self.assertLedger(self.account, 4320, 0, 4320)
        entries = self.env["prepaid.entry"].search([("order_model", "=", "sale.order"), ("order_id", "=", order.id)])
        facts = [(entry.amount, entry.move_id.amount_total) for entry in entries]
        correction = self._correction(order)
        for _press in range(2):
            correction.action_submit()
        with self.assertRaises(AccessError):
            correction.action_accept()
        for _press in range(2):
            action = correction.with_user(self.users["fin_settlement"]).action_accept()
        self.assertEqual((correction.state, action["res_id"]), ("accepted", correction.sudo().adjustment_id.id))
        self.assertLedger(self.account, 4320, 0, 4320)
        self._approve(correction.sudo().adjustment_id)
        self.assertLedger(self.account, 4328, 0, 4328)
        self.assertIn(order.name, correction.sudo().adjustment_id.reason)
        after = self.env["prepaid.entry"].search([("order_model", "=", "sale.order"), ("order_id", "=", order.id)])
        self.assertEqual([(entry.amount, entry.move_id.amount_total) for entry in after], facts, "the debit stays as it was posted")
        self.assertEqual((order.captured_total, order.settlement_total), (680, 680))
        self.assertOrderBalanced(order)

    def test_to_the_charge(self):
        order = self._shipped()
        correction = self._correction(order, 5, direction="debit")
        correction.action_submit()
        correction.with_user(self.users["fin_settlement"]).action_accept()
        self._approve(correction.sudo().adjustment_id)
        self.assertLedger(self.account, 4315, 0, 4315)

    def test_limits_and_persons(self):
        with self.assertRaisesRegex(UserError, "nothing of it has shipped"):
            self._correction(self._approved()).action_submit()
        order = self._shipped()
        self._correction(order, 600).action_submit()
        with self.assertRaisesRegex(UserError, "680.01 CNY would be given back"):
            self._correction(order, 80.01).action_submit()
        correction = self._correction(order, 80)
        for role in ("sales_rep", "wh_operator", "fin_settlement"):
            with self.assertRaises(AccessError):
                self._correction(order, 1, user=self.users[role])
        correction.action_submit()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            correction.amount = 1
        with self.assertRaises(AccessError):
            correction.with_user(self.users["cs_manager"]).write({"state": "accepted"})
        for _press in range(2):
            correction.with_user(self.users["fin_settlement"]).action_refuse("the zone was right")
        self.assertEqual((correction.state, correction.sudo().adjustment_id.id), ("refused", False))
        self.assertLedger(self.account, 4320, 680, 3640)
