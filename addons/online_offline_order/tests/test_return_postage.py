"""What the way back costs: entered, by the return contract until the bill comes, by the bill; the parcel of the return."""
import base64

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen
from odoo.addons.logistics_fee.tests.bill_common import sheet

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnPostage(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accountant = cls.users["fin_settlement"]
        contract = cls.env["logistics.contract"].with_user(accountant).create({
            "name": "Return", "carrier_id": cls.carriers["sf"].id, "company_id": cls.company.id, "purpose": "return"})
        cls.version = cls.env["logistics.contract.version"].with_user(accountant).create({
            "contract_id": contract.id, "valid_from": "2020-01-01",
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": 13})]})]})
        cls.version.with_user(cls.users["fin_manager"]).action_activate()
        cls.order = cls._received_order()

    def test_by_the_return_contract(self):
        record = self._approved_return(self.order, postage=0)
        record.with_user(self.warehouse_user).write({"return_tracking": "sf 9000 000001"})
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional), (13, "contract", True), "never the 22.00 of the way out")
        self.assertEqual(record.net_amount, 277)
        parcel = record.parcel_ids
        self.assertEqual((parcel.direction, parcel.tracking, parcel.weight_g, parcel.state, parcel.charge_amount, parcel.bearer),
                         ("return", "SF9000000001", 800, "returned", 13, "dealer"))
        self.assertEqual(parcel.charge_quote_id.inputs["purpose"], "return")
        self.assertEqual(record._take_billed_postage(1_500), 200)
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional, record.net_amount), (15, "bill", False, 275))
        self.assertEqual(record._take_billed_postage(1_500), 0)
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4595, 0, 4595)

    def _bill(self, number, amount, fee="", net=False):
        bills = self.env["logistics.bill"].with_user(self.users["fin_settlement"])
        day = self.company._dealer_today()
        bill = bills.create({
            "carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "date_from": day.replace(day=1), "date_to": day,
            "file": base64.b64encode(sheet([(number, str(day), "", "", 0.8, fee, amount)])), "filename": "bill.xlsx"})
        bill.action_check()
        if not bill.mapping_id.is_confirmed:
            bill.mapping_id.is_net = net
            bill.action_confirm_columns()
        bill.action_import()
        bill.action_match()
        bill.line_ids.action_accept()
        return bill

    def test_approved_bill_corrects_the_postage(self):
        record = self._approved_return(self.order, postage=0)
        record.with_user(self.warehouse_user).write({"return_tracking": "SF9000000002"})
        record.with_user(self.warehouse_user).action_receive()
        bill = self._bill("SF9000000002", 15)
        self.assertEqual((bill.line_ids.parcel_id, record.postage, record.postage_source), (record.parcel_ids, 13, "contract"))
        manager = bill.with_user(self.manager_b)
        manager.action_approve()
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional, record.net_amount), (15, "bill", False, 275))
        manager.action_approve()
        self.assertEqual(record.postage, 15)

    def test_bill_after_the_refund(self):
        record = self._refunded_return(self.order, postage=0)
        self.assertLedger(self.account, 4597, 0, 4597)
        self.assertEqual((record._take_billed_postage(1_500), record._take_billed_postage(1_500)), (200, 200))
        self.assertEqual((record.postage, record.postage_difference, record.postage_provisional), (13, 2, False))
        self.assertLedger(self.account, 4597, 0, 4597)
        self.assertEqual((record._take_billed_postage(1_650), record.postage_difference), (350, 3.5), "two bills of one return add up")

    def test_a_bill_without_tax_counts_with_its_tax(self):
        """13.00 and 2.00 without tax are 13.78 and 2.12: before the refund the postage, after it the difference."""
        before, after = (self._approved_return(self.order, postage=0) for _ in range(2))
        for record, number in ((before, "SF9000000003"), (after, "SF9000000004")):
            record.with_user(self.warehouse_user).write({"return_tracking": number})
            record.with_user(self.warehouse_user).action_receive()
        after.with_user(self.users["fin_confirmer"]).action_refund()
        for number in ("SF9000000003", "SF9000000004"):
            first = self._bill(number, 13, net=True)
            first.with_user(self.manager_b).action_approve()
            second = self._bill(number, 2, "上楼费", net=True)
            second.with_user(self.manager_b).action_approve()
        self.assertEqual((before.postage, before.postage_difference), (15.9, 0))
        self.assertEqual((after.postage, after.postage_difference, after.postage_source), (13, 2.9, "bill"))

    def test_entered_postage_counts(self):
        record = self._refunded_return(self.order)
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional), (18, "entered", False))
        self.assertEqual(record.parcel_ids.charge_amount, 18)

    def test_quality_is_borne_by_hq(self):
        record = self._approved_return(self.order, postage=0, reason_class="quality", evidence_ids=[Command.link(self._photo().id)])
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.parcel_ids.bearer, record.parcel_ids.charge_amount, record.postage), ("hq", 0, 0))
        self.assertEqual(record._take_billed_postage(1_800), 0)

    def test_wrong_number(self):
        record = self._approved_return(self.order)
        with self.assertRaisesRegex(UserError, "no waybill number"):
            record.with_user(self.warehouse_user).return_tracking = "12"


