"""Free shipping and shares of the freight on orders: the price stays, the dealer pays his part, the rest is shown."""
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderBearer(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for model in ("logistics.free.rule", "logistics.bearer.rule"):
            cls.env[model].search([("state", "=", "active")])._write_life({"state": "closed", "closed_on": "2000-01-01"})

    def _free(self, **values):
        rule = self.env["logistics.free.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Spring", "company_id": self.company.id, "date_from": "2020-01-01", "from_amount": 600, **values})
        rule.with_user(self.users["fin_manager"]).action_activate()
        return rule

    def _shares(self, *shares):
        rule = self.env["logistics.bearer.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Half", "company_id": self.company.id, "date_from": "2020-01-01", "share_ids": [Command.create(share) for share in shares]})
        rule.with_user(self.users["fin_manager"]).action_activate()
        return rule

    def test_free_shipping(self):
        """Two coats, 600.00 + 48.00 + freight 32.00 that HQ bears."""
        self._free()
        order = self._order()
        self.assertEqual((order.goods_total, order.logistics_total, order.freight_hq, order.settlement_total), (600, 0, 32, 648))
        self.assertIn("Spring", order.quote_html)
        order.action_submit()
        line = order.settlement_line_ids.filtered(lambda rec: rec.kind == "logistics")
        self.assertEqual((line.amount, order.freight_hq, order.settlement_total), (0, 32, 648))
        self.assertIn("HQ bears 32.00", line.formula)
        self.assertIn("HQ bears 32.00", order.quote_html)
        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        self.assertEqual(order.captured_total, 648)
        parcel = picking.sudo().parcel_ids
        self.assertEqual((parcel.bearer, parcel.charge_amount, parcel.charge_quote_id.price), ("hq", 0, 32))
        self.env.flush_all()
        borne = self.env["logistics.freight.report"].with_user(self.users["cs_presale"])._read_group(
            [("parcel_id", "=", parcel.id)], ["bearer"], ["charge_amount:sum", "contract_amount:sum", "borne_amount:sum"])
        self.assertEqual(borne, [("hq", 0, 32, 32)])
        self.assertOrderBalanced(order)

    def test_what_is_missing_is_said(self):
        self._free(from_amount=700)
        order = self._order()
        self.assertEqual((order.logistics_total, order.freight_hq), (32, 0))
        self.assertIn("100.00 more ship free", order.quote_html)

    def test_shares_with_a_cap(self):
        self._shares(
            {"who": "hq", "kind": "percent", "rate_bp": 5000, "cap": 10}, {"who": "consumer", "kind": "fixed", "amount": 5},
            {"who": "dealer", "kind": "rest"})
        order = self._submitted()
        self.assertEqual((order.logistics_total, order.freight_hq, order.freight_consumer, order.settlement_total), (17, 10, 5, 665))
        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        self.assertEqual((order.captured_total, picking.sudo().parcel_ids.bearer), (665, "dealer"))
        self.assertOrderBalanced(order)

    def test_heavier_parcel_of_a_free_order_is_not_charged(self):
        self._free()
        order = self._approved()
        picking = self._open_picking(order)
        picking.with_user(self.warehouse_user).packed_weight = 5
        self._ship(order)
        self.assertEqual(order.captured_total, 648)
        self.assertGreater(picking.weight_borne, 0)

    def test_heavier_parcel_of_a_shared_freight(self):
        """The dealer pays what the heavier parcel costs more, not what HQ bears of the quote."""
        self._shares({"who": "hq", "kind": "fixed", "amount": 10}, {"who": "dealer", "kind": "rest"})
        order = self._approved()
        picking = self._open_picking(order)
        picking.with_user(self.warehouse_user).packed_weight = 2.1
        self._ship(order)
        self.assertEqual((picking.weight_extra, order.captured_total), (5, 675))

    def test_heavier_parcel_of_a_freight_by_rates(self):
        """B6: of 5.00 more the dealer pays his half."""
        self._shares({"who": "hq", "kind": "percent", "rate_bp": 5000}, {"who": "dealer", "kind": "rest"})
        order = self._approved()
        self.assertEqual((order.logistics_total, order.freight_hq), (16, 16))
        picking = self._open_picking(order)
        picking.with_user(self.warehouse_user).packed_weight = 2.1
        self._ship(order)
        self.assertEqual((picking.weight_extra, picking.weight_borne, order.captured_total), (2.5, 2.5, 666.5))
        self.assertOrderBalanced(order)

    def test_price_by_hand_is_final(self):
        self._free()
        order = self._order()
        order.with_user(self.users["cs_manager"]).action_set_freight(9, "agreed")
        self.assertEqual((order.logistics_total, order.freight_hq), (9, 0))

    def test_fee_that_others_bear(self):
        """A packing fee of 5.00 on HQ and a service fee of 3.00 on the consumer: shown with the order, no part of its total."""
        rules = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"])
        values = {"company_id": self.company.id, "date_from": "2020-01-01", "kind": "fixed"}
        rules.create([
            {**values, "name": "Packing", "code": "packing", "amount": 5, "bearer": "hq"},
            {**values, "name": "Service", "code": "service", "amount": 3, "bearer": "consumer"}]).with_user(self.users["fin_manager"]).action_activate()
        order = self._order()
        self.assertEqual((order.settlement_total, order.fee_hq, order.fee_consumer), (680, 5, 3))
        order.action_submit()
        lines = order.settlement_line_ids.filtered(lambda rec: rec.kind == "borne")
        self.assertEqual(lines.mapped(lambda rec: (rec.code, rec.bearer, rec.amount, rec.borne)), [("packing", "hq", 0, 5), ("service", "consumer", 0, 3)])
        self.assertIn("borne by HQ: 5.00 CNY", lines[0].label)
        self.assertEqual((order.settlement_total, order.fee_hq, order.admin_total), (680, 5, 48))
        order.with_user(self.cs_b).action_change_carrier(self.carriers["yto"].id, "cheaper")
        self.assertEqual((order.settlement_total, order.fee_hq, lines.mapped("borne")), (665, 5, [5, 3]))
        self._user("cs_presale", login="t_cs_c")
        order.with_user(self.users["cs_presale"].search([("login", "=", "t_cs_c")])).action_approve()
        self._ship(order)
        self.assertEqual(order.captured_total, 665)
        self.assertOrderBalanced(order)

    def test_account_of_a_fee(self):
        """48.00 admin fee by the mapping, a packing fee of 5.00 on an account of its own: two lines of each invoice, that add up to it."""
        account = self.env["account.account"].create({"name": "Packing income", "code": "605199T", "account_type": "income_other"})
        values = {
            "company_id": self.company.id, "date_from": "2020-01-01", "name": "Packing", "code": "packing", "kind": "fixed", "amount": 5,
            "account_id": account.id}
        self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create(values).with_user(self.users["fin_manager"]).action_activate()
        order = self._approved()
        self.assertEqual((order.admin_total, order.settlement_total), (53, 685))
        invoices = self._ship(order, {self.coat: 1}).sudo().dealer_invoice_id
        invoices |= self._ship(order).sudo().dealer_invoice_id
        lines = invoices.invoice_line_ids.filtered(lambda line: line.account_id == account)
        self.assertEqual((len(lines), round(sum(lines.mapped("price_total")), 2), lines[0].name), (2, 5, "Packing fee"))
        self.assertEqual((sum(invoices.mapped("amount_total")), order.captured_total), (685, 685))
        self.assertOrderBalanced(order)

    def test_fee_of_the_shipment(self):
        """2.00 a shipment and 10 % of its freight: held with the order, shared by its parts, never charged twice."""
        rules = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"])
        values = {"company_id": self.company.id, "date_from": "2020-01-01", "event": "shipment"}
        rules.create([
            {**values, "name": "Packing", "code": "packing", "kind": "fixed", "amount": 2},
            {**values, "name": "Service", "code": "service", "kind": "percent", "base": "freight", "rate_bp": 1000},
        ]).with_user(self.users["fin_manager"]).action_activate()
        order = self._submitted()
        self.assertEqual((order.admin_total, order.settlement_total), (53.2, 685.2))
        order.with_user(self.cs_b).action_change_carrier(self.carriers["yto"].id, "cheaper")
        self.assertEqual((order.admin_total, order.settlement_total), (51.7, 668.7))
        order.with_user(self._user("cs_presale", login="t_cs_c")).action_approve()
        self._ship(order, {self.coat: 1})
        self._ship(order)
        self.assertEqual(order.captured_total, 668.7)
        self.assertOrderBalanced(order)

    def test_settlement_is_computed_again(self):
        self._shares({"who": "hq", "kind": "percent", "rate_bp": 5000, "cap": 10}, {"who": "dealer", "kind": "rest"})
        order = self._submitted()
        admin = order.settlement_line_ids.filtered(lambda rec: rec.kind == "admin")
        self.assertEqual((admin.trace["fen"], admin.rule_id.code), (4_800, "admin"))
        self.assertEqual((order.freight_bearing["whole_fen"], len(order.freight_bearing["steps"])), (3_200, 2))
        self.assertEqual(order.action_check_settlement()["params"]["type"], "success")
        order.sudo().freight_bearing = {**order.freight_bearing, "whole_fen": 3_100}
        with self.assertRaisesRegex(UserError, "Logistics fee do not come out"):
            order.action_check_settlement()

    def test_fee_of_the_region_and_of_the_freight(self):
        rules = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"])
        values = {"company_id": self.company.id, "date_from": "2020-01-01", "kind": "percent"}
        rules.create([
            {**values, "name": "West", "rate_bp": 1000, "division_ids": self.env["dealer.division"].search([("code", "=", "510000")]).ids},
            {**values, "name": "Packing", "code": "packing", "base": "freight", "rate_bp": 500}]).with_user(self.users["fin_manager"]).action_activate()
        self._free()
        order = self._submitted()
        self.assertEqual(order.settlement_line_ids.filtered(lambda rec: rec.kind == "admin").mapped("amount"), [60, 1.6])
        self.assertEqual(order.settlement_total, 661.6)
