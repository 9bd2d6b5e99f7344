"""The freight of an order: chosen by policy or by hand, its losing quotes, stale quotes, a price set by hand."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderFreight(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.carrier.policy"].search([]).active = False
        cls.manager = cls.users["cs_manager"]

    def _policy(self, carriers=(), **values):
        return self.env["logistics.carrier.policy"].create({
            "name": "Test policy", "company_id": self.company.id,
            "line_ids": [Command.create({"carrier_id": self.carriers[code].id}) for code in carriers], **values})

    def _new_tariff(self, code, *numbers):
        version = self.env["logistics.contract"].search([("carrier_id", "=", self.carriers[code].id), ("company_id", "=", self.company.id)]).version_ids
        draft = self.env["logistics.contract.version"].browse(version.with_user(self.users["fin_settlement"]).action_new_version()["res_id"])
        draft.with_user(self.users["fin_settlement"]).valid_from = self.company._dealer_today()
        draft.zone_ids.band_ids.with_user(self.users["fin_settlement"])[0].base = numbers[0]
        draft.zone_ids.band_ids.with_user(self.users["fin_settlement"])[1].base = numbers[0]
        draft.with_user(self.users["fin_manager"]).action_activate()
        return draft

    def test_policy_chooses(self):
        self._policy(method="cheapest")
        order = self._order(carrier_id=False)
        self.assertEqual((order.logistics_total, order.carrier_id.id), (17, False), "YTO, while the order is a draft nothing is written")
        self.assertIn("✓ YTO", order.quote_html)
        order.action_submit()
        self.assertEqual((order.carrier_id, order.settlement_total, order.dealer_state), (self.carriers["yto"], 665, "submitted"))
        quotes = self.env["logistics.quote"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])
        self.assertEqual(len(quotes), 4)
        self.assertEqual(quotes.filtered("is_chosen").carrier_id, self.carriers["yto"])
        self.assertEqual(sorted(quotes.mapped("lost_by")), [0, 1, 15, 30])
        self.assertIn("Test policy", order.quote_html)

    def test_chosen_anew_after_it_was_sent_back(self):
        policy = self._policy(method="cheapest")
        order = self._submitted(carrier_id=False)
        order.action_reject("other address")
        policy.write({"method": "preferred", "line_ids": [Command.create({"carrier_id": self.carriers["sf"].id})]})
        order.action_requote()
        order.action_submit()
        self.assertEqual((order.carrier_id, order.settlement_total), (self.carriers["sf"], 680))
        quotes = self.env["logistics.quote"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])
        current = quotes.filtered(lambda quote: not quote.is_superseded)
        self.assertEqual((len(quotes), len(current), current.filtered("is_chosen").carrier_id), (8, 4, self.carriers["sf"]))
        self.assertEqual((set(current.mapped("is_provisional")), current.previous_id), ({True}, quotes - current))

    def test_choice_by_hand_stays(self):
        self._policy(method="cheapest")
        order = self._order(carrier_id=self.carriers["ems"].id)
        order.action_submit()
        self.assertEqual((order.carrier_id, order.settlement_total), (self.carriers["ems"], 695))
        order.action_reject("x")
        order.action_submit()
        self.assertEqual(order.carrier_id, self.carriers["ems"])

    def test_allowed_carriers_of_a_dealer(self):
        self._policy(("sto", "sf"), only_listed=True, partner_ids=[Command.link(self.d1.id)])
        order = self._order(carrier_id=self.carriers["yto"].id)
        self.assertIn("not allowed", order.settlement_refusal)
        self.assertIn("not allowed by the carrier policy", order.quote_html)
        with self.assertRaisesRegex(UserError, "Choose another carrier"):
            order.action_submit()
        order.carrier_id = False
        self.assertEqual(order.logistics_total, 18)

    def test_nobody_fits(self):
        self._policy(max_price=1)
        order = self._order(carrier_id=False)
        with self.assertRaisesRegex(UserError, "no carrier can take it"):
            order.action_submit()

    def _surcharges(self, code):
        """A new version of a carrier's tariff: insurance of 0.5 % of the declared value, 3.00 a floor."""
        version = self.env["logistics.contract"].search([("carrier_id", "=", self.carriers[code].id), ("company_id", "=", self.company.id)]).version_ids
        settlement = self.users["fin_settlement"]
        draft = self.env["logistics.contract.version"].browse(version.with_user(settlement).action_new_version()["res_id"]).with_user(settlement)
        draft.write({"valid_from": self.company._dealer_today(), "surcharge_ids": [
            Command.create({"code": "insured", "name": "Insurance", "kind": "value_percent", "percent": 0.5, "of": "declared_value", "sequence": 10}),
            Command.create({"code": "upstairs", "name": "Upstairs", "kind": "floor", "amount": 3, "sequence": 20})]})
        draft.with_user(self.users["fin_manager"]).action_activate()

    def test_declared_value_and_floors(self):
        self._surcharges("sf")
        order = self._order()
        self.assertEqual(order.logistics_total, 32)
        order.write({"declared_value": 1000, "carry_floors": 2})
        self.assertEqual((order.logistics_total, order.settlement_total), (43, 691), "32.00 + 5.00 + 6.00")
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        first = self._ship(order, {self.coat: 1})
        second = self._ship(order)
        self.assertEqual([picking.sudo().parcel_ids.declared_fen for picking in (first, second)], [50_000, 50_000])
        self.assertEqual(first.sudo().parcel_ids.floors, 2)
        self.assertIn(5.0 / 2, [line["fen"] / 100 for line in first.sudo().parcel_ids.charge_quote_id.lines])
        self.assertEqual(order.captured_total, 691)
        self.assertOrderBalanced(order)

    def _stock_in(self, warehouse, product, quantity):
        self.env["stock.quant"].with_context(inventory_mode=True).create({
            "product_id": product.id, "location_id": warehouse.lot_stock_id.id, "inventory_quantity": quantity}).action_apply_inventory()

    def test_contract_of_the_warehouse(self):
        """Goods that leave another warehouse go by its own contract, where it has one."""
        other = self.env["stock.warehouse"].create({"name": "South", "code": "STH", "company_id": self.company.id})
        settlement = self.users["fin_settlement"]
        contract = self.env["logistics.contract"].with_user(settlement).create({
            "name": "South SF", "carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "warehouse_id": other.id})
        self.env["logistics.contract.version"].with_user(settlement).create({
            "contract_id": contract.id, "valid_from": self.company._dealer_today(), "zone_ids": [Command.create({
                "code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": 40})]})],
        }).with_user(self.users["fin_manager"]).action_activate()
        order = self._order()
        self.assertEqual(order.logistics_total, 32)
        order.warehouse_id = other
        self.assertEqual(order.logistics_total, 40)
        self._stock_in(other, self.coat, 2)
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        parcel = order.sudo().picking_ids.parcel_ids
        self.assertEqual((parcel.warehouse_id, parcel.charge_quote_id.version_id.contract_id, parcel.charge_amount), (other, contract.sudo(), 40))

    def test_cartons(self):
        self.carriers["sf"].carton_max_g = 1_000
        order = self._order()
        self.assertEqual(order.logistics_total, 44, "two cartons of 0.8 kg")
        self.carriers["sf"].carton_max_g = 500
        other = self._order()
        self.assertTrue(other.settlement_refusal)

    def test_stale_after_weight_changed_by_code(self):
        order, other = self._order(), self._order([(self.long_coat, 1)])
        self.coat.weight = 1.3
        self.assertEqual((order.quote_stale, other.quote_stale, order.logistics_total), (True, False, 32))
        self.assertIn("Test coat", order.quote_stale_reason)
        answer = order.action_submit()
        self.assertEqual((order.dealer_state, answer["tag"]), ("draft", "display_notification"))
        self.assertIn("32.00 → 42.00", order.change_note)
        self.assertFalse(order.quote_stale)
        order.action_submit()
        self.assertEqual((order.dealer_state, order.settlement_total), ("submitted", 690))
        self.coat.weight = 0.8
        self.assertFalse(order.quote_stale, "its money is held: the price stays")

    def test_stale_after_tariff_and_region(self):
        order = self._order(dealer_mode="store")
        self._new_tariff("sf", 23.0)
        self.assertTrue(order.quote_stale)
        order.action_requote()
        self.assertEqual((order.quote_stale, order.logistics_total), (False, 33))
        self.store_1a.division_id = self.env["dealer.division"].search([("code", "=", "510107")])
        self.assertTrue(order.quote_stale)
        self.assertIs(order.action_requote(), True, "another district, the same price")
        self.assertFalse(order.quote_stale)
        self.coat.weight = 0.9
        order.order_line.product_uom_qty = 3
        self.assertEqual((order.quote_stale, order.logistics_total), (False, 43), "a change of the order prices it anew at once")

    def test_waiting_order_is_flagged(self):
        order = self._order([(self.coat, 20)])
        order.action_submit()
        self.assertEqual(order.dealer_state, "waiting")
        self.coat.weight = 0.9
        self.assertTrue(order.quote_stale)
        order._retry_waiting()
        self.assertTrue(order.must_confirm)

    def test_price_by_hand(self):
        order = self._order()
        for user in (self.cs_a, self.warehouse_user):
            with self.assertRaises(AccessError):
                order.with_user(user).action_set_freight(10, "a friend")
        boss = order.with_user(self.manager)
        for price, reason in ((10, " "), (-1, "below zero")):
            with self.subTest(price), self.assertRaises(UserError):
                boss.action_set_freight(price, reason)
        wizard = self.env["dealer.order.freight"].with_user(self.manager).create({"order_id": order.id, "price": 10, "reason": "agreed by phone"})
        wizard.action_apply()
        self.assertEqual((order.logistics_total, order.settlement_total), (10, 658))
        self.coat.weight = 3
        order.action_requote()
        order.order_line.product_uom_qty = 3
        self.assertEqual(order.logistics_total, 10, "stays until it is cleared")
        order.action_submit()
        line = order.settlement_line_ids.filtered(lambda rec: rec.kind == "logistics")
        self.assertIn("agreed by phone", line.formula)
        self.assertTrue(self.env["logistics.quote"].search_count([("res_model", "=", "sale.order"), ("res_id", "=", order.id)]), "the contract's quote is kept")
        with self.assertRaises(UserError):
            boss.action_clear_freight()
        order.action_reject("x")
        boss.action_clear_freight()
        self.assertEqual((order.freight_manual, order.logistics_total), (False, 102))
        with self.assertRaises(AccessError):
            order.write({"freight_manual": True})

    def test_who_set_the_price_does_not_approve(self):
        both = self._user("cs_presale", login="t_cs_both")
        both.group_ids += self.env.ref("dealer_base.group_cs_manager")
        order = self._order()
        order.with_user(both).action_set_freight(0, "a friend")
        order.action_submit()
        self.assertTrue(order.with_user(both).is_own_order)
        with self.assertRaises(AccessError):
            order.with_user(both).action_approve()
        self.assertFalse(order.with_user(self.cs_b).is_own_order)
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(order.dealer_state, "approved")

    def test_price_by_hand_belongs_to_its_way(self):
        """Another store, region or carrier is another freight: the price by hand ends and the order says so."""
        wuhou = self.env["dealer.division"].search([("code", "=", "510107")])
        for vals in ({"partner_id": self.partners["1B"].id}, {"consumer_division_id": wuhou.id}, {"carrier_id": self.carriers["ems"].id}):
            with self.subTest(vals):
                order = self._order()
                order.with_user(self.manager).action_set_freight(10, "agreed")
                self.assertEqual(order.logistics_total, 10)
                order.write({name: order[name].id for name in vals})
                self.assertTrue(order.freight_manual, "the same value changes nothing")
                order.write(vals)
                self.assertEqual((order.freight_manual, order.freight_manual_by.id), (False, False))
                self.assertGreater(order.logistics_total, 10)
                self.assertIn("10.00", order.message_ids[:1].body)

    def test_api_without_carrier(self):
        self._policy(method="cheapest")
        payload = {"store": self.store_1a.dealer_code, "mode": "store", "lines": [{"code": "T-COAT", "qty": 2}]}
        answer = self.env["sale.order"].with_user(self.cs_a).dealer_quote(payload)
        self.assertEqual((answer["ok"], answer["carrier"], answer["logistics"]), (True, self.carriers["yto"].name, 17))

    def test_many_drafts_quoted_again(self):
        """The carriers are asked once for all; one that cannot be priced is named and keeps its mark, the others are fresh."""
        orders = self.env["sale.order"].union(*(self._order([(self.coat, 1 + n % 2)]) for n in range(4)))
        totals = orders.mapped("settlement_total")
        orders[3].order_line.product_uom_qty = 1.5
        self.env.flush_all()
        orders._flow().write({"quote_stale": True, "quote_stale_reason": "contract"})
        kind = type(self.env["logistics.quoting"])
        with patch.object(kind, "_quote_many", autospec=True, side_effect=kind._quote_many) as asked:
            answer = orders.with_user(self.cs_a).action_requote()
        self.assertEqual(asked.call_count, 1)
        self.assertIn(orders[3].name, answer["params"]["message"])
        self.assertNotIn(orders[0].name, answer["params"]["message"])
        self.assertEqual(orders.mapped("quote_stale"), [False, False, False, True])
        self.assertEqual(orders[:3].mapped("settlement_total"), totals[:3])
        with self.assertRaises(UserError):
            orders[3].with_user(self.cs_a).action_requote()

    def test_many_orders_with_the_same_number_of_queries(self):
        orders = self.env["sale.order"].union(*(self._order([(self.coat, 1 + n % 3)]) for n in range(12)))
        orders.with_user(self.cs_a)._quotes_many()
        # Odoo prefetches by the thousand: what is not asked for beforehand takes a query for each thousand, here for each ten.
        for batch in (1_000, 10):
            counts = []
            for size in (2, 12):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                with patch("odoo.orm.fields.PREFETCH_MAX", batch):
                    found = orders[:size]._quotes_many()
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(counts[0], counts[1], f"batches of {batch}")
        self.assertTrue(all(answer["ok"] for rows in found.values() for _carrier, _request, answer in rows))
