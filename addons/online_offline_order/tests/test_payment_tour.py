"""Journey J15 in the browser, in Chinese, each step by the person whose job it is: paid now with proof, paid later on a term."""
from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_order_payment import PaymentCommon


@tagged("post_install", "-at_install")
class TestPaymentTour(PaymentCommon, HttpCase):
    def test_j15(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        cashier, confirmer, rep = self.users["fin_cashier"], self.users["fin_confirmer"], self.users["sales_rep"]
        (self.cs_a | self.cs_b | cashier | confirmer | rep).lang = "zh_CN"
        self._terms("pay_now")
        now = self._order(partner_id=self.store_2a.id)
        self.start_tour("/odoo/dealer-orders-draft", "dealer_paynow_submit", login=self.cs_a.login)
        self.assertEqual((now.dealer_state, now.missing_amount, now.account_partner_id), ("waiting", 680, self.d2))
        self.assertFalse(now.sudo().picking_ids, "the warehouse sees nothing before the money")

        self.start_tour("/odoo/dealer-orders-to-pay", "dealer_paynow_receipt", login=cashier.login)
        wrong = now.receipt_ids
        self.assertEqual((wrong.state, wrong.amount, wrong.submitter_id, len(wrong.proof_ids)), ("submitted", 860, cashier, 1))
        right = self._submitted_receipt(now, 680)
        self.start_tour("/odoo/prepaid-receipts-to-confirm", "dealer_paynow_confirm", login=confirmer.login)
        self.assertEqual((wrong.state, wrong.reject_reason, right.state, right.confirmer_id), ("rejected", "回单上是六百八十元", "confirmed", confirmer))
        self.assertMove(right.move_id.sudo(), [("100200", 680), ("220300", -680)])
        account = self._account_of(self.d2)
        account._fund_waiting()
        self.assertEqual(now.dealer_state, "submitted")
        self.assertLedger(account, 680, 680, 0)

        later = self._later()
        self.start_tour("/odoo/dealer-orders-review", "dealer_payment_approve", login=self.cs_b.login)
        self.assertEqual((now.approved_by, later.approved_by), (self.cs_b, self.cs_b))
        for order in (now, later):
            self._ship(order)
        self.assertLedger(account, 0, 0, 0)
        self.assertOrderBalanced(now)
        due = later.due_ids
        self.assertEqual((due.date_due, due.residual), (fields.Date.add(self.company._dealer_today(), days=30), 680))

        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_due SET date_due = %s WHERE id = %s", [fields.Date.add(self.company._dealer_today(), days=-1), due.id])
        self.env.invalidate_all()
        self.start_tour("/odoo/prepaid-overdue", "dealer_paylater_overdue", login=rep.login)

    def _later(self):
        """An order of Dealer One, who pays on a term now: it is to be reviewed at once, nothing is held."""
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=1000.0)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search([
            ("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        order = self._submitted()
        self.assertEqual((order.dealer_state, order.credit_state, order.hold_key), ("submitted", "ok", False))
        return order
