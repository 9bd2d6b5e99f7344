"""Proof of balance, its file, downloads, the balance at a past moment, idle money; each as the roles that may ask."""
import datetime
import hashlib
import importlib.util
import io
import json
import zipfile
from pathlib import Path
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..adapters.statement_xlsx import statement_book
from .test_statement import DAY, StatementCommon

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "verify_statement.py"


def verifier():
    """Load the script that owners are given."""
    spec = importlib.util.spec_from_file_location("verify_statement", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@tagged("post_install", "-at_install")
class TestProof(StatementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._topup(cls.d1, 100)
        cls.account._hold("stm-hold", 68_000, "res.partner", cls.d1.id, "An order")

    def _page(self, user=None):
        action = self.account.with_user(user or self.settlement).action_proof()
        return self.env["prepaid.proof"].with_user(user or self.settlement).browse(action["res_id"])

    def test_page(self):
        """5,100.00 - 680.00 held = 4,420.00 available = general ledger = confirmed statement."""
        statement = self._answer(self._statement(self.today))
        statement.action_confirm()
        page = self._page()
        self.assertTrue(page.proven)
        found = [(line.label, line.amount, line.result) for line in page.line_ids]
        gl_line = next(line for line in page.line_ids if line.label.startswith("General ledger"))
        self.assertEqual((gl_line.amount, gl_line.result), (5100, "right"))
        for line in (("Opening", 0, False), ("Top-up", 5100, False), ("Balance", 5100, "right"), ("Held for orders", -680, False),
                     ("Available", 4420, "right"), ("Entries since", 0, False), ("Confirmed balance and entries since", 5100, "right"),
                     ("Chain of entries", 0, "right")):
            self.assertIn(line, found)
        html = self.env["ir.actions.report"]._render_qweb_html("dealer_prepaid.proof_document", page.ids)[0].decode()
        self.assertIn("4,420.00", html)
        self.assertLedger(self.account, 5100, 680, 4420)

    def test_a_foreign_journal_entry_shows(self):
        advance = self.env["prepaid.gl.mapping"]._account(self.company, "advance")
        bank = self.env["prepaid.gl.mapping"]._account(self.company, "bank")
        self.account._gl_entry(self.company.prepaid_journal_id, [(bank, 1_000), (advance, -1_000)], "by hand")
        page = self._page()
        self.assertFalse(page.proven)
        (wrong,) = page.line_ids.filtered(lambda line: line.result == "wrong")
        self.assertIn("10.00", wrong.note)

    def test_who_may_prove(self):
        self.assertTrue(self._page(self.users["sales_rep"]).proven)
        with self.assertRaises(AccessError):
            self.account.with_user(self.users["wh_operator"]).action_proof()
        page = self._page()
        with self.assertRaises(AccessError):
            page.with_user(self.users["auditor"]).read(["chain_hash"])
        with self.assertRaises(AccessError):
            page.line_ids[0].write({"amount": 9_999})
        with self.assertRaises(AccessError):
            self.env["prepaid.proof"].with_user(self.settlement).create({"account_id": self.account.id})

    def test_file_proves_itself(self):
        self._statement(self.today - DAY)
        late = self._topup(self.d1, 7).entry_id
        self._statement(self.today)
        content = self.account.with_user(self.settlement)._proof_file().decode()
        verify = verifier().verify
        self.assertIn("balance 5107.00, held 680.00, available 4427.00, 2 statements", verify(content.splitlines()))
        records = [json.loads(line) for line in content.splitlines()]

        def changed(change):
            copies = json.loads(json.dumps(records))
            change(copies)
            texts = [json.dumps(record, ensure_ascii=False) for record in copies[:-1]]  # written anew by somebody who knows the format
            counts = {kind: sum(record["type"] == kind for record in copies) for kind in ("entry", "hold", "statement")}
            digest = hashlib.sha256("".join(text + "\n" for text in texts).encode()).hexdigest()
            with self.assertRaises(SystemExit):
                verify([*texts, json.dumps({"type": "end", "counts": counts, "digest": digest})])

        for place in range(len(content)):  # a byte changed anywhere, a line left out: a sentence, never a traceback
            if place % 7 == 0 and content[place] != "\n":
                with self.assertRaisesRegex(SystemExit, "^DIFFERENCE: "):
                    verify((content[:place] + ("0" if content[place] != "0" else "1") + content[place + 1:]).splitlines())
        for place in range(len(records)):
            with self.assertRaisesRegex(SystemExit, "^DIFFERENCE: "):
                verify([line for number, line in enumerate(content.splitlines()) if number != place])

        entries = [place for place, record in enumerate(records) if record["type"] == "entry"]
        statements = [place for place, record in enumerate(records) if record["type"] == "statement"]
        self.assertEqual((len(entries), len(statements)), (3, 2))
        self.assertIn(late.label, records[entries[2]]["text"])
        changed(lambda copies: copies[entries[0]].update(amount_fen=1))
        changed(lambda copies: copies[entries[0]].update(text=copies[entries[0]]["text"].replace("topup", "adjust")))
        changed(lambda copies: copies.pop(entries[1]))
        changed(lambda copies: copies[0].update(balance_fen=1))
        changed(lambda copies: copies[0].update(available_fen=1))
        changed(lambda copies: copies[statements[0]].update(closing_fen=1))
        changed(lambda copies: copies[statements[1]]["sequences"].pop())
        changed(lambda copies: copies.pop(statements[0]))
        changed(lambda copies: copies[statements[1]]["sequences"].append(99))

    def test_spreadsheet(self):
        """Amounts are numbers, texts are texts: no formula, whatever a label says."""
        entry = self._entry(1_234, self.today, "formula", label='=HYPERLINK("http://x")')
        statement = self._statement(self.today)
        content = statement_book(statement.with_user(self.settlement))
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            self.assertNotIn("<f>", sheet)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        line = next(row for row in cells if row[3] == entry.label)
        self.assertEqual((line[8], line[9]), (12.34, 5112.34))
        self.assertEqual(cells[-1][9], 5112.34)
        self.assertEqual(cells[0][1], statement.name)

    def test_pdf_page(self):
        statement = self._statement(self.today)
        html = self.env["ir.actions.report"]._render_qweb_html("dealer_prepaid.statement_document", statement.ids)[0].decode()
        for text in (statement.name, statement.hash, "5,100.00", "Closing balance"):
            self.assertIn(text, html)

    def test_evidence(self):
        statement = self._statement(self.today)
        line = statement.line_ids.sorted("place")[0].with_user(self.settlement)
        topup = self.env["prepaid.topup"].search([("entry_id", "=", line.entry_id.id)])
        self.assertEqual(line.document_name, topup.display_name)
        self.assertEqual(line.action_open_document()["res_id"], topup.id)
        self.assertEqual(line.evidence_ids, topup.proof_ids)
        self.assertEqual(line.action_open_move()["res_id"], line.entry_id.move_id.id)
        with self.assertRaises(UserError):
            line.action_open_order()


@tagged("post_install", "-at_install")
class TestPast(StatementCommon):
    def test_balance_on_a_day_as_known_on_another(self):
        """5,000.00 on day one; 100.00 dated day two, recorded on day five: unknown on day three, known today."""
        one, two, three, five = (self.today - days * DAY for days in (20, 18, 17, 15))
        utc = self.company._dealer_utc
        self._backdate(self.account.entry_ids, one, utc(one, datetime.time(12)))
        late = self._entry(10_000, two, "late")
        self._backdate(late, two, utc(five, datetime.time(23, 30)))
        ask = self.account.with_user(self.settlement)._balance_at
        self.assertEqual(ask(one - DAY, self.today)[0], 0)
        self.assertEqual(ask(two, three), (500_000, 1, 510_000, 2))
        self.assertEqual(ask(two, five - DAY)[0], 500_000)
        self.assertEqual(ask(two, five), (510_000, 2, 510_000, 2))
        action = self.account.with_user(self.settlement).action_balance_at()
        query = self.env["prepaid.balance.at"].with_user(self.settlement).browse(action["res_id"])
        query.write({"date": two, "known_on": three})
        self.assertEqual((query.balance, query.balance_today, query.late_entry_ids), (5000, 5100, late))
        answer = self.account.with_user(self.users["auditor"]).balance_on(str(two), str(three))
        self.assertEqual((answer["balance"], answer["balance_today"], answer["entries"]), ("5000.00", "5100.00", 1))
        with self.assertRaises(UserError):
            self.account.balance_on("yesterday")
        with self.assertRaises(AccessError):
            self.account.with_user(self.users["wh_operator"]).balance_on(str(two))

    def test_idle_money(self):
        self.company.prepaid_dormant_days = 60
        self._backdate(self.account.entry_ids, self.today - 90 * DAY)
        self._open_account(self.partners["D2"])
        idle = self.env["prepaid.dormant"].with_user(self.users["fin_settlement"]).search([("company_id", "=", self.company.id), ("dormant", "=", True)])
        self.assertEqual((idle.account_id, idle.balance, idle.last_debit_on), (self.account, 5000, False))
        self.assertGreaterEqual(idle.idle_days, 89)
        stranger = self._user("sales_rep", login="t_stm_rep")
        self.assertFalse(self.env["prepaid.dormant"].with_user(stranger).search([]))


@tagged("post_install", "-at_install")
class TestDownload(StatementCommon, HttpCase):
    def test_downloads_ask_for_rights(self):
        statement = self._statement(self.today)
        sheet, proof = f"/prepaid/statement/{statement.id}.xlsx", f"/prepaid/account/{self.account.id}/proof.jsonl"
        self.env["res.users"].browse([self.settlement.id, self.users["wh_operator"].id]).write({"password": "Statement-12345"})
        self.authenticate(None, None)
        for url in (sheet, proof):
            self.assertIn("/web/login", self.url_open(url).url)
        self.authenticate("t_wh_operator", "Statement-12345")
        for url in (sheet, proof):
            self.assertEqual(self.url_open(url).status_code, 403)
        self.authenticate("t_fin_settlement", "Statement-12345")
        self.assertTrue(self.url_open(sheet).content.startswith(b"PK"))
        self.assertEqual(json.loads(self.url_open(proof).text.splitlines()[0])["account_id"], self.account.id)
        self.assertEqual(self.url_open("/prepaid/statement/999999999.xlsx").status_code, 404)


@tagged("post_install", "-at_install")
class TestAging(StatementCommon):
    def _aging(self, user=None):
        self.env.flush_all()
        lots = self.env["prepaid.aging"].with_user(user or self.settlement).search([("company_id", "=", self.company.id)], order="id")
        lots.invalidate_recordset()
        return lots

    def test_unused_money_by_credit(self):
        """5,000.00 of 100 days ago and 300.00 of today: 680.00 held, 200.00 of it used; the old credit is used first."""
        self.account.lot_ids.flush_recordset()
        self.env.cr.execute("UPDATE prepaid_lot SET created_on = %s WHERE account_id = %s", [self.today - 100 * DAY, self.account.id])
        self._topup(self.d1, 300)
        old, new = self._aging()
        self.assertEqual((old.bracket, old.unused, old.last_used_on, new.bracket, new.age_days), ("d180", 5000, False, "d30", 0))
        self.account._hold("stm-age", 68_000, "res.partner", self.d1.id, "An order")
        self.account._capture("stm-age", 20_000, operation_key="stm-age", kind="capture", label="p1", res_model="res.partner", res_id=self.d1.id)
        old, new = self._aging()
        self.assertEqual((old.initial, old.free, old.held, old.unused, old.last_used_on), (5000, 4320, 480, 4800, self.today))
        self.assertEqual((new.unused, new.last_used_on), (300, False))
        self.assertEqual(sum(self._aging().mapped("free")), self.account.available)
        self.assertFalse(self._aging(self._user("sales_rep", login="t_age_rep")))
        self.assertEqual(len(self._aging(self.users["sales_rep"])), 2)
        with self.assertRaises(AccessError):
            self._aging(self.users["wh_operator"])

    def test_as_of_a_day_that_is_over(self):
        """The same answer whenever it is asked: what came and went later, and what is held, does not count."""
        later = self.today + 40 * DAY
        self.account._hold("stm-at", 68_000, "res.partner", self.d1.id, "An order")
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: later):
            self._topup(self.d1, 300)
            self.account._capture("stm-at", 20_000, operation_key="stm-at", kind="capture", label="p1", res_model="res.partner", res_id=self.d1.id)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: later + 5 * DAY):
            found = []
            for day in (self.today - DAY, self.today, later - DAY, [str(later)]):
                rows = self.env["prepaid.aging"].with_user(self.settlement).with_context(prepaid_aging_on=day).search(
                    [("company_id", "=", self.company.id)], order="id")
                rows.invalidate_recordset()
                found.append([(row.unused, row.age_days, row.bracket, row.last_used_on) for row in rows])
            for day in ("next month", later + 6 * DAY):
                with self.subTest(day), self.assertRaisesRegex(UserError, "is no day|still to come"):
                    self.env["prepaid.aging"].with_context(prepaid_aging_on=day).search([])
        self.assertEqual(found, [
            [], [(5000, 0, "d30", False)], [(5000, 39, "d60", False)], [(4800, 40, "d60", later), (300, 0, "d30", False)]])

    def test_gift_on_the_page(self):
        """A gift is available and no liability in the books: the page says both."""
        lines = [{"kind": "gift", "amount_fen": 20_000, "label": "Gift", "bucket": "gift"}]
        self.account._post_entries("stm-gift", lines, "res.partner", self.d1.id)
        page = self.env["prepaid.proof"].with_user(self.settlement)._make(self.account.with_user(self.settlement))
        self.assertTrue(page.proven)
        found = {line.label: line.amount for line in page.line_ids}
        self.assertEqual((found["Gift"], found["Cash"], found["Available by source"], found["Gifts outside the books"]), (200, 5000, 5200, -200))
        self.assertIn("balance 5200.00", verifier().verify(self.account._proof_file().decode().splitlines()))
