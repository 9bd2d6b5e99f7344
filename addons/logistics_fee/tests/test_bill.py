"""A carrier's bill from its file to the vendor bill: reading, comparing, deciding, approving; every cause in words."""
import base64
import io
from datetime import date
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.sql_db import db_connect
from odoo.tests import new_test_user, tagged

from odoo.addons.logistics_fee.models import logistics_bill_match
from odoo.addons.logistics_fee.sql import bill as statements

from .bill_common import HEADERS, BillCase, sheet
from .common import first_continue


@tagged("post_install", "-at_install")
class TestBill(BillCase):
    # -- reading

    def test_a_file_comes_in_once(self):
        content = sheet([self.row("SF0000000001", 32)])
        bill = self._bill(content)
        with self.assertRaisesRegex(UserError, "uploaded already, as"):
            self._bill(content)
        bill.action_cancel()
        self.assertEqual(self._bill(content).state, "draft")

    def test_findings_name_the_cell(self):
        bill = self._bill(sheet([
            self.row("SF0000000001", 32), self.row("SF0000000002", "面议"), self.row("SF0000000003", 12.345), self.row("4.31E+12", 5),
            self.row("SF0000000005", "2,4")]))
        bill.action_check()
        found = [(row.row, row.column, row.header, row.value, row.code) for row in bill.finding_ids if not row.is_warning]
        self.assertEqual(found, [
            (3, "G", "应付金额", "面议", "not_a_number"), (4, "G", "应付金额", "12.345", "fraction_of_fen"),
            (6, "G", "应付金额", "2,4", "ambiguous_number")])
        self.assertTrue(all(len(row.reason) > 15 for row in bill.finding_ids))
        self.assertIn((5, "unreadable_tracking"), [(row.row, row.code) for row in bill.finding_ids])
        self.assertEqual((bill.finding_count, bill.line_count), (3, 0))
        self.assertIn("error_file", bill.action_download_errors()["url"])
        page = openpyxl.load_workbook(io.BytesIO(base64.b64decode(bill.error_file))).worksheets[0]
        cells = [[cell.value for cell in row] for row in page.iter_rows()]
        self.assertEqual((cells[0][0], cells[0][3], cells[0][7]), ("运单号", None, "错误"), "who received is not in it")
        self.assertEqual([row[3] for row in cells], [None] * 6)
        self.assertEqual([bool(row[7]) for row in cells], [True, False, True, True, True, True], "more than the first five hundred too")
        self.assertIn("面议", cells[2][7])
        with self.assertRaises(AccessError):
            bill.with_user(self.presale).action_download_errors()
        bill.action_confirm_columns()
        with self.assertRaisesRegex(UserError, "3 rows of .* the first is row 3"):
            bill.action_import()
        bill.skip_bad = True
        bill.action_import()
        self.assertEqual(bill.line_ids.mapped("row"), [2, 5])
        bill.action_import()
        self.assertEqual(bill.line_count, 2)

    def test_columns_are_confirmed_once_and_drift_is_told(self):
        first = self._bill(sheet([self.row("SF0000000001", 32)]))
        first.action_check()
        with self.assertRaisesRegex(UserError, "guessed"):
            first.action_import()
        first.action_confirm_columns()
        first.action_import()
        moved = self._bill(sheet([("x", *self.row("SF0000000002", 32))], ("序号", *HEADERS)))
        moved.action_check()
        self.assertEqual(moved.mapping_id, first.mapping_id)
        self.assertIn("column_moved", moved.finding_ids.mapped("code"))
        moved.action_import()
        self.assertEqual(moved.line_ids.number, "SF0000000002")
        changed = self._bill(sheet([self.row("SF0000000003", 32)], (*HEADERS[:6], "费用")))
        changed.action_check()
        self.assertNotEqual(changed.mapping_id, first.mapping_id)
        self.assertIn("Amount to pay", changed.finding_ids.filtered(lambda row: row.code == "layout_changed").reason)
        with self.assertRaisesRegex(UserError, "guessed"):
            changed.action_import()

    # -- comparing

    def test_causes_in_words(self):
        self._cost()
        for number in range(1, 7):
            self._parcel(f"SF000000000{number}")
        self._parcel("EMS00000001", carrier_id=self.carriers["EMS"].id)
        self._parcel("SF0000000010", division_id=self._division("110105").id)
        self._parcel("SF0000000011", direction="return")
        bill = self._matched([
            self.row("SF0000000001", 32), self.row("SF0000000002", 37, weight=2.1), self.row("SF0000000003", 33.33),
            self.row("SF0000000003", 33.33), self.row("SF0000000004", 32), self.row("SF0000000004", 2, fee="保价"),
            self.row("SF0000000099", 12), self.row("EMS00000001", 20), self.row("SF0000000010", 30), self.row("SF0000000011", 13),
            self.row("无", 3), self.row("SF0000000005", -5, fee="理赔")])
        causes = dict(zip(bill.line_ids.mapped("row"), bill.line_ids.mapped("cause"), strict=True))
        self.assertEqual(causes, {
            2: "matched", 3: "weight_diff", 4: "price_diff", 5: "duplicate_in_bill", 6: "matched", 7: "unexpected_fee", 8: "unknown_tracking",
            9: "carrier_mismatch", 10: "no_price", 11: "return_leg", 12: "unreadable_tracking", 13: "credit"})
        self.assertTrue(all(len(line.explanation) > 15 for line in bill.line_ids), bill.line_ids.mapped("explanation"))
        weight = bill.line_ids[1]
        self.assertEqual((weight.expected, weight.difference, weight.direction, weight.result), (32, 5, "over", "differs"))
        self.assertIn("2.1 kg", weight.explanation)
        self.assertEqual(bill.state, "matched")
        self.assertEqual((bill.over, bill.line_ids[3].decision), (5 + 1.33 + 2, "dispute"))
        self.assertEqual(bill.line_ids[0].parcel_id.tracking, "SF0000000001")

    def test_what_a_person_has_to_look_up_is_named(self):
        self._cost()
        self._parcel("SF0000000001")
        self._parcel("EMS00000001", carrier_id=self.carriers["EMS"].id)
        self._parcel("SF0000000002", shipped_date=False, state="label_created")
        bill = self._matched([
            self.row("SF0000000001", 32), self.row("SF0000000001", 12), self.row("EMS00000001", 20), self.row("SF0000000002", 32)])
        _first, again, other, still_here = bill.line_ids.sorted("row")
        self.assertEqual((again.cause, other.cause, still_here.cause), ("second_charge", "carrier_mismatch", "no_price"))
        self.assertIn("row 2 ", again.explanation)
        self.assertIn(self.carriers["EMS"].name, other.explanation)
        self.assertIn("not left", still_here.explanation)

    def test_version_zone_and_fees_inside_the_amount(self):
        contract = self._cost()
        self._activate(self._version(contract, valid_from="2026-11-10", bands=first_continue("1", "25.00", "0.5", "5.00")))
        self._parcel("SF0000000001")
        bill = self._matched([self.row("SF0000000001", 35)])
        self.assertEqual(bill.line_ids.cause, "version_diff")
        headers = ("运单号", "寄件日期", "省", "结算重量", "上楼费", "应收")
        self._parcel("SF0000000002")
        parts = self._matched([("SF0000000002", "2026-11-05", "四川", 1.6, 9.36, 41.36)], headers=headers)
        line = parts.line_ids
        self.assertEqual((line.cause, line.difference, line.evidence["fee"]), ("unexpected_fee", 9.36, "upstairs"))

    def test_mother_and_children(self):
        self._cost()
        mother = self._parcel("SF0000000001")
        self._parcel(False, parent_id=mother.id)
        other = self._parcel("SF0000000003")
        self._parcel("SF0000000004", parent_id=other.id)
        bill = self._matched([self.row("SF0000000001", 64), self.row("SF0000000003", 32), self.row("SF0000000004", 32)])
        self.assertEqual(bill.line_ids.mapped("cause"), ["matched"] * 3)

    def test_cost_kept_at_shipping_counts(self):
        """A price list that came into force later with an earlier day does not move what was expected."""
        self._cost()
        parcel = self._parcel("SF0000000001")
        answer = self.env["logistics.quoting"]._quote_many(self.company, [self._request(parcels=[1_600], on_date=date(2026, 11, 5))], side="cost")
        request = [self._request(parcels=[1_600], on_date=date(2026, 11, 5))]
        quote = self.env["logistics.quote"]._store(self.company, request, answer, side="cost")[0]
        parcel.sudo().cost_quote_id = quote
        parcel.sudo().weight_g = 9_000
        bill = self._matched([self.row("SF0000000001", 32)])
        self.assertEqual((bill.line_ids.cause, bill.line_ids.expected), ("matched", 32))

    def test_net_bill(self):
        self._cost()
        self._parcel("SF0000000001")
        bill = self._bill(sheet([self.row("SF0000000001", 30.19)]))
        bill.action_check()
        bill.mapping_id.is_net = True
        bill.action_confirm_columns()
        bill.action_import()
        bill.action_match()
        self.assertEqual((bill.line_ids.cause, bill.line_ids.difference), ("matched", 0))

    def test_policies(self):
        self._cost()
        for number in range(1, 4):
            self._parcel(f"SF000000000{number}")
        policies = self.env["logistics.bill.policy"].with_user(self.accountant)
        policies.create([
            {"cause": "weight_diff", "action": "accept", "upto": 5, "direction": "over"}, {"cause": "price_diff", "action": "dispute", "has_limit": False}])
        bill = self._matched([
            self.row("SF0000000001", 37, weight=2.1), self.row("SF0000000002", 42, weight=2.6), self.row("SF0000000003", 40.01)])
        self.assertEqual(bill.line_ids.mapped("decision"), ["accept", "open", "dispute"])
        self.assertEqual(bill.line_ids.mapped("payable"), [37, 0, 32])
        self.assertEqual((bill.open_count, bill.disputed), (1, 8.01))

    def test_batches_go_on_and_a_second_click_does_nothing(self):
        self._cost()
        rows = [self.row(f"SF00000001{number:02}", 32) for number in range(30)]
        for row in rows[:20]:
            self._parcel(row[0])
        bill = self._read(rows)
        with patch.object(type(bill), "_step", lambda self: 1_000_000):
            bill.action_match()
        self.assertEqual(bill.state, "matching")
        self.assertEqual([bill._step(10), bill._step(10)], [10, 10])
        self.assertEqual(round(bill.progress), 67)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda self, processed=0, *, remaining=None, deactivate=False: 60.0):
            self.env["logistics.bill"]._cron_work()
        self.assertEqual((bill.state, bill.open_count), ("matched", 10))
        self.assertEqual(bill.line_ids.mapped("cause").count("matched"), 20)

    def test_one_process_at_a_time(self):
        self._cost()
        bill = self._read([self.row("SF0000000001", 32)])
        with db_connect(self.env.cr.dbname).cursor() as other:
            self.assertFalse(statements.try_lock(other, bill.id), "the import holds it until it ends")
        with patch.object(statements, "try_lock", lambda cr, bill_id: False), self.assertRaisesRegex(UserError, "being matched already"):
            bill.action_match()
        bill.action_match()
        self.assertEqual(bill.state, "matched")

    def test_queries_do_not_grow(self):
        self._cost()
        counts = []
        for size in (20, 400):
            rows = [self.row(f"SF{size:04}{number:06}", 32) for number in range(size)]
            self.env["logistics.parcel"].create([{
                "carrier_id": self.sf.id, "tracking": row[0], "division_id": self.wuhou.id, "weight_g": 1_600, "shipped_date": date(2026, 11, 5),
                "state": "delivered"} for row in rows])
            bill = self._read(rows)
            self.env.flush_all()
            self.env.invalidate_all()
            begin = self.env.cr.sql_log_count
            bill.action_match()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - begin)
        self.assertLess(counts[1], counts[0] + 4, counts)
        self.assertEqual(logistics_bill_match.LOTS, 5_000)

    # -- deciding, approving, paying

    def _story(self):
        """J21: two parcels 37.00 for 32.00 by weight, one number unknown, the rest as expected."""
        contract = self._cost()
        rows = [self.row(f"SF00000002{number:02}", 32) for number in range(8)]
        rows += [self.row("SF0000000208", 37, weight=2.1), self.row("SF0000000209", 37, weight=2.1)]
        for row in rows:
            self._parcel(row[0])
        bill = self._matched([*rows, self.row("SF0000000299", 12)], stated_total=8 * 32 + 74 + 12)
        lines = bill.line_ids
        lines.filtered(lambda line: line.cause == "weight_diff").with_user(self.accountant).action_accept()
        lines.filtered(lambda line: line.cause == "unknown_tracking").with_user(self.accountant).action_dispute()
        return contract, bill

    def test_story_to_the_vendor_bill(self):
        contract, bill = self._story()
        self.assertEqual((bill.total, bill.payable, bill.disputed), (342, 330, 12))
        for user in (self.accountant, self.presale):
            with self.assertRaises(AccessError):
                bill.with_user(user).action_approve()
        bill.with_user(self.manager).action_approve()
        bill.with_user(self.second).action_approve()
        self.assertEqual((bill.state, bill.approved_by_id), ("approved", self.manager))
        self.assertEqual(bill.line_ids[0].parcel_id.bill_id, bill)
        self.assertEqual(bill.line_ids[0].parcel_id.billed_amount, 32)
        with self.assertRaisesRegex(UserError, "lacks: Billed by, Expense account, Input tax"):
            bill.action_invoice()
        self._payable(contract)
        action = bill.action_invoice()
        bill.action_invoice()
        move = self.env["account.move"].browse(action["res_id"])
        self.assertEqual((bill.state, bill.move_id, move.state, move.move_type), ("invoiced", move, "draft", "in_invoice"))
        self.assertEqual((move.amount_total, move.amount_untaxed, move.amount_tax), (330, 311.32, 18.68))
        self.assertEqual(len(move.invoice_line_ids), 1)
        with self.assertRaisesRegex(UserError, "approved and stays"):
            bill.stated_total = 1
        move.unlink()
        self.assertTrue(bill.action_invoice()["res_id"])

    def _payable(self, contract, include="tax_included"):
        tax = self.env["account.tax"].create({
            "name": "6 % in", "type_tax_use": "purchase", "amount": 6, "price_include_override": include})
        account = self.env["account.account"].create({"name": "Freight", "code": "660100T", "account_type": "expense"})
        contract.write({"bill_partner_id": self.env["res.partner"].create({"name": "SF"}).id, "bill_account_id": account.id, "bill_tax_id": tax.id})
        contract.with_user(self.manager).action_agree_payee()

    def test_the_tax_must_fit_the_bill(self):
        contract, bill = self._story()
        bill.with_user(self.manager).action_approve()
        self._payable(contract, "tax_excluded")
        with self.assertRaisesRegex(UserError, "bills with tax, but the tax 6 % in is added to prices"):
            bill.action_invoice()

    def test_analytic_split_by_bearer(self):
        contract, bill = self._story()
        plan = self.env["account.analytic.plan"].create({"name": "Bearer"})
        dealer, hq = self.env["account.analytic.account"].create([{"name": name, "plan_id": plan.id} for name in ("Dealers", "HQ")])
        self.company.write({"freight_analytic_dealer_id": dealer.id, "freight_analytic_hq_id": hq.id})
        bill.line_ids[:5].parcel_id.sudo().write({"bearer": "hq"})  # sudo: bearers are written by the order
        bill.with_user(self.manager).action_approve()
        self._payable(contract)
        bill.action_invoice()
        self.assertEqual(bill.move_id.invoice_line_ids.analytic_distribution, {str(dealer.id): 51.52, str(hq.id): 48.48})

    def test_refusals_before_approval(self):
        self._cost()
        self._parcel("SF0000000001")
        bill = self._matched([self.row("SF0000000001", 37, weight=2.1)], stated_total=40)
        with self.assertRaisesRegex(UserError, "1 lines of .* wait for a decision"):
            bill.with_user(self.manager).action_approve()
        bill.line_ids.with_user(self.second).action_accept()
        with self.assertRaisesRegex(AccessError, "another finance manager"):
            bill.with_user(self.second).action_approve()
        with self.assertRaisesRegex(UserError, "states 40.0 and its lines add up to 37.0"):
            bill.with_user(self.manager).action_approve()
        with self.assertRaises(AccessError):
            bill.write({"state": "approved"})
        with self.assertRaises(AccessError):
            bill.line_ids.with_user(self.accountant).write({"payable": 1})
        with self.assertRaises(AccessError):
            bill.line_ids.with_user(self.presale).action_accept()

    def test_billed_twice_in_two_bills(self):
        self._cost()
        self._parcel("SF0000000001")
        first, other = self._matched([self.row("SF0000000001", 32)]), self._matched([self.row("SF0000000001", 32, name="x")])
        first.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(UserError, "pays SF0000000001 already"):
            other.with_user(self.manager).action_approve()
        other.action_match()
        self.assertEqual((other.line_ids.cause, other.payable), ("already_billed", 0))
        with self.assertRaisesRegex(UserError, "not paid twice"):
            other.line_ids.action_accept()

    def test_disputes_go_out_and_a_credit_closes_them(self):
        _contract, bill = self._story()
        bill.with_user(self.manager).action_approve()
        dispute = bill.dispute_ids
        self.assertEqual((dispute.amount, dispute.state, dispute.number), (12, "open", "SF0000000299"))
        self.assertIn("dispute_file", bill.action_send_disputes()["url"])
        self.assertEqual(dispute.state, "sent")
        page = openpyxl.load_workbook(io.BytesIO(base64.b64decode(bill.dispute_file))).worksheets[0]
        rows = list(page.iter_rows(values_only=True))
        self.assertEqual(rows[0][:6], ("运单号", "日期", "目的地", "计费重量", "费用类型", "应付金额"))
        self.assertEqual((rows[1][0], rows[1][9]), ("SF0000000299", 12))
        with self.assertRaisesRegex(UserError, "enter the reason"):
            dispute.with_user(self.accountant).action_give_up()
        later = self._matched([self.row("SF0000000299", -12, fee="理赔")], date_from=date(2026, 12, 1), date_to=date(2026, 12, 31))
        later.line_ids.action_accept()
        later.with_user(self.manager).action_approve()
        self.assertEqual((dispute.state, dispute.credit_line_id), ("credited", later.line_ids))

    def test_shipped_and_not_billed_after_one_period(self):
        self._cost()
        late, now, billed = (
            self._parcel("SF0000000001", shipped_date=date(2026, 10, 20)), self._parcel("SF0000000002"),
            self._parcel("SF0000000003", shipped_date=date(2026, 10, 20)))
        parcels = self.env["logistics.parcel"].with_user(self.accountant)
        bill = self._matched([self.row("SF0000000003", 32)])
        bill.with_user(self.manager).action_approve()
        self.assertEqual(parcels.search([("is_unbilled", "=", True)]) & (late | now | billed), late)
        self.assertEqual([late.is_unbilled, now.is_unbilled, billed.is_unbilled], [True, False, False])
        self.assertEqual(parcels.search(bill.action_open_unbilled()["domain"]), late)
        child = self._parcel("SF0000000004", shipped_date=date(2026, 10, 20), parent_id=late.id).with_user(self.accountant)
        self.assertEqual((child.is_unbilled, child in parcels.search([("is_unbilled", "=", True)])), (False, False), "its mother is billed")

    # -- who may

    def test_roles_and_companies(self):
        self._cost()
        bill = self._matched([self.row("SF0000000001", 32)])
        models = ("logistics.bill", "logistics.bill.line", "logistics.bill.finding", "logistics.bill.mapping", "logistics.bill.policy", "logistics.dispute")
        table = {
            "group_fin_settlement": ("cru", "r", "r", "crud", "crud", "ru"), "group_fin_manager": ("cru", "r", "r", "crud", "crud", "ru"),
            "group_cs_presale": ("r", "", "", "", "", ""), "group_auditor": ("r",) * 6, "group_ops": ("",) * 6, "group_wh_operator": ("",) * 6,
            "group_fin_cashier": ("",) * 6, "group_portal_dealer": ("",) * 6}
        names = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
        for role, rights in table.items():
            user = new_test_user(self.env, f"logi_bill_{role}", groups=f"dealer_base.{role}")
            for model, wanted in zip(models, rights, strict=True):
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    self.assertEqual("".join(letter for letter, name in names.items() if records.has_access(name)), wanted)
        auditor, presale = (self.env["res.users"].search([("login", "=", f"logi_bill_group_{role}")]) for role in ("auditor", "cs_presale"))
        seen = bill.with_user(presale)
        self.assertEqual(seen.read(["name", "state", "line_count"])[0]["line_count"], 1)
        for name in ("total", "payable", "stated_total", "total_diff", "over", "under", "disputed", "file", "dispute_file", "line_ids", "finding_ids",
                     "dispute_ids", "mapping_id", "move_id", "note"):
            with self.subTest(name):
                self.assertNotIn(name, list(seen.fields_get()))
                self.assertIn(name, list(bill.with_user(auditor).fields_get()))
                with self.assertRaises(AccessError):
                    seen.read([name])
        self.assertFalse([text for text in seen.message_ids.mapped("body") if "32" in text], "what it costs is no message for all readers")
        for view in ("list", "form", "search", "pivot", "graph"):
            self.assertNotIn("payable", seen.get_view(view_type=view)["arch"])
        for button in ("action_open_mapping", "action_send_disputes"):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(seen, button)()
        for button in ("action_check", "action_import", "action_match", "action_approve", "action_invoice", "action_reset", "action_cancel"):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(bill.with_user(auditor), button)()
        for records, button in ((bill, "action_match"), (bill.line_ids, "action_accept"), (bill.mapping_id, "action_confirm"),
                                (self.env["logistics.dispute"], "action_give_up"), (self.env["logistics.rebate"], "action_compute")):
            with self.subTest(button), self.assertRaisesRegex(AccessError, "may not handle carrier bills.*Settlement"):
                getattr(records.with_user(auditor), button)()
        other = self.env["res.company"].create({"name": "HQ Beta"})
        beta = new_test_user(self.env, "logi_bill_beta", groups="dealer_base.group_fin_settlement", company_id=other.id, company_ids=other.ids)
        for model in ("logistics.bill", "logistics.bill.line", "logistics.bill.mapping"):
            self.assertFalse(self.env[model].with_user(beta).search([("company_id", "=", self.company.id)]))
        with self.assertRaises(AccessError):
            bill.with_user(beta).action_match()
        with self.assertRaises(AccessError):
            bill.line_ids.with_user(beta).action_accept()
