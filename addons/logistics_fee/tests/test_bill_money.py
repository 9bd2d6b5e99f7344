"""What a bill costs: fees that are in an amount are not paid again, none gets lost on the way to the vendor bill, who approves."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .bill_common import HEADERS, BillCase, sheet
from .common import first_continue

WITH_UPSTAIRS = ("运单号", "日期", "目的地", "收件人", "计费重量", "上楼费", "应付金额")


@tagged("post_install", "-at_install")
class TestBillMoney(BillCase):
    def _fuelled(self):
        """The cost contract with a fuel surcharge: 27.00 freight and 5.00 fuel for the usual parcel."""
        contract = self._contract(side="cost")
        version = self._version(contract, surcharge_ids=[Command.create({"code": "fuel", "kind": "fixed", "amount": 5})])
        self._activate(version)
        return contract

    def _approved(self, rows, headers=HEADERS, **values):
        bill = self._matched(rows, headers, **values)
        bill.line_ids.filtered(lambda line: line.decision == "open").with_user(self.accountant).action_accept()
        bill.with_user(self.manager).action_approve()
        return bill

    def _payable(self, contract):
        tax = self.env["account.tax"].create({"name": "6 % in", "type_tax_use": "purchase", "amount": 6, "price_include_override": "tax_included"})
        account = self.env["account.account"].create({"name": "Freight", "code": "660100T", "account_type": "expense"})
        contract.write({"bill_partner_id": self.env["res.partner"].create({"name": "SF"}).id, "bill_account_id": account.id, "bill_tax_id": tax.id})
        contract.with_user(self.manager).action_agree_payee()

    # -- who is paid

    def test_who_entered_the_tariff_does_not_approve(self):
        """S9: also who changed one price of its draft; tariffs that price nothing of this bill do not count."""
        contract = self._contract(side="cost")
        version = self._version(contract, first_continue("1", "22.00", "0.5", "5.00"))
        version.zone_ids.band_ids[:1].with_user(self.second).write({"base": 22})
        self._activate(version)
        later = self._version(contract, valid_from="2027-01-01").with_user(self.manager)
        self._activate(self._version(self._contract("YTO", side="cost")))
        later.with_user(self.manager).write({"priority": 1})
        later.with_user(self.second).action_activate()
        self._parcel("SF0000000001")
        bill = self._matched([self.row("SF0000000001", 32)], stated_total=32)
        with self.assertRaisesRegex(AccessError, "entered or changed the tariff"):
            bill.with_user(self.second).action_approve()
        bill.with_user(self.manager).action_approve()
        self.assertEqual(bill.state, "approved")

    def test_a_changed_payee_waits_for_a_second_person(self):
        contract = self._cost()
        self._payable(contract)
        self.assertEqual((contract.payee_hand_ids.ids, contract.payee_agreed_by_id), ([], self.manager))
        self._parcel("SF0000000001")
        bill = self._approved([self.row("SF0000000001", 32)])
        other = self.env["res.partner"].create({"name": "Somebody else"})
        for user in (self.accountant, self.manager):
            contract.with_user(user).write({"bill_partner_id": contract.bill_partner_id.id})
            self.assertFalse(contract.payee_hand_ids, "nothing changed")
        contract.with_user(self.accountant).write({"bill_partner_id": other.id})
        with self.assertRaisesRegex(UserError, "changed its payee"), self.env.cr.savepoint():
            bill.with_user(self.manager).action_invoice()
        with self.assertRaises(AccessError):
            contract.with_user(self.accountant).action_agree_payee()
        with self.assertRaises(AccessError):
            contract.with_user(self.manager).write({"payee_agreed_by_id": self.manager.id})
        contract.with_user(self.manager).action_agree_payee()
        self.assertEqual((contract.payee_hand_ids.ids, contract.payee_agreed_by_id), ([], self.manager))
        bill.with_user(self.manager).action_invoice()
        self.assertEqual(bill.sudo().move_id.partner_id, other)
        account = self.env["account.account"].create({"name": "Freight West", "code": "660101T", "account_type": "expense"})
        contract.with_user(self.manager).write({"bill_account_id": account.id})
        with self.assertRaisesRegex(AccessError, "you entered"):
            contract.with_user(self.manager).action_agree_payee()

    def test_who_corrects_each_other_does_not_lock_the_contract(self):
        """Both have entered a payee; only the one whose value stands now is kept from agreeing, value by value."""
        contract = self._cost()
        self._payable(contract)
        right, wrong = self.env["res.partner"].create([{"name": "Right"}, {"name": "Wrong"}])
        contract.with_user(self.accountant).write({"bill_partner_id": wrong.id})
        contract.with_user(self.manager).write({"bill_partner_id": right.id})
        self.assertEqual(contract.payee_hand_ids, self.manager)
        with self.assertRaisesRegex(AccessError, "you entered"):
            contract.with_user(self.manager).action_agree_payee()
        account = self.env["account.account"].create({"name": "Freight North", "code": "660102T", "account_type": "expense"})
        contract.with_user(self.accountant).write({"bill_account_id": account.id})
        self.assertEqual(contract.payee_hand_ids, self.manager | self.accountant)
        contract.with_user(self.accountant).write({"bill_partner_id": wrong.id})
        self.assertEqual(contract.payee_hand_ids, self.accountant)
        contract.with_user(self.manager).action_agree_payee()
        self.assertEqual((contract.payee_hand_ids.ids, contract.payee_agreed_by_id), ([], self.manager))

    # -- a fee is paid once

    def test_a_fee_inside_an_amount_is_not_paid_again_on_its_own(self):
        self._cost()
        self._parcel("SF0000000001")
        later = self._matched([self.row("SF0000000001", 9.36, fee="上楼费")])
        later.line_ids.action_accept()
        self._approved([("SF0000000001", "2026-11-05", "成都", "x", 1.6, 9.36, 41.36)], WITH_UPSTAIRS)
        with self.assertRaisesRegex(UserError, "pays SF0000000001 already"):
            later.with_user(self.manager).action_approve()
        later.action_match()
        self.assertEqual((later.line_ids.cause, later.payable), ("already_billed", 0))

    def test_a_fee_on_its_own_is_not_paid_again_inside_an_amount(self):
        self._cost()
        self._parcel("SF0000000001")
        later = self._matched([("SF0000000001", "2026-11-05", "成都", "x", 1.6, 9.36, 41.36)], WITH_UPSTAIRS)
        later.line_ids.action_accept()
        self._approved([self.row("SF0000000001", 9.36, fee="上楼费")])
        with self.assertRaisesRegex(UserError, "pays SF0000000001 already"):
            later.with_user(self.manager).action_approve()

    def test_a_fee_in_the_freight_is_not_paid_again_on_its_own(self):
        self._fuelled()
        self._parcel("SF0000000001")
        self._parcel("SF0000000002")
        later = self._matched([self.row("SF0000000001", 5, fee="燃油附加费"), self.row("SF0000000002", 5, fee="燃油附加费")])
        self.assertEqual(later.line_ids.mapped("cause"), ["matched"] * 2)
        first = self._approved([self.row("SF0000000001", 37), self.row("SF0000000002", 32)])
        self.assertEqual(first.line_ids.mapped("cause"), ["matched", "price_diff"])
        with self.assertRaisesRegex(UserError, "pays SF0000000001 already"):
            later.with_user(self.manager).action_approve()
        later.action_match()
        self.assertEqual(later.line_ids.mapped("cause"), ["already_billed", "matched"], "the second freight was billed without its fuel")
        self.assertEqual(later.payable, 5)

    def test_a_fee_on_its_own_is_not_expected_in_a_later_freight(self):
        self._fuelled()
        self._parcel("SF0000000001")
        later = self._matched([self.row("SF0000000001", 37)])
        self.assertEqual(later.line_ids.cause, "matched")
        self._approved([self.row("SF0000000001", 5, fee="燃油附加费")])
        with self.assertRaisesRegex(UserError, "pays SF0000000001 already"):
            later.with_user(self.manager).action_approve()
        later.action_match()
        self.assertEqual((later.line_ids.difference, later.line_ids.expected, later.open_count), (5, 32, 1))

    def test_a_disputed_fee_may_be_billed_later(self):
        self._cost()
        self._parcel("SF0000000001")
        first = self._matched([("SF0000000001", "2026-11-05", "成都", "x", 1.6, 9.36, 41.36)], WITH_UPSTAIRS)
        first.line_ids.action_dispute()
        first.with_user(self.manager).action_approve()
        self.assertEqual(first.payable, 32)
        later = self._matched([self.row("SF0000000001", 9.36, fee="上楼费")])
        self.assertEqual(later.line_ids.cause, "unexpected_fee")

    def test_each_warehouse_has_its_own_prices(self):
        """The bill is compared, and the month accrued, by the contract of the warehouse a parcel left from, else by the general one."""
        self._cost()
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        self._cost(("1", "30.00", "0.5", "5.00"), warehouse_id=warehouse.id)
        here, there = self._parcel("SF0000000001"), self._parcel("SF0000000002")
        with patch.object(type(here), "_left_from", lambda parcels: {here.id: warehouse.id}):
            bill = self._matched([self.row("SF0000000001", 40), self.row("SF0000000002", 32), self.row("SF0000000009", 1)])
            self.assertEqual(bill.line_ids.mapped("cause"), ["matched", "matched", "unknown_tracking"])
            other = self._matched([self.row("SF0000000001", 45, weight=2.1), self.row("SF0000000002", 37, weight=2.1)])
            self.assertEqual(other.line_ids.mapped("cause"), ["weight_diff"] * 2)
            accrued = self.env["logistics.parcel"]._unbilled_cost(self.company, here.shipped_date)
        self.assertEqual(accrued[self.sf.id], (2, 6_792, 0), "72.00 with tax")
        self.assertTrue(there)

    # -- the vendor bill

    def test_fees_of_one_name_are_all_in_the_vendor_bill(self):
        contract = self._cost()
        self._payable(contract)
        self._parcel("SF0000000001")
        bill = self._bill(sheet([self.row("SF0000000001", 32), self.row("SF0000000001", 3, fee="双11"), self.row("SF0000000001", 4, fee="双12")]))
        bill.action_check()
        bill.mapping_id.fee_ids = [Command.create({"word": "双11", "code": "peak:11"}), Command.create({"word": "双12", "code": "peak:12"})]
        bill.action_confirm_columns()
        bill.action_import()
        bill.action_match()
        self.assertEqual(bill.line_ids.mapped("fee"), ["freight", "peak:11", "peak:12"])
        bill.line_ids.filtered(lambda line: line.decision == "open").action_accept()
        bill.with_user(self.manager).action_approve()
        bill.action_invoice()
        self.assertEqual((bill.payable, bill.move_id.amount_total), (39, 39))
        self.assertEqual(sorted(bill.move_id.invoice_line_ids.mapped("price_unit")), [3, 4, 32])

    def test_a_credit_on_the_whole_is_a_vendor_refund(self):
        contract = self._cost()
        self._payable(contract)
        plan = self.env["account.analytic.plan"].create({"name": "Bearer"})
        hq = self.env["account.analytic.account"].create({"name": "HQ", "plan_id": plan.id})
        self.company.freight_analytic_hq_id = hq
        self._parcel("SF0000000001", bearer="hq")
        bill = self._approved([self.row("SF0000000001", 32), self.row("SF0000000001", -132, fee="理赔")])
        bill.action_invoice()
        bill.action_invoice()
        move = bill.move_id
        self.assertEqual((bill.payable, move.move_type, move.amount_total, move.partner_id), (-100, "in_refund", 100, contract.bill_partner_id))
        self.assertEqual(sorted(move.invoice_line_ids.mapped("price_unit")), [-32, 132])
        self.assertEqual(move.invoice_line_ids.filtered(lambda line: line.price_unit > 0).analytic_distribution, {str(hq.id): 100})
        move.action_post()
        expense = sum(move.invoice_line_ids.mapped("balance"))
        self.assertEqual((round(expense, 2), move.state), (-94.34, "posted"))

    def test_november_of_the_story(self):
        """J21: 120 parcels quoted at 3,890.00, billed 3,912.00: two by weight accepted, an unknown one disputed, 3,900.00 paid."""
        contract = self._cost()
        self._payable(contract)
        rows = [self.row(f"SF00000003{number:02}", 32) for number in range(100)] + [self.row(f"SF00000004{number:02}", 32) for number in range(8)]
        rows += [self.row(f"SF00000005{number:02}", 37, weight=2.1) for number in range(10)]
        for row in rows:
            self._parcel(row[0], round(row[4] * 1_000)).sudo().charge_amount = row[6]
        heavy = [self.row(f"SF00000006{number:02}", 37, weight=2.1) for number in range(2)]
        for row in heavy:
            self._parcel(row[0]).sudo().charge_amount = 32
        bill = self._matched([*rows, *heavy, self.row("SF0000000699", 12)], stated_total=3_912)
        lines = bill.line_ids
        self.assertEqual((bill.total, bill.over, len(lines.parcel_id), bill.open_count), (3_912, 10, 120, 3))
        self.assertEqual(sum(lines.parcel_id.sudo().mapped("charge_amount")), 3_890)
        lines.filtered(lambda line: line.cause == "weight_diff").action_accept()
        lines.filtered(lambda line: line.cause == "unknown_tracking").action_dispute()
        self.assertEqual((bill.payable, bill.disputed), (3_900, 12))
        bill.with_user(self.manager).action_approve()
        bill.action_invoice()
        move = bill.move_id
        move.action_post()
        books = {line.account_id if line.display_type == "product" else line.display_type: line.balance for line in move.line_ids}
        self.assertEqual(books, {contract.bill_account_id: 3_679.25, "tax": 220.75, "payment_term": -3_900})
        self.env.flush_all()
        rows = self.env["logistics.freight.report"]._read_group(
            [("parcel_id", "in", lines.parcel_id.ids)], ["carrier_id", "province_id"],
            ["parcels:sum", "charge_amount:sum", "cost_amount:sum", "margin_amount:sum"])
        self.assertEqual(rows, [(self.sf, self._division("510000"), 120, 3_890, 3_900, -10)])

    # -- what parcels cost

    def test_a_fee_alone_is_not_the_cost_of_a_parcel(self):
        self._cost()
        parcel = self._parcel("SF0000000001")
        parcel.sudo().write({"charge_amount": 40, "cost_amount": 32})
        bill = self._approved([self.row("SF0000000001", 9.36, fee="上楼费")])
        self.assertEqual((parcel.billed_amount, parcel.bill_id), (9.36, bill.browse()))
        report = self.env["logistics.freight.report"]
        self.env.flush_all()
        row = report.search([("parcel_id", "=", parcel.id)])
        self.assertEqual((row.cost_amount, row.margin_amount), (32, 8))
        freight = self._approved([self.row("SF0000000001", 32)])
        self.env.flush_all()
        report.invalidate_model()
        self.assertEqual((parcel.bill_id, row.cost_amount), (freight, 41.36))
        again = self._matched([self.row("SF0000000001", 32, name="x"), self.row("SF0000000009", 1)])
        again.line_ids[1].action_accept()
        again.with_user(self.manager).action_approve()
        self.assertEqual((parcel.bill_id, parcel.billed_amount), (freight, 41.36), "a repeat does not take the parcel away")

    def test_a_bill_without_tax_costs_what_the_contract_says(self):
        self._cost()
        parcel = self._parcel("SF0000000001")
        bill = self._bill(sheet([self.row("SF0000000001", 30.19)]))
        bill.action_check()
        bill.mapping_id.is_net = True
        bill.action_confirm_columns()
        bill.action_import()
        bill.action_match()
        bill.with_user(self.manager).action_approve()
        self.assertEqual((bill.payable, parcel.billed_amount), (30.19, 32))

    def test_parcels_know_what_they_cost_with_tax(self):
        contract = self._contract(side="cost")
        self._activate(self._version(contract, tax_included=False))
        parcel = self._parcel("SF0000000001")
        parcel.sudo().write({"charge_amount": 40, "cost_amount": 32})
        report = self.env["logistics.freight.report"].search([("parcel_id", "=", parcel.id)])
        self.assertEqual((report.cost_amount, report.margin_amount), (33.92, 6.08))
        bill = self._bill(sheet([self.row("SF0000000001", 32)]))
        bill.action_check()
        bill.mapping_id.is_net = True
        bill.action_confirm_columns()
        bill.action_import()
        bill.action_match()
        bill.with_user(self.manager).action_approve()
        self.assertEqual((bill.payable, parcel.billed_amount), (32, 33.92), "a bill without tax by a contract without tax")
        other = self._parcel("SF0000000002")
        gross = self._matched([self.row("SF0000000002", 33.92)], (*HEADERS[:6], "费用"))
        gross.with_user(self.manager).action_approve()
        self.assertEqual((gross.line_ids.cause, other.billed_amount), ("matched", 33.92), "a bill with tax by a contract without tax")

    # -- who approves

    def _refused(self, bill, user):
        with self.assertRaisesRegex(AccessError, "another finance manager"):
            bill.with_user(user).action_approve()

    def test_who_states_the_total_does_not_approve(self):
        self._cost()
        self._parcel("SF0000000001")
        bill = self._matched([self.row("SF0000000001", 32)], stated_total=33)
        bill.with_user(self.second).stated_total = 32
        self._refused(bill, self.second)
        bill.with_user(self.accountant).note = "x"
        self._refused(bill, self.second)
        bill.with_user(self.manager).action_approve()
        self.assertEqual(bill.state, "approved")

    def test_who_wrote_the_policy_does_not_approve_what_it_accepted(self):
        self._cost()
        self._parcel("SF0000000001")
        policy = self.env["logistics.bill.policy"].with_user(self.second).create({
            "cause": "weight_diff", "action": "accept", "upto": 5, "direction": "over"})
        unused = self.env["logistics.bill.policy"].with_user(self.manager).create({"cause": "zone_diff", "action": "accept", "upto": 5})
        bill = self._matched([self.row("SF0000000001", 37, weight=2.1)])
        self.assertEqual(bill.line_ids.decision, "accept")
        self._refused(bill, self.second)
        policy.unlink()
        self._refused(bill, self.second)
        bill.with_user(self.manager).action_approve()
        self.assertTrue(unused.active)

    def test_who_wrote_the_columns_does_not_approve(self):
        self._cost()
        self._parcel("SF0000000001")
        bill = self._read([self.row("SF0000000001", 33)])
        bill.mapping_id.with_user(self.second).tolerance = 1
        bill.action_match()
        self.assertEqual(bill.line_ids.cause, "matched")
        bill.mapping_id.with_user(self.accountant).tolerance = 0
        self._refused(bill, self.second)
        bill.with_user(self.manager).action_approve()
