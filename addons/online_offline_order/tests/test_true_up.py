"""E13d: the freight of a weight that was declared too low, settled with the dealer where the company does so."""
import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen
from odoo.addons.logistics_fee.tests.bill_common import sheet

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestTrueUp(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accountant = cls.users["fin_settlement"]
        contract = cls.env["logistics.contract"].with_user(accountant).create({
            "name": "SF cost", "carrier_id": cls.carriers["sf"].id, "side": "cost", "company_id": cls.company.id})
        version = cls.env["logistics.contract.version"].with_user(accountant).create({
            "contract_id": contract.id, "valid_from": "2020-01-01", "zone_ids": [Command.create({
                "code": "Z1", "is_default": True, "band_ids": [Command.create({"from_g": 0, "over_g": 0, "step_g": 500, "rate": 4, "base": 0})]})]})
        version.with_user(cls.users["fin_manager"]).action_activate()
        cls.finance = cls._user("fin_settlement", login="t_fin_true_up")

    def _matched_bill(self, order, weight, amount):
        parcel = order.sudo().picking_ids.parcel_ids.filtered("tracking")
        day = self.company._dealer_today()
        bill = self.env["logistics.bill"].with_user(self.users["fin_settlement"]).create({
            "carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "date_from": day.replace(day=1), "date_to": day,
            "file": base64.b64encode(sheet([(parcel.tracking, str(day), "", "", weight, "", amount)])), "filename": "bill.xlsx"})
        bill.action_check()
        if not bill.mapping_id.is_confirmed:
            bill.action_confirm_columns()
        bill.action_import()
        bill.action_match()
        return bill

    def _billed(self, order, weight, amount):
        bill = self._matched_bill(order, weight, amount)
        self.assertEqual(bill.line_ids.cause, "weight_diff", bill.line_ids.explanation)
        bill.line_ids.action_accept()
        return bill

    def _approved_bill(self, *args):
        bill = self._billed(*args)
        bill.with_user(self.manager_b).action_approve()
        return bill.line_ids

    def test_heavier(self):
        """1.6 kg at 32.00, billed 2.1 kg: 5.00 more by the dealer's tariff, whatever the carrier asks us (4.00)."""
        self.company.dealer_true_up = True
        order = self._shipped()
        self.assertLedger(self.account, 4_320, 0, 4_320)
        bill = self._billed(order, 2.1, 20)
        line = bill.line_ids
        with self.assertRaisesRegex(UserError, "no accepted weight difference"):
            line.with_user(self.finance).action_true_up()
        bill.with_user(self.manager_b).action_approve()
        self.assertTrue(line.can_true_up)
        with self.assertRaisesRegex(AccessError, "another person of finance"):
            line.with_user(self.users["fin_settlement"]).action_true_up()
        with self.assertRaises(AccessError):
            line.with_user(self.cs_a).action_true_up()
        with self.assertRaisesRegex(AccessError, "another person of finance"):
            line.with_user(self.manager_b).action_true_up()
        line.with_user(self.finance).action_true_up()
        line.with_user(self.finance).action_true_up()
        self.assertLedger(self.account, 4_315, 0, 4_315)
        entry = line.sudo().true_up_entry_id
        self.assertEqual(entry.approver_id, self.finance, "not who approved the bill")
        self.assertEqual((entry.kind, entry.amount, line.true_up_amount, line.sudo().parcel_id.charge_amount), ("true_up", -5, 5, 37))
        self.assertRegex(entry.formula, r"the carrier weighed [0-9.]+ kg, we [0-9.]+ kg; difference by the tariff 5\.00 CNY")
        row = self.env["dealer.settlement"].search([("entry_id", "=", entry.id)])
        self.assertEqual((row.order_id, row.total, row.logistics, row.state), (order.sudo(False), 5, 5, "cleared"))
        roles = self.env["prepaid.gl.mapping"]._accounts(self.company)
        books = {row.account_id: to_fen(row.balance) for row in entry.move_id.line_ids}
        self.assertEqual((books[roles["advance"]], sum(books.values()), min(books.values()) < 0), (500, 0, True))

    def test_parcels_know_their_warehouse(self):
        parcel = self._shipped().sudo().picking_ids.parcel_ids
        self.assertEqual(parcel._left_from(), {parcel.id: self._warehouse().id})

    def test_lighter_is_given_back(self):
        self.company.dealer_true_up = True
        line = self._approved_bill(self._shipped(), 1.1, 12)
        line.with_user(self.finance).action_true_up()
        self.assertLedger(self.account, 4_325, 0, 4_325)
        entry = line.sudo().true_up_entry_id
        self.assertEqual((entry.amount, line.true_up_amount), (5, -5))
        roles = self.env["prepaid.gl.mapping"]._accounts(self.company)
        advance = entry.move_id.line_ids.filtered(lambda row: row.account_id == roles["advance"])
        self.assertEqual((to_fen(advance.debit), to_fen(advance.credit)), (-500, 0), "in red on its own side")

    def test_off_within_the_tolerance_or_not_the_dealers(self):
        line = self._approved_bill(self._shipped(), 2.1, 20)
        self.assertFalse(line.can_true_up)
        with self.assertRaisesRegex(UserError, "stay with HQ"):
            line.with_user(self.finance).action_true_up()
        self.company.write({"dealer_true_up": True, "dealer_weight_tolerance": 5})
        with self.assertRaisesRegex(UserError, "nothing to settle"):
            line.with_user(self.finance).action_true_up()
        order = line.sudo().parcel_id.picking_id.sale_id
        self.assertTrue(line.can_true_up)
        for values in ({"settled_by": "pay_later"}, {"freight_manual": True}):
            before = {name: order[name] for name in values}
            order.write(values)
            line.invalidate_recordset(["can_true_up"])
            self.assertFalse(line.can_true_up, values)
            order.write(before)
        order.freight_manual = True
        with self.assertRaisesRegex(UserError, "set by hand"):
            line.with_user(self.finance).action_true_up()
        self.assertLedger(self.account, 4_320, 0, 4_320)

    def test_one_number_for_two_parcels(self):
        """B1: 0.8 + 0.8 kg under one number, the carrier finds 2.2 kg: 22.00 + 22.00 become 27.00 + 27.00."""
        self.company.dealer_true_up = True
        order = self._approved()
        picking = self._open_picking(order)
        parcels = self.env["logistics.parcel"].with_user(self.warehouse_user)
        parcels.create([{"picking_id": picking.id, "weight_g": 800} for _carton in range(2)])
        self._ship(order)
        line = self._approved_bill(order, 2.2, 20)
        self.assertEqual(line._billed_weights(), dict.fromkeys(picking.sudo().parcel_ids, 1_100))
        line.with_user(self.finance).action_true_up()
        self.assertEqual(line.true_up_amount, 10)

    def test_weight_that_was_charged_at_shipping(self):
        """B2: packed and charged with 2.1 kg, billed with 2.1 kg: nothing differs."""
        self.company.dealer_true_up = True
        order = self._approved()
        picking = self._open_picking(order)
        picking.with_user(self.warehouse_user).packed_weight = 2.1
        self._ship(order)
        self.assertEqual(picking.weight_extra, 5)
        bill = self._matched_bill(order, 2.1, 20)
        self.assertEqual((bill.line_ids.cause, bill.line_ids.can_true_up), ("matched", False))

    def test_half_of_the_freight_is_hqs(self):
        """B6: of 5.00 more the dealer pays the share he has of the freight."""
        self.company.dealer_true_up = True
        for model in ("logistics.free.rule", "logistics.bearer.rule"):
            self.env[model].search([("state", "=", "active")])._write_life({"state": "closed", "closed_on": "2000-01-01"})
        self.env["logistics.bearer.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Half", "company_id": self.company.id, "date_from": "2020-01-01", "share_ids": [
                Command.create({"who": "hq", "kind": "percent", "rate_bp": 5000}), Command.create({"who": "dealer", "kind": "rest"})],
        }).with_user(self.users["fin_manager"]).action_activate()
        line = self._approved_bill(self._shipped(), 2.1, 20)
        line.with_user(self.finance).action_true_up()
        self.assertEqual(line.true_up_amount, 2.5)

    def test_a_return_gives_back_what_was_paid(self):
        """B3: 32.00, 5.00 of them given back: of a quality return of all 27.00 are credited."""
        self.company.dealer_true_up = True
        order = self._received_order()
        line = self._approved_bill(order, 1.1, 12)
        line.with_user(self.finance).action_true_up()
        record = self._return(order, 2, reason_class="quality", evidence_ids=[Command.link(self._photo().id)])
        self.assertEqual((record.logistics_amount, record.admin_amount, record.credit_amount), (27, 48, 675))

    def test_who_wrote_the_policy_does_not_settle(self):
        """B11."""
        self.company.dealer_true_up = True
        line = self._approved_bill(self._shipped(), 2.1, 20)
        line.bill_id.sudo().hand_ids = self.finance
        with self.assertRaisesRegex(AccessError, "another person of finance"):
            line.with_user(self.finance).action_true_up()

    def test_an_empty_account_owes_it(self):
        self.company.dealer_true_up = True
        line = self._approved_bill(self._shipped([(self.coat, 14)]), 12.2, 100)
        before = self.account.sudo().balance
        line.with_user(self.finance).action_true_up()
        self.account.invalidate_recordset()
        self.assertEqual(to_fen(self.account.sudo().balance), to_fen(before) - to_fen(line.true_up_amount))
