"""Opening balances (feature 27): proof, two persons, entries with their old dates, books, and what works on such accounts."""
import datetime
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.dealer_base.money import to_fen

from ..sql import chain
from .common import PrepaidCommon


class OpeningCommon(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._dealer_today()
        cls.old = cls.today - datetime.timedelta(days=100)
        cls.d2 = cls.partners["D2"]
        cls.cashier, cls.manager = cls.users["fin_cashier"], cls.users["fin_manager"]

    @classmethod
    def _line(cls, partner, amount, bucket="cash", days=100, **vals):
        return Command.create({
            "partner_id": partner.id, "amount": amount, "bucket": bucket, "date": cls.today - datetime.timedelta(days=days), **vals})

    @classmethod
    def _opening(cls, *lines, user=None, **vals):
        """A document whose control totals are those of the lines unless told otherwise."""
        values = [command[2] for command in lines]
        balances = [line for line in values if line.get("kind", "balance") == "balance"]
        sums = {f"stated_{bucket}": sum(line["amount"] for line in balances if line["bucket"] == bucket) for bucket in ("cash", "gift", "rebate", "expense")}
        count = len({(line["partner_id"], line.get("brand_id")) for line in balances})
        return cls.env["prepaid.opening"].with_user(user or cls.cashier).create({
            "old_system": "Old books", "line_ids": list(lines), "amount": sum(sums.values()), "stated_count": count, **sums, **vals})

    @classmethod
    def _signed(cls, *lines, **vals):
        document = cls._opening(*lines, **vals)
        document.action_submit()
        document.with_user(cls.manager).action_approve()
        cls.env.flush_all()
        cls.env.invalidate_all()
        return document

    def _of(self, partner):
        return self.env["prepaid.account"].search([("partner_id", "=", partner.id), ("company_id", "=", self.company.id)])


@tagged("post_install", "-at_install")
class TestOpening(OpeningCommon):
    def test_balances_lots_dates_and_books(self):
        document = self._signed(
            self._line(self.d1, 1_200, days=100, reference="CZ-1"), self._line(self.d1, 300, days=40, reference="CZ-2"),
            self._line(self.d1, 200, "gift", days=40, expires_on=self.today + datetime.timedelta(days=30)), self._line(self.d1, 50, "rebate"),
            self._line(self.d2, 800))
        account = self._of(self.d1)
        self.assertEqual((account.state, bool(account.opened_at)), ("open", True), "below the amount of a first top-up, and open")
        self.assertLedger(account, 1_750, 0, 1_750)
        self.assertLedger(self._of(self.d2), 800, 0, 800)
        entries = document.entry_ids.filtered(lambda entry: entry.account_id == account)
        self.assertEqual(set(entries.mapped("kind")), {"opening"})
        self.assertEqual([(entry.origin_ref, entry.origin_date, entry.date) for entry in entries[:2]], [
            ("CZ-1", self.today - datetime.timedelta(days=100), self.today), ("CZ-2", self.today - datetime.timedelta(days=40), self.today)])
        self.assertIn("CZ-1", entries[0].label)
        lots = account.lot_ids.sorted("id")
        self.assertEqual([(lot.bucket, lot.initial, lot.created_on) for lot in lots], [
            ("cash", 1_200, self.today - datetime.timedelta(days=100)), ("cash", 300, self.today - datetime.timedelta(days=40)),
            ("gift", 200, self.today - datetime.timedelta(days=40)), ("rebate", 50, self.today - datetime.timedelta(days=100))])
        self.assertEqual(lots[2].expires_on, self.today + datetime.timedelta(days=30))
        self.assertMove(document.move_id, [("999900", 2_350), ("220300", -1_550), ("220300", -800)])
        self.assertEqual(document.move_id.line_ids.filtered("credit").partner_id, self.d1 | self.d2)
        self.assertEqual(entries.filtered(lambda entry: entry.bucket == "gift").move_id, self.env["account.move"], "a gift is outside the books")
        self.assertEqual((document.approver_id, document.submitter_id, len(document.digest)), (self.manager, self.cashier, 64))
        self.assertEqual(document.line_ids.filtered(lambda line: line.partner_id == self.d1).account_id, account)

    def test_two_equal_lots_stay_two(self):
        account = self._signed(self._line(self.d1, 10, reference="A"), self._line(self.d1, 20, reference="B")).line_ids.account_id
        self.assertEqual(sorted(account.lot_ids.mapped("initial")), [10, 20])

    def test_proof_of_the_dialog_and_the_sheet(self):
        document = self._opening(self._line(self.d1, 1_000), self._line(self.d1, 100, "gift"))
        document.action_submit()
        rows = document._proof_rows()
        self.assertEqual([row["ok"] for row in rows], [True, True, True])
        self.assertEqual((rows[-1]["stated"], rows[-1]["entries"], rows[-1]["memo"], rows[-1]["books"]), ("1,100.00", "1,100.00", "100.00", "1,000.00"))
        dialog = document.with_user(self.manager).action_ask_approve()
        self.assertEqual((dialog["target"], dialog["res_id"]), ("new", document.id))
        self.assertIn("1,100.00", document.with_user(self.manager).proof_html)
        document.with_user(self.manager).action_approve()
        after = document._proof_rows()
        self.assertEqual([{**row} for row in after], rows, "planned and posted figures are the same")
        html = self.env["ir.actions.report"]._render_qweb_html("dealer_prepaid.prepaid_opening_report", document.ids)[0].decode()
        for text in (document.name, "1,100.00", document.digest, self.manager.name, self.d1.name):
            self.assertIn(text, html)
        with self.assertRaises(AccessError):
            document.with_user(self.users["wh_operator"]).action_print()

    def test_nothing_is_submitted_that_differs(self):
        lines = (self._line(self.d1, 1_000), self._line(self.d2, 500))
        for vals, words in (
                ({"amount": 1_500.01}, r"Total: the old system says 1,500\.01.*difference is -0\.01"), ({"stated_count": 3}, "3 accounts"),
                ({"stated_cash": 1_400, "stated_gift": 100}, "Cash: the old system says 1,400"), ({"amount": 0}, "no amount")):
            with self.subTest(vals), self.assertRaisesRegex(UserError, f"(?s){words}"):
                self._opening(*lines, **vals).action_submit()
        with self.assertRaisesRegex(UserError, "complete the history"):
            self._opening(self._line(self.d1, 1_000), self._line(self.d1, 999, kind="history")).action_submit()
        with self.assertRaisesRegex(UserError, "No line yet"):
            self._opening(amount=5).action_submit()
        with self.assertRaisesRegex(UserError, "not approved"):
            self._opening(self._line(self.d1.copy({"dealer_state": "review", "dealer_code": "T-X"}), 5)).action_submit()
        document = self._opening(*lines, amount=3)
        self.assertIn("find the missing or doubled lines", document.problems)

    def test_history_is_shown_and_not_booked(self):
        document = self._signed(
            self._line(self.d1, 700), self._line(self.d1, 1_000, days=90, kind="history", reference="CZ"),
            self._line(self.d1, -300, days=50, kind="history", reference="XS"))
        self.assertEqual(len(document.entry_ids), 1)
        self.assertEqual(len(document.line_ids.filtered("account_id")), 3)
        self.assertLedger(self._of(self.d1), 700, 0, 700)

    def test_four_eyes(self):
        document = self._opening(self._line(self.d1, 10))
        document.action_submit()
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "cs_presale", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                document.with_user(self.users[role]).action_approve()
        own = self._opening(self._line(self.d2, 10), user=self.manager)
        own.action_submit()
        with self.assertRaises(AccessError):
            own.with_user(self.manager).action_approve()
        edited = self._opening(self._line(self.partners["1A"], 10))
        edited.line_ids.with_user(self.manager).remark = "seen"
        edited.action_submit()
        with self.assertRaisesRegex(AccessError, "changed it while it was a draft"):
            edited.with_user(self.manager).action_approve()
        edited.with_user(self.second_manager).action_approve()
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            edited.sudo().write({"approver_id": edited.submitter_id.id})
            self.env.flush_all()

    def test_submitted_lines_stay(self):
        document = self._opening(self._line(self.d1, 10))
        document.action_submit()
        line = document.line_ids.with_user(self.cashier)
        for step in (lambda: line.write({"amount": 11}), line.unlink, lambda: document.write({"amount": 11}),
                     lambda: line.create({"opening_id": document.id, "partner_id": self.d2.id, "amount": 1, "date": self.today})):
            with self.assertRaises(UserError):
                step()
        with self.assertRaises(AccessError):
            self._opening(self._line(self.d2, 5)).line_ids.entry_id = self.env["prepaid.entry"].search([], limit=1)
        document.with_user(self.manager).action_reject("wrong sheet")
        self.assertEqual(document.state, "rejected")
        self._signed(self._line(self.d1, 10))

    def test_once_only(self):
        document = self._signed(self._line(self.d1, 1_000))
        document.with_user(self.manager).action_approve()  # pressed twice
        self.assertLedger(self._of(self.d1), 1_000, 0, 1_000)
        with self.assertRaisesRegex(UserError, f"by {document.name}"):
            self._opening(self._line(self.d1, 1_000)).action_submit()
        first, second = self._opening(self._line(self.d2, 1)), self._opening(self._line(self.d2, 2))
        first.action_submit()
        with self.assertRaisesRegex(UserError, f"with {first.name} already"):
            second.action_submit()

    def test_locked_periods(self):
        yesterday = self.today - datetime.timedelta(days=1)
        self.company.with_user(self.manager).action_lock_prepaid(yesterday)
        with self.assertRaisesRegex(UserError, "closed up to"):
            self._opening(self._line(self.d1, 10), date=yesterday).action_submit()
        self._signed(self._line(self.d1, 10))
        with self.assertRaisesRegex(UserError, "has not come"):
            self._opening(self._line(self.d2, 10), date=self.today + datetime.timedelta(days=1)).action_submit()
        season = self.env["dealer.season"]._season_at(self.company, self.today)
        with self.assertRaisesRegex(UserError, "lies before season"):
            self._opening(self._line(self.d2, 10, days=900), date=season.date_start - datetime.timedelta(days=1)).action_submit()

    def test_locked_books_take_the_first_open_day(self):
        self.company.fiscalyear_lock_date = self.today - datetime.timedelta(days=1)
        document = self._signed(self._line(self.d1, 10), date=self.today - datetime.timedelta(days=2))
        self.assertEqual((document.entry_ids.date, document.move_id.date), (self.today - datetime.timedelta(days=2), self.today), "both dates are kept")

    def test_books_have_it_already(self):
        self.company.prepaid_opening_books = "stands"
        document = self._opening(self._line(self.d1, 1_000), self._line(self.d1, 100, "gift"))
        with self.assertRaisesRegex(UserError, r"the books have 0\.00 CNY.*would have 1,000\.00"):
            document.action_submit()
        mapping = self.env["prepaid.gl.mapping"]
        move = self.env["account.move"].create({"move_type": "entry", "journal_id": self.company.prepaid_journal_id.id, "line_ids": [
            Command.create({"account_id": mapping._account(self.company, "bank").id, "debit": 1_000}),
            Command.create({"account_id": mapping._account(self.company, "advance").id, "partner_id": self.d1.id, "credit": 1_000})]})
        move.action_post()
        document.action_submit()
        self.assertEqual((document._proof_rows()[-1]["books"], document._proof_rows()[-1]["ok"]), ("1,000.00", True))
        document.with_user(self.manager).action_approve()
        self.assertFalse(document.move_id)
        self.assertLedger(self._of(self.d1), 1_100, 0, 1_100)
        self.assertEqual(self.env["prepaid.tieout"]._make(self.company).state, "green")
        self.assertTrue(document._proof_rows()[-1]["ok"])

    def test_the_way_out_is_said_where_the_books_have_it(self):
        """No circle: neither sentence sends to the other's step."""
        self.company.write({"prepaid_opening_books": "stands", "prepaid_hand_entries": False})
        with self.assertRaisesRegex(UserError, "finance manager allows entries by hand meanwhile under Settings"):
            self._opening(self._line(self.d1, 1_000)).action_submit()
        mapping = self.env["prepaid.gl.mapping"]
        move = self.env["account.move"].with_user(self.manager).create({"move_type": "entry", "journal_id": self.company.prepaid_journal_id.id, "line_ids": [
            Command.create({"account_id": mapping._account(self.company, "bank").id, "debit": 1_000}),
            Command.create({"account_id": mapping._account(self.company, "advance").id, "partner_id": self.d1.id, "credit": 1_000})]})
        with self.assertRaisesRegex(UserError, "allows entries by hand meanwhile") as caught:
            move.action_post()
        self.assertNotIn("opening document", str(caught.exception))

    def test_a_role_that_is_missing_closes_no_list(self):
        self.company.prepaid_opening_books = "stands"
        document = self._opening(self._line(self.d1, 10))
        self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "advance")]).unlink()
        self.env.invalidate_all()
        self.assertIn("no account for the role Advances", document.problems)
        self.assertIn("10.00", document.proof_html)
        with Form(document) as form:
            form.old_system = "Older books"
        with self.assertRaisesRegex(UserError, "no account for the role Advances"):
            document.action_submit()
        document.unlink()

    def test_a_list_costs_the_same_for_one_and_for_many(self):
        documents = self.env["prepaid.opening"].union(*(
            self._opening(self._line(partner, 10), self._line(self.d1, 5, "gift"), self._line(self.d1, 9, kind="history"))
            for partner in (self.d1, self.d2, self.partners["1A"], self.d2, self.d2)))
        costs = []
        for some in (documents[:1], documents):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = [(document.account_count, document.lines_total) for document in some]
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(found, [(1, 15), (2, 15), (2, 15), (2, 15), (2, 15)])
        self.assertEqual(*costs)

    def test_the_digest_covers_what_it_says(self):
        document = self._opening(self._line(self.d1, 10, reference="CZ-1"), self._line(self.d2, 5))
        digests = {document._digest()}
        for record, vals in ((document, {"amount": 16}), (document, {"old_system": "Other books"}), (document.line_ids[0], {"reference": "CZ-2"}),
                             (document.line_ids[1], {"has_stated": True, "stated": 5}), (document, {"stated_count": 3})):
            record.write(vals)
            digests.add(document._digest())
        self.assertEqual(len(digests), 6)

    def test_a_closed_account_takes_no_old_sheet_again(self):
        first = self._signed(self._line(self.d1, 10))
        account = self._of(self.d1)
        account._hold("out", 1_000, "res.partner", self.d1.id, "out")
        account._capture(
            "out", 1_000, operation_key="out", label="out", res_model="res.partner", res_id=self.d1.id, order_model="res.partner", order_id=self.d1.id)
        account._set_state("closing", "ends")
        account._set_state("closed", "ended")
        with self.assertRaisesRegex(UserError, f"by {first.name}"):
            self._opening(self._line(self.d1, 10)).action_submit()
        self.env.cr.execute("UPDATE prepaid_opening SET date = date - 1 WHERE id = %s", [first.id])
        self.env.invalidate_all()
        self._opening(self._line(self.d1, 20)).action_submit()

    def test_clearing_is_not_the_advance_account(self):
        mapping = self.env["prepaid.gl.mapping"]
        mapping.search([("company_id", "=", self.company.id), ("role", "=", "opening")]).account_id = mapping._account(self.company, "advance")
        with self.assertRaisesRegex(UserError, "are one account"):
            self._opening(self._line(self.d1, 10)).action_submit()

    def test_upgraded_companies_have_the_clearing_account(self):
        self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "opening")]).unlink()
        self.company._prepaid_gl_fill()  # what each upgrade does
        self.assertEqual(self.env["prepaid.gl.mapping"]._account(self.company, "opening").code, "999900")

    def test_missing_role_is_named(self):
        self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "opening")]).unlink()
        with self.assertRaisesRegex(UserError, "Opening balance clearing: choose one under"):
            self._opening(self._line(self.d1, 10)).action_submit()

    def test_a_frozen_owner_is_parked(self):
        self.d1.dealer_state = "frozen"
        self._account_of_frozen = self.env["prepaid.account"].create({
            "partner_id": self.d1.id, "company_id": self.company.id,
            "season_id": self.env["dealer.season"]._season_at(self.company, self.today).id})
        self._signed(self._line(self.d1, 10))
        self.assertEqual(self._of(self.d1).state, "frozen")

    def test_form_by_hand(self):
        form = Form(self.env["prepaid.opening"].with_user(self.cashier))
        form.amount = form.stated_cash = 12.5
        form.stated_count = 1
        with form.line_ids.new() as line:
            line.partner_id, line.amount, line.date = self.d1, 12.5, self.old
        with form.line_ids.new() as line:
            line.kind, line.partner_id, line.amount, line.date = "history", self.d1, 12.5, self.old
        self.assertFalse(form.problems)
        self.assertIn("12.50", form.proof_html)
        document = form.save()
        document.action_submit()
        self.assertEqual(document.state, "submitted")

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Second", "currency_id": self.company.currency_id.id, "country_id": self.env.ref("base.cn").id})
        document = self._opening(self._line(self.d1, 10))
        document.action_submit()
        self.manager.write({"company_ids": [Command.link(other.id)]})
        stranger = self.second_manager
        stranger.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError):
            document.with_user(stranger).action_approve()
        with self.assertRaises(AccessError):
            document.line_ids.with_user(stranger).read(["amount"])
        self.assertFalse(self.env["prepaid.opening.line"].with_user(stranger).search([]))


