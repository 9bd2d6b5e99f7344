"""Journey J26: goods shielded from Dealer Two are kept from it and its stores on every way in; HQ sees them as before."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestShield(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.d2, cls.store_2a = cls.partners["D2"], cls.partners["2A"]
        cls.clerk = cls._clerk("t_shield_2a", cls.store_2a)
        cls.other = cls._clerk("t_shield_1a", cls.store_1a)
        cls.before = cls._order([(cls.coat, 1), (cls.long_coat, 1)], partner_id=cls.store_2a.id)
        cls.account_2 = cls._open_account(cls.d2)
        cls._shield(cls.long_coat, cls.d2)

    @classmethod
    def _clerk(cls, login, store):
        user = new_test_user(cls.env, login, groups="dealer_base.group_portal_clerk")
        user.partner_id.parent_id = store
        return user

    @classmethod
    def _shield(cls, product, partner):
        product.product_tmpl_id.with_user(cls.cs_a).shield_partner_ids = [Command.link(partner.id)]
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _goods(self, user):
        return self.env["product.product"].with_user(user)

    # -- the six ways in

    def test_1_not_in_search(self):
        self.assertFalse(self._goods(self.clerk).search([("default_code", "=", "T-LONG")]))
        self.assertFalse(self._goods(self.clerk).name_search("T-LONG"))
        self.assertFalse(self.env["product.template"].with_user(self.clerk).search([("name", "=", "Test long coat")]))
        self.assertEqual(self._goods(self.clerk).search([("default_code", "=", "T-COAT")]), self.coat)
        self.assertEqual(self._goods(self.other).search([("default_code", "=", "T-LONG")]), self.long_coat)

    def test_2_no_direct_link(self):
        for record in (self.long_coat, self.long_coat.product_tmpl_id):
            with self.assertRaises(AccessError):
                record.with_user(self.clerk).read(["name"])
            self.assertTrue(record.with_user(self.other).read(["name"]))

    def test_3_pasted_code_is_unknown(self):
        rows = self.env["sale.order"].with_user(self.clerk).dealer_stock(["T-LONG", "T-COAT"])
        self.assertEqual([(row["name"], row["free"]) for row in rows], [(None, 0), (self.coat.display_name, 50)])
        orders = self.env["sale.order"].with_user(self.cs_a)
        payload = {"store": "T-2A", "carrier": "SF", "lines": [{"code": "T-LONG", "qty": 1}]}
        for call in (lambda: orders.dealer_quote(payload), lambda: orders.dealer_submit_order("shield", payload)):
            with self.assertRaisesRegex(UserError, "no product with the code T-LONG"):
                call()
        self.assertEqual(orders.dealer_quote({**payload, "store": "T-1A", "mode": "store"})["goods"], 360)

    def test_4_imported_row_is_unknown(self):
        rows = [["T-2A", "T-LONG", "1"]]
        answer = self.env["sale.order"].with_user(self.clerk).load(["partner_id", "order_line/product_id", "order_line/product_uom_qty"], rows)
        self.assertFalse(answer["ids"])
        self.assertIn("T-LONG", str(answer["messages"]))

    def test_5_reorder_drops_it_with_a_notice(self):
        copied = self.before.with_user(self.cs_a).copy()
        self.assertEqual(copied.order_line.product_id, self.coat)
        self.assertIn("Test long coat", str(copied.message_ids.mapped("body")))
        mine = self._order([(self.coat, 1), (self.long_coat, 1)]).copy()
        self.assertEqual(len(mine.order_line), 2)

    def test_6_service_is_warned_and_refused(self):
        order = self._order([(self.coat, 1)], partner_id=self.store_2a.id)
        line = self.env["sale.order.line"].with_user(self.cs_a).new({"order_id": order.id, "product_id": self.long_coat.id})
        self.assertIn("shielded from", line._onchange_shielded()["warning"]["message"])
        order.order_line = [Command.create({"product_id": self.long_coat.id, "product_uom_qty": 1})]
        self.assertIn("is shielded from", order.settlement_refusal)
        with self.assertRaisesRegex(UserError, "Test long coat is shielded from .* take the line out"):
            order.action_submit()
        order.order_line.filtered(lambda rec: rec.product_id == self.long_coat).unlink()
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")

    # -- what it leaves alone

    def test_people_of_hq_see_all(self):
        for user in (self.cs_a, self.users["sales_rep"], self.users["auditor"], self.env.ref("base.user_admin")):
            self.assertIn(self.long_coat, self._goods(user).search([("default_code", "=", "T-LONG")]), user.login)
        self.cs_a.partner_id.parent_id = self.store_2a  # even one whose card hangs below a store
        self.assertTrue(self._goods(self.cs_a).search([("default_code", "=", "T-LONG")]))

    def test_dealer_one_orders_it(self):
        self.assertEqual(self._submitted([(self.long_coat, 1)]).dealer_state, "submitted")

    def test_a_store_alone(self):
        self._shield(self.coat, self.store_1a)
        self.assertFalse(self._goods(self.other).search([("default_code", "=", "T-COAT")]))
        self.assertTrue(self._goods(self.clerk).search([("default_code", "=", "T-COAT")]))

    def test_who_moves_sees_what_his_new_place_sees(self):
        self.assertFalse(self._goods(self.clerk).search([("default_code", "=", "T-LONG")]))
        self.clerk.partner_id.parent_id = self.store_1a
        self.assertTrue(self._goods(self.clerk).search([("default_code", "=", "T-LONG")]))

    def test_who_decides(self):
        template = self.long_coat.product_tmpl_id
        self.assertNotIn("shield_partner_ids", template.with_user(self.clerk).fields_get())
        with self.assertRaises(AccessError):
            template.with_user(self.users["sales_rep"]).shield_partner_ids = False
        with self.assertRaisesRegex(ValidationError, "can be shielded from"):
            template.shield_partner_ids = self.cs_b.partner_id
        template.with_user(self.users["ops"]).shield_partner_ids = False
        self.env.flush_all()
        self.assertTrue(self._goods(self.clerk).search([("default_code", "=", "T-LONG")]))

    def test_off_the_shelf_is_hidden_too(self):
        self.coat.product_tmpl_id.with_user(self.cs_a).action_shelf_off()
        self.assertFalse(self._goods(self.clerk).search([("default_code", "=", "T-COAT")]))
