"""Each gate of an order can be switched by company: reviews, payment before the review, credit (R1-053, R1-106, R1-112)."""
import ast

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestOrderGate(AmendCommon):
    def _pay_by(self, method, **options):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement(method, "contract", **options)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()

    def test_two_reviews(self):
        self.company.order_review_steps = "2"
        third = self._user("cs_presale", login="t_cs_third_gate")
        order = self._submitted()
        with self.assertRaisesRegex(AccessError, "another person"):
            order.action_approve()
        order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, order.first_reviewed_by, order.approved_by.id), ("submitted", self.cs_b, False))
        self.assertFalse(order.sudo().picking_ids, "the warehouse sees nothing yet")
        with self.assertRaisesRegex(AccessError, "makes the second"):
            order.with_user(self.cs_b).action_approve()
        self.assertIn("first review by", order.with_user(third).review_text)
        order.with_user(third).action_approve()
        self.assertEqual((order.dealer_state, order.approved_by), ("approved", third))
        order.action_revoke("again")
        self.assertFalse(order.first_reviewed_by)

    def _bulk(self, name, user):
        """Give the buttons above the list of a queue that a person has: names and, of dialogs, their step."""
        action = self.env.ref(f"online_offline_order.{name}")
        view = action.view_ids.filtered(lambda one: one.view_mode == "list").view_id
        arch = etree.fromstring(self.env["sale.order"].with_user(user).get_view(view.id, "list")["arch"])
        return {ast.literal_eval(button.get("context", "{}")).get("default_step") or button.get("name") for button in arch.iterfind("./header/button")}

    def test_bulk_steps_of_the_queues(self):
        """To pay and To ship have the steps that their orders wait for, for several at once, each for its role."""
        self.assertEqual(self._bulk("sale_order_action_to_pay", self.cs_b), {
            "action_approve", "action_retry", "action_reject", "action_cancel_order", "action_ask_message_dealer"})
        self.assertEqual(self._bulk("sale_order_action_to_ship", self.cs_b), {"action_ask_message_dealer", "action_ask_cancel", "action_cancel_rest"})
        self.assertEqual(self._bulk("sale_order_action_to_ship", self.users["cs_aftersale"]), {"action_ask_message_dealer", "action_ask_cancel"})
        for name in ("sale_order_action_to_pay", "sale_order_action_to_ship"):
            self.assertFalse(self._bulk(name, self.users["auditor"]))
        shipping = self._approved() | self._approved()
        reasons = self.env["dealer.order.reason"].with_context(active_model="sale.order")
        reasons.with_user(self.cs_b).with_context(active_ids=shipping.ids).create({"step": "action_ask_cancel", "reason": "too many"}).action_apply()
        self.assertEqual(shipping.sudo().cancel_request_ids.order_id, shipping)
        self._pay_by("pay_now")
        self._spend(0)
        paying = self._submitted() | self._submitted()
        paying.with_user(self.cs_b).action_approve()
        self.assertEqual(paying.mapped("reviewed_by"), self.cs_b)
        reasons.with_user(self.cs_b).with_context(active_ids=paying.ids).create({"step": "action_cancel_order", "reason": "too many"}).action_apply()
        self.assertEqual(paying.mapped("dealer_state"), ["cancelled"] * 2)

    def test_a_change_asks_for_both_again(self):
        self.company.order_review_steps = "2"
        order = self._submitted()
        order.with_user(self.cs_b).action_approve()
        self._applied(order, {self.coat: 1})
        self.assertFalse(order.first_reviewed_by)
        order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, order.first_reviewed_by), ("submitted", self.cs_b))

    def test_one_review_by_default(self):
        order = self._submitted()
        self.assertIn("✓", order.review_text)
        order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, order.first_reviewed_by.id), ("approved", False))

    def test_paid_before_the_review(self):
        self._pay_by("pay_now")
        self.company.gate_paid_before_review = True
        self._spend(0)
        order = self._submitted()
        self.assertEqual((order.dealer_state, order.settled_by), ("waiting", "pay_now"))
        queue = self.env.ref("online_offline_order.sale_order_action_review")
        self.assertNotIn(order, self.env["sale.order"].search(self._domain(queue)))
        with self.assertRaisesRegex(UserError, "680.00 CNY missing"):
            order.with_user(self.cs_b).action_approve()
        self.company.gate_paid_before_review = False
        self.assertIn(order, self.env["sale.order"].search(self._domain(queue)))
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(order.reviewed_by, self.cs_b)

    def _domain(self, action):
        self.env.flush_all()
        return ast.literal_eval(action.domain)

    def test_credit_gate(self):
        self._pay_by("pay_later", days=30, limit=100)
        order = self._submitted()
        self.assertEqual(order.credit_state, "over")
        order.action_reject("x")
        self.company.gate_credit = False
        order.action_submit()
        self.assertEqual((order.credit_state, order.credit_text), ("ok", False))
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(order.dealer_state, "approved")