@tagged("post_install", "-at_install")
class TestPostageBilled(ReturnCommon):
    """The way back of a quality return is an expense once: by E10b until the carrier's vendor bill is posted, then by that."""

    _bill = TestReturnPostage._bill

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accountant = cls.users["fin_settlement"]
        cls.supplier = cls.env["res.partner"].create({"name": "SF Express"})
        cls.expense = cls.env["prepaid.gl.mapping"]._accounts(cls.company)["expense"]
        cls.payable = cls.env["prepaid.gl.mapping"]._accounts(cls.company)["carrier_payable"]
        cls.tax = cls.env["account.tax"].create({
            "name": "6 % in", "type_tax_use": "purchase", "amount": 6, "price_include_override": "tax_included", "company_id": cls.company.id})
        contract = cls.env["logistics.contract"].with_user(accountant).create({
            "name": "Cost", "carrier_id": cls.carriers["sf"].id, "company_id": cls.company.id, "side": "cost"})
        contract.sudo().write({"bill_partner_id": cls.supplier.id, "bill_account_id": cls.expense.id, "bill_tax_id": cls.tax.id})
        cls.version = cls.env["logistics.contract.version"].with_user(accountant).create({
            "contract_id": contract.id, "valid_from": "2020-01-01",
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": 14.5})]})]})
        cls.version.with_user(cls.users["fin_manager"]).action_activate()

    def _quality(self, number, postage):
        record = self._approved_return(
            self._received_order(), reason_class="quality", evidence_ids=[Command.link(self._photo().id)], postage=postage)
        record.with_user(self.warehouse_user).write({"return_tracking": number})
        self.last = self.env["account.move.line"].search([], order="id desc", limit=1).id
        record.with_user(self.warehouse_user).action_receive()
        return record

    def _spent(self):
        """:return: fen of expense and input tax that were posted since the return came back."""
        lines = self.env["account.move.line"].search([("parent_state", "=", "posted"), ("company_id", "=", self.company.id), ("id", ">", self.last)])
        return to_fen(sum(lines.filtered(lambda line: line.account_id == self.expense or line.tax_line_id == self.tax).mapped("balance")))

    def _posted(self, bill):
        bill.with_user(self.manager_b).action_approve()
        bill.action_invoice()
        bill.sudo().move_id.action_post()
        return bill.sudo().move_id

    def test_once_whatever_is_billed(self):
        for number, amount in (("SF9000000101", 14.5), ("SF9000000102", 16.0)):
            record = self._quality(number, 14.5)
            move = record.sudo().postage_move_id
            self.assertEqual(move.line_ids.filtered(lambda line: line.account_id == self.payable).partner_id, self.supplier)
            bill = self._bill(number, amount)
            vendor = self._posted(bill)
            self.assertEqual(self._spent(), to_fen(amount))
            moves = move | record.sudo().postage_back_move_id
            owed = moves.line_ids.filtered(lambda line: line.account_id == self.payable)
            self.assertEqual((len(owed), to_fen(sum(owed.mapped("balance")))), (2, 0))
            self.assertEqual(to_fen(vendor.amount_total), to_fen(amount))
            back = record.sudo().postage_back_move_id
            vendor.button_draft()
            vendor.action_post()
            self.assertEqual(record.sudo().postage_back_move_id, back, "taken back once")

    def test_not_accrued_while_it_is_booked(self):
        parcels, day = self.env["logistics.parcel"], self.company._dealer_today()
        before = parcels._unbilled_cost(self.company, day).get(self.carriers["sf"].id, (0, 0, 0))[0]
        record = self._quality("SF9000000103", 14.5)
        out = record.order_id.sudo().picking_ids.parcel_ids.filtered("shipped_date")
        self.assertEqual(parcels._unbilled_cost(self.company, day)[self.carriers["sf"].id][0] - before, len(out))
        other = self._quality("SF9000000104", 0)
        self.assertTrue(other.parcel_ids)
        self.assertEqual(parcels._unbilled_cost(self.company, day)[self.carriers["sf"].id][0] - before, 2 * len(out) + 1, "not booked, so accrued")

    def test_not_accrued_where_it_was_booked_on_the_day(self):
        """B8: closed late, the month of the receipt still holds the entry that the bill of the next month took back."""
        parcels, day = self.env["logistics.parcel"], self.company._dealer_today()
        later = day + relativedelta(months=1)
        record = self._quality("SF9000000106", 14.5)
        bill = self._bill("SF9000000106", 14.5)
        bill.with_user(self.manager_b).action_approve()
        bill.action_invoice()
        vendor = bill.sudo().move_id
        vendor.write({"invoice_date": later, "date": later})
        vendor.action_post()
        self.assertEqual(record.sudo().postage_back_move_id.date, later)

        def accrued(date):
            return parcels.sudo().search_count([*parcels._accrual_domain(self.company, date), ("id", "in", record.parcel_ids.ids)])
        self.assertEqual((accrued(day), accrued(later)), (0, 0))
        vendor.button_draft()
        self.assertEqual((accrued(day), accrued(later)), (0, 1), "in no books by then")

    def test_booked_again_when_the_bill_is_cancelled(self):
        record = self._quality("SF9000000107", 14.5)
        first = record.sudo().postage_move_id
        bill = self._bill("SF9000000107", 16.0)
        vendor = self._posted(bill)
        self.assertEqual(self._spent(), 1_600)
        vendor.button_cancel()
        self.assertEqual(self._spent(), 1_450, "the expense is that of the receipt again")
        again = record.sudo().postage_move_id
        self.assertEqual((again.reversed_entry_id.reversed_entry_id, record.sudo().postage_back_move_id.id), (first, False))
        bill.action_invoice()
        bill.sudo().move_id.action_post()
        self.assertEqual((self._spent(), record.sudo().postage_back_move_id.reversed_entry_id), (1_600, again))
        moves = first | again.reversed_entry_id | again | record.sudo().postage_back_move_id
        self.assertEqual(to_fen(sum(moves.line_ids.filtered(lambda line: line.account_id == self.payable).mapped("balance"))), 0)

    def test_booked_again_when_a_credit_note_takes_the_bill_back(self):
        """A credit note over a part changes nothing; over the whole the postage of the receipt is the expense again, until a new bill."""
        record = self._quality("SF9000000108", 14.5)
        bill = self._bill("SF9000000108", 16.0)
        vendor = self._posted(bill)
        notes = [vendor._reverse_moves([{"invoice_date": vendor.invoice_date}]) for _number in range(2)]
        notes[0].invoice_line_ids.price_unit = 1
        notes[0].action_post()
        self.assertTrue(record.sudo().postage_back_move_id)
        notes[0].button_draft()
        notes[0].button_cancel()
        notes[1].action_post()
        self.assertEqual((self._spent(), record.sudo().postage_back_move_id.id), (1_450, False))
        notes[1].button_draft()
        notes[1].button_cancel()
        self.assertEqual(self._spent(), 1_600)
        self.assertTrue(record.sudo().postage_back_move_id)

    def test_billed_before_the_postage_is_entered(self):
        record = self._quality("SF9000000105", 0)
        record.with_user(self.aftersale).write({"postage": 14.5})
        self._posted(self._bill("SF9000000105", 14.5))
        with self.assertRaisesRegex(UserError, "has the way back of return"):
            record.with_user(self.users["fin_settlement"]).action_release_postage()
        with self.assertRaises(AccessError):
            record.with_user(self.aftersale).write({"postage": 20})
        self.assertFalse(record.sudo().postage_move_id)
        self.assertEqual(self._spent(), 1_450)
