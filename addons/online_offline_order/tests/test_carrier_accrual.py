"""E13: the carriers' cost of parcels that no vendor bill holds, at the month's end and back on day 1."""
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestCarrierAccrual(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month = cls.company._dealer_today().replace(day=1)
        cls.end = cls.month + relativedelta(months=1) - timedelta(days=1)
        contract = cls.env["logistics.contract"].with_user(cls.users["fin_settlement"]).create({
            "name": "SF cost", "carrier_id": cls.carriers["sf"].id, "side": "cost", "company_id": cls.company.id})
        version = cls.env["logistics.contract.version"].with_user(cls.users["fin_settlement"]).create({
            "contract_id": contract.id, "valid_from": "2020-01-01", "zone_ids": [Command.create({
                "code": "Z1", "is_default": True, "band_ids": [Command.create({"from_g": 0, "base": 13})]})]})
        version.with_user(cls.users["fin_manager"]).action_activate()
        cls.parcels = cls.env["logistics.parcel"].create([{
            "company_id": cls.company.id, "carrier_id": cls.carriers["sf"].id, "division_id": cls.chengdu.id, "weight_g": 1_000, "tracking": number,
            "shipped_date": day, "state": "delivered"} for number, day in (
                ("SF9990000001", cls.month), ("SF9990000002", cls.end), ("SF9990000003", cls.end + timedelta(days=1)))])
        cls.close = cls.env["prepaid.month.close"].with_user(cls.users["fin_settlement"]).create({"month": cls.month})

    def _item(self):
        return self.close.item_ids.filtered(lambda item: item.code == "carriers")

    def _vendor_bill(self, kind, amount, day=None):
        """A vendor bill, by default of the last day of the month, still a draft."""
        return self.env["account.move"].create({
            "move_type": kind, "company_id": self.company.id, "partner_id": self.d1.id, "invoice_date": day or self.end, "date": day or self.end,
            "invoice_line_ids": [Command.create({
                "name": "Freight", "price_unit": amount, "account_id": self.account._role("expense").id, "tax_ids": [Command.clear()]})]})

    def _lines(self, move):
        return sorted((line.account_id.code, to_fen(line.balance)) for line in move.line_ids)

    def test_off_unless_the_company_wants_it(self):
        self.close.action_check()
        self.assertEqual((self._item().state, self._item().count), ("ok", 0))
        self.assertIn("switched off", self._item().message)

    def test_accrued_and_taken_back(self):
        self.company.accrue_carrier_cost = True
        self.close.action_check()
        self.assertEqual((self._item().state, self._item().count, self._item().amount), ("red", 2, 24.53))
        self.close.action_month_entries()
        self.close.action_month_entries()
        moves = self.close.sudo().move_ids.sorted("date")
        self.assertEqual([move.date for move in moves], [self.end, self.end + timedelta(days=1)])
        roles = self.env["prepaid.gl.mapping"]._accounts(self.company)
        expense, payable = roles["expense"].code, roles["carrier_accrual"].code
        self.assertEqual(self._lines(moves[0]), sorted([(expense, 2_453), (payable, -2_453)]))
        self.assertEqual(self._lines(moves[1]), sorted([(expense, -2_453), (payable, 2_453)]))
        self.assertEqual(self._item().state, "ok")

    def test_what_a_vendor_bill_of_the_month_holds_is_not_accrued(self):
        self.company.accrue_carrier_cost = True
        move = self._vendor_bill("in_invoice", 13)
        bill = self.env["logistics.bill"].create({
            "company_id": self.company.id, "carrier_id": self.carriers["sf"].id, "date_from": self.month, "date_to": self.end})
        bill.sudo().write({"move_id": move.id})
        self.parcels[0].bill_id = bill
        self.close.action_check()
        self.assertEqual(self._item().count, 2, "B7: a draft is in no books")
        move.action_post()
        self.close.action_check()
        self.assertEqual((self._item().count, self._item().amount), (1, 12.26))
        later = self._vendor_bill("in_invoice", 13, self.end + timedelta(days=1))
        later.action_post()
        bill.sudo().move_id = later
        self.close.action_check()
        self.assertEqual(self._item().count, 2)

    def test_rebates_are_accrued_until_they_are_credited(self):
        """5 % of 128.00 with tax are 6.40, 6.04 without: booked at the month's end, back on day 1; not once a vendor bill has them."""
        self.company.accrue_carrier_cost = True
        self.parcels.sudo().state = "cancelled"
        rule = self.env["logistics.rebate.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Volume", "contract_id": self.env["logistics.contract"].search([("name", "=", "SF cost"), ("company_id", "=", self.company.id)]).id,
            "kind": "whole_amount", "date_from": self.month, "tier_ids": [Command.create({"sequence": 1, "is_open": True, "percent": 5})]})
        self.close.action_check()
        item = self.close.item_ids.filtered(lambda row: row.code == "carrier_rebates")
        self.assertEqual(item.state, "warn")
        self.assertIn("Not worked out: Volume", item.message)
        rebate = self.env["logistics.rebate"].with_user(self.users["fin_settlement"]).create({"rule_id": rule.id, "month": self.month})
        rebate.sudo().accrued = 6.4
        bill = self.env["logistics.bill"].create({
            "company_id": self.company.id, "carrier_id": self.carriers["sf"].id, "date_from": self.month, "date_to": self.end})
        line = self.env["logistics.bill.line"].create({
            "bill_id": bill.id, "company_id": self.company.id, "carrier_id": self.carriers["sf"].id, "row": 2, "fee": "rebate", "payable": -6.4,
            "rebate_id": rebate.id})
        move = self._vendor_bill("in_refund", 6.4)
        bill.sudo().move_id = move
        self.assertEqual(self.env["logistics.rebate"]._not_credited(self.company, self.end), {line.carrier_id.id: 604}, "B7: a draft is in no books")
        move.action_post()
        self.assertEqual(self.env["logistics.rebate"]._not_credited(self.company, self.end), {})
        later = self._vendor_bill("in_refund", 6.4, self.end + timedelta(days=1))
        later.action_post()
        bill.sudo().move_id = later
        self.assertEqual(self.env["logistics.rebate"]._not_credited(self.company, self.end), {line.carrier_id.id: 604})
        self.close.action_check()
        item = self.close.item_ids.filtered(lambda row: row.code == "carrier_rebates")
        self.assertEqual((item.state, item.amount), ("red", 6.04))
        self.close.action_month_entries()
        moves = self.close.sudo().move_ids.sorted("date")
        roles = self.env["prepaid.gl.mapping"]._accounts(self.company)
        expense, payable = roles["expense"].code, roles["carrier_accrual"].code
        self.assertEqual([self._lines(move) for move in moves], [
            sorted([(expense, -604), (payable, 604)]), sorted([(expense, 604), (payable, -604)])])
        self.assertEqual(self.close.item_ids.filtered(lambda row: row.code == "carrier_rebates").state, "ok")

    def test_parcels_without_a_price_are_named(self):
        self.company.accrue_carrier_cost = True
        self.parcels[0].sudo().weight_g = 0
        self.close.action_month_entries()
        self.assertEqual(self._item().state, "warn")
        self.assertIn("1 parcels have no price", self._item().message)
