"""Finance confirms or changes the way of payment from the order; money for a waiting order is recorded from it (R1-063, R1-048)."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderMethod(OrderCommon):
    def _terms(self, method, **terms):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement(method, "contract", **terms)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()

    def _finance(self, order, role="fin_settlement"):
        return order.with_user(self.users[role]).sudo(False)

    def test_confirm(self):
        order = self._submitted()
        for role in ("cs_presale", "fin_cashier", "sales_rep", "wh_operator"):
            with self.assertRaisesRegex(AccessError, "belongs to"):
                self._finance(order, role).action_confirm_method()
        self._finance(order).action_confirm_method()
        self._finance(order, "fin_manager").action_confirm_method()
        self.assertEqual(order.method_confirmed_by, self.users["fin_settlement"])
        order.with_user(self.cs_b).action_reject("other colour")
        self.assertFalse(order.method_confirmed_by)
        with self.assertRaisesRegex(UserError, "not submitted"):
            self._finance(order).action_confirm_method()

    def test_dialog_of_the_payer(self):
        action = self._finance(self._submitted()).action_ask_settlement()
        self.assertEqual(self.env[action["res_model"]].browse(action["res_id"]).partner_id, self.d1)

    def test_held_order_moves_to_a_term(self):
        order = self._submitted()
        with self.assertRaisesRegex(UserError, "as its store is to pay"):
            self._finance(order).action_change_settlement("no change")
        self._terms("pay_later", days=30, limit=10_000)
        with self.assertRaises(AccessError):
            order.with_user(self.cs_b).action_change_settlement("mine")
        with self.assertRaisesRegex(UserError, "[Rr]eason|why"):
            self._finance(order).action_change_settlement(" ")
        self._finance(order).action_change_settlement("new contract")
        self.assertEqual((order.dealer_state, order.settled_by, order.credit_state, order.hold_key), ("submitted", "pay_later", "ok", False))
        self.assertEqual(order.method_confirmed_by, self.users["fin_settlement"])
        self.assertLedger(self.account, 5000, 0, 5000)

        self._terms("prepaid")
        self._finance(order).action_change_settlement("contract ended")
        self.assertEqual((order.dealer_state, order.settled_by, order.credit_state), ("submitted", "prepaid", False))
        self.assertLedger(self.account, 5000, 680, 4320)

        self._terms("pay_now")
        self._finance(order).action_change_settlement("each order")
        self.assertEqual((order.dealer_state, order.settled_by), ("submitted", "pay_now"))
        self.assertLedger(self.account, 5000, 680, 4320)
        order.with_user(self.cs_b).action_approve()
        with self.assertRaisesRegex(UserError, "under review only"):
            self._finance(order).action_change_settlement("too late")
        self._ship(order)
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_new_terms_need_an_account(self):
        """Dealer Two paid later and has no account: prepaid is refused with a sentence, pay now gets its account."""
        self.d1, store = self.partners["D2"], self.partners["2A"]
        self._terms("pay_later", days=30, limit=10_000)
        order = self._submitted(partner_id=store.id)
        self._terms("prepaid")
        with self.assertRaisesRegex(UserError, "account"), self.env.cr.savepoint():
            self._finance(order).action_change_settlement("contract ended")
        self.assertEqual((order.dealer_state, order.settled_by), ("submitted", "pay_later"))
        self._terms("pay_now")
        self._finance(order).action_change_settlement("each order")
        self.assertEqual((order.dealer_state, order.settled_by, order.missing_amount), ("waiting", "pay_now", 680))

    def test_money_for_a_waiting_prepaid_order(self):
        order = self._order([(self.coat, 17)])
        order.action_submit()
        self.assertEqual(order.dealer_state, "waiting")
        missing = order.missing_amount
        cashier = self._finance(order, "fin_cashier")
        context = cashier.action_record_topup()["context"]
        self.assertEqual((context["default_partner_id"], context["default_amount"]), (self.d1.id, missing))
        with self.assertRaises(AccessError):
            self._finance(order, "wh_operator").action_record_topup()
        context = cashier.action_add_receipt()["context"]
        self.assertEqual(context["default_amount"], missing)
        with Form(self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).with_context(**context)) as form:
            form.payer_name = "Payer"
        receipt = form.record
        receipt.proof_ids = self._proof()
        receipt.action_submit()
        receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        self.account._fund_waiting()
        self.assertEqual(order.dealer_state, "submitted")
        with self.assertRaisesRegex(UserError, "lacks no money"):
            cashier.action_record_topup()

    def test_an_order_to_pay_stands_in_one_queue(self):
        """Pay-now orders wait under "To pay" and not under "Waiting top-up" as well, so that My work counts them once."""
        short = self._submitted([(self.coat, 40)])
        self._terms("pay_now")
        unpaid = self._submitted([(self.coat, 40)])
        self.assertEqual([(order.dealer_state, order.settled_by) for order in (short, unpaid)], [("waiting", "prepaid"), ("waiting", "pay_now")])
        queues = {}
        for name in ("sale_order_action_waiting", "sale_order_action_to_pay"):
            domain = safe_eval(self.env.ref(f"online_offline_order.{name}").domain)
            queues[name] = self.env["sale.order"].search([*domain, ("id", "in", (short | unpaid).ids)])
        self.assertEqual(queues, {"sale_order_action_waiting": short, "sale_order_action_to_pay": unpaid})

    def test_where_to_pay(self):
        self.company._receiving_accounts().prepaid_payment_hint = "Bank of Tests 6222"
        order = self._order([(self.coat, 17)])
        order.action_submit()
        self.assertIn("6222", order.pay_to)
        self.d1.email = "d1@example.com"
        order.action_notify_short()
        self.assertIn("6222", order.message_ids[:1].body)
        order.action_send_payment_details()
        self.assertIn("Test West", order.message_ids[:1].body)
        with self.assertRaises(AccessError):
            self._finance(order, "wh_operator").action_send_payment_details()