@tagged("post_install", "-at_install")
class TestOpenedAccounts(OpeningCommon):
    """What the rest of the ledger does with an account that began with opening balances."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._signed(
            cls._line(cls.d1, 1_000, days=100, reference="CZ-1"), cls._line(cls.d1, 500, days=20, reference="CZ-2"),
            cls._line(cls.d1, 200, "gift", days=20))
        cls.account = cls.document.line_ids.account_id

    def test_statement(self):
        statement = self.env["prepaid.statement"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "date_to": self.today})
        statement.action_issue()
        self.assertEqual((statement.opening, statement.closing, len(statement.line_ids)), (0, 1_700, 3))

    def test_aging(self):
        rows = self.env["prepaid.aging"].search([("account_id", "=", self.account.id)])
        self.assertEqual(sorted(rows.mapped("age_days")), [20, 20, 100])

    def test_oldest_is_used_first_and_gifts_stay(self):
        withdrawal = self._withdraw(self.account, 1_200)
        self.assertEqual(withdrawal.state, "paid")
        self.assertLedger(self.account, 500, 0, 500)
        cash = self.account.lot_ids.filtered(lambda lot: lot.bucket == "cash").sorted("created_on")
        self.assertEqual(cash.mapped("free"), [0, 300])

    def test_seal_covers_the_original_date(self):
        self.assertEqual(chain.broken_links(self.env.cr, self.company.id), [])
        self.assertTrue(all(self.account.entry_ids.mapped("hash")))
        cr = self.env.cr
        with self.assertRaises(psycopg2.IntegrityError), cr.savepoint():
            cr.execute("UPDATE prepaid_entry SET origin_date = origin_date - 1 WHERE account_id = %s", [self.account.id])
        cr.execute("SET LOCAL session_replication_role = replica")
        cr.execute("UPDATE prepaid_entry SET origin_ref = 'other' WHERE id = %s", [self.account.entry_ids[:1].id])
        cr.execute("SET LOCAL session_replication_role = DEFAULT")
        self.assertEqual([row["entry_id"] for row in chain.broken_links(cr, self.company.id)], [self.account.entry_ids[:1].id])

    def test_proof_and_certificate(self):
        page = self.env["prepaid.proof"]._make(self.account)
        self.assertTrue(page.proven)
        self.assertEqual(self.env["prepaid.tieout"]._make(self.company).state, "green")

    def test_season_close(self):
        self._final_statement(self.account)
        after = self.account.season_id.date_end + datetime.timedelta(days=1)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: after):
            run = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
            run.action_simulate()
            line = run.line_ids.filtered(lambda rec: rec.account_id == self.account)
            self.assertEqual((to_fen(line.refund), to_fen(line.expired)), (150_000, 20_000))

    def test_a_later_topup(self):
        self._topup(self.d1, 50)
        self.assertLedger(self.account, 1_750, 0, 1_750)
