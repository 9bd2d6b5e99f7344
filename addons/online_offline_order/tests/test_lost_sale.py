"""What stores could not sell, and what came of the offer to order it from HQ (R0-043, R0-044, R0-053)."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestLostSale(OrderCommon):
    def _lost(self, user=None, **vals):
        return self.env["dealer.lost.sale"].with_user(user or self.cs_a).create({
            "partner_id": self.store_1a.id, "product_id": self.coat.id, "quantity": 2, "asked_online": "yes", **vals})

    def _clerk(self, store, login):
        user = new_test_user(self.env, login, groups="dealer_base.group_portal_clerk")
        user.partner_id.parent_id = store
        return user

    def test_yes_becomes_an_order(self):
        lost = self._lost()
        self.assertRegex(lost.name, r"^LS/\d{4}/\d{5}$")
        self.assertEqual((lost.state, lost.asked_count, lost.yes_count, lost.recovered_count), ("open", 1, 1, 0))
        action = lost.action_make_order()
        order = lost.order_id
        self.assertEqual((action["res_id"], order.dealer_state, order.order_line.product_id, order.order_line.product_uom_qty),
                         (order.id, "draft", self.coat, 2))
        self.assertEqual((lost.action_make_order()["res_id"], lost.state), (order.id, "ordered"))
        order.write({name: value for name, value in self._order_values().items() if name not in ("order_line", "is_dealer_order", "partner_id")})
        order.flush_recordset()
        order.action_submit()
        self.assertEqual((order.dealer_state, lost.state, lost.recovered_amount, lost.recovered_rate), ("submitted", "recovered", 680, 100))
        with self.assertRaisesRegex(UserError, "has become order"):
            lost.quantity = 3
        order.action_cancel_order("the consumer went home")
        self.assertEqual((lost.state, lost.recovered_amount), ("lost", 0))

    def test_no_stays_lost(self):
        lost = self._lost(product_id=False, goods_text="Red hat, 58", reason="no_size", asked_online="no")
        self.assertEqual((lost.state, lost.asked_count, lost.yes_count), ("lost", 1, 0))
        with self.assertRaisesRegex(UserError, "not said yes"):
            lost.action_make_order()
        lost.asked_online = "yes"
        with self.assertRaisesRegex(UserError, "choose the goods"):
            lost.action_make_order()
        with self.assertRaises(ValidationError):
            self._lost(product_id=False)

    def test_report(self):
        self._lost(asked_online="no")
        self._lost().sudo().order_id = self._submitted()
        self._lost(asked_online="not_asked")
        self._lost(partner_id=self.partners["2A"].id)
        lost = self.env["dealer.lost.sale"].with_user(self.users["auditor"])
        row = lost._read_group(
            [("partner_id", "=", self.store_1a.id)], ["partner_id"],
            ["__count", "asked_count:sum", "yes_count:sum", "recovered_count:sum", "recovered_rate:avg", "recovered_amount:sum"])[0]
        self.assertEqual((*row[1:5], round(row[5], 1), row[6]), (3, 2, 1, 1, 33.3, 680))
        views = lost.get_views([(False, "pivot"), (False, "graph"), (False, "list"), (False, "search")])["views"]
        self.assertIn("recovered_rate", views["pivot"]["arch"])

    def test_form_of_a_minute(self):
        with Form(self.env["dealer.lost.sale"].with_user(self.cs_a)) as form:
            form.partner_id = self.store_1a
            form.product_id = self.coat
        self.assertEqual((form.record.quantity, form.record.reason, form.record.state), (1, "no_stock", "lost"))

    def test_a_store_records_its_own(self):
        clerk, api = self._clerk(self.store_1a, "t_lost_1a"), self.env["dealer.lost.sale"]
        answer = api.with_user(clerk).dealer_record_lost_sale("lost-1", {"code": "T-COAT", "asked_online": "yes"})
        self.assertEqual(answer["state"], "open")
        lost = api.search([("name", "=", answer["number"])])
        self.assertEqual((lost.partner_id, lost.quantity), (self.store_1a, 1))
        count = api.search_count([])
        self.assertEqual(api.with_user(clerk).dealer_record_lost_sale("lost-1", {"code": "T-COAT", "asked_online": "yes"}), answer)
        self.assertEqual(api.search_count([]), count, "sent again under its key it is the same lost sale")
        with self.assertRaisesRegex(UserError, "other contents"):
            api.with_user(clerk).dealer_record_lost_sale("lost-1", {"code": "T-COAT"})
        for args, named in (([{"code": "T-COAT"}], {}), ([], {"payload": {"code": "T-COAT"}})):
            with self.assertRaisesRegex(UserError, "idempotency key first"):  # as programs called it before
                api.with_user(clerk).dealer_record_lost_sale(*args, **named)
        with self.assertRaisesRegex(UserError, "has the keys"), self.env.cr.savepoint():
            api.with_user(clerk).dealer_record_lost_sale("lost-3")
        service = {"store": self.store_1a.dealer_code, "code": "T-COAT"}
        made = [api.with_user(self.cs_a).dealer_record_lost_sale("lost-1", service)["number"] for _twice in range(2)]
        self.assertEqual(len({*made, answer["number"]}), 2)
        with self.assertRaises(AccessError):
            api.with_user(self.warehouse_user).dealer_record_lost_sale("lost-1", service)
        for payload, part in (
                ({"store": "T-2A", "code": "T-COAT"}, "no dealer or store"), ({"code": "NO"}, "no product"), ({"code": "T-COAT", "qty": 0}, "whole number"),
                ({"code": "T-COAT", "reason": "rain"}, "one of"), ({"code": "T-COAT", "price": 1}, "keys")):
            with self.subTest(payload), self.assertRaisesRegex(UserError, part), self.env.cr.savepoint():
                api.with_user(clerk).dealer_record_lost_sale("lost-2", payload)
        with self.assertRaises(AccessError):
            api.with_user(clerk).create({"partner_id": self.store_1a.id, "product_id": self.coat.id})
        with self.assertRaises(AccessError):
            lost.with_user(clerk).action_make_order()

    def test_rights(self):
        rep = self.users["sales_rep"]
        self.d1.user_id, self.partners["D2"].user_id = rep, self.cs_a
        mine, foreign = self._lost(user=rep), self._lost(partner_id=self.partners["2A"].id)
        self.env.flush_all()
        self.assertEqual(self.env["dealer.lost.sale"].with_user(rep).search([]), mine)
        with self.assertRaises(AccessError):
            self._lost(user=rep, partner_id=self.partners["2A"].id)
        with self.assertRaises(AccessError):
            foreign.with_user(self.users["auditor"]).reason = "price"
        with self.assertRaises(AccessError):
            self._lost(user=self.warehouse_user)
        with self.assertRaises(AccessError):
            mine.order_id = self._order()
