"""Orders beyond the stock are refused unless the company or the goods allow them (R1-027)."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestNegativeSale(AmendCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dealer_negative_sale = False
        cls._stock(cls.coat, 3)

    def _rule(self, value):
        self.coat.product_tmpl_id.with_user(self.users["ops"]).dealer_negative_sale = value

    def test_refused_at_the_submit(self):
        order = self._order([(self.coat, 2), (self.coat, 2)])
        with self.assertRaisesRegex(UserError, "4 pieces of .*Test coat.* only 3 are free"):
            order.action_submit()
        self.assertEqual((order.dealer_state, self.account.available), ("draft", 5000))
        order.order_line[1].product_uom_qty = 1
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")

    def test_the_company_allows_it(self):
        dialog = self.env["dealer.settings"].with_user(self.users["ops_manager"]).create({"dealer_negative_sale": True, "reason": "new goods come"})
        dialog.action_apply()
        log = self.env["dealer.settings.log"].search([("field_name", "=", "dealer_negative_sale")], limit=1)
        self.assertEqual((log.old_value, log.new_value, log.user_id), ("No", "Yes", self.users["ops_manager"]))
        order = self._approved([(self.coat, 5)])
        self.assertEqual(order.dealer_state, "approved")
        self._rule("forbid")
        with self.assertRaisesRegex(UserError, "only 0 are free"):
            self._submitted([(self.coat, 5)])

    def test_goods_differ(self):
        self._rule("allow")
        self.assertEqual(self._submitted([(self.coat, 5)]).dealer_state, "submitted")
        self._rule("inherit")
        with self.assertRaisesRegex(UserError, "only 3 are free"):
            self._submitted([(self.coat, 5)])

    def test_two_orders_for_the_same_pieces(self):
        first, second = self._submitted([(self.coat, 2)]), self._submitted([(self.coat, 2)])
        first.with_user(self.cs_b).action_approve()
        with self.assertRaisesRegex(UserError, "only 1 are free"):
            second.with_user(self.cs_b).action_approve()
        self.assertEqual((second.dealer_state, bool(second.sudo().picking_ids)), ("submitted", False))

    def test_a_change_takes_no_more_than_there_is(self):
        order = self._approved([(self.coat, 2)])
        with self.assertRaisesRegex(UserError, "only 1 are free"):
            self._applied(order, {self.coat: 4})
        self._applied(order, {self.coat: 3})
        self.assertEqual(order.order_line.product_uom_qty, 3)

    def test_who_decides(self):
        with self.assertRaises(AccessError):
            self.coat.product_tmpl_id.with_user(self.users["sales_rep"]).dealer_negative_sale = "allow"
        with self.assertRaises(AccessError):
            self.env["dealer.settings"].with_user(self.cs_a).create({"dealer_negative_sale": True})
