"""The month close (J28): red items stop it, month-end entries come and go, the close locks the ledger."""
from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from ..sql import month, tieout
from .test_gl_batch import GlCommon


@tagged("post_install", "-at_install")
class TestMonthClose(GlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month = cls.company._dealer_today().replace(day=1)
        cls.next_day = cls.month + relativedelta(months=1)
        cls.end = cls.next_day - timedelta(days=1)
        later = cls.next_day + timedelta(days=2)
        cls.later = patch.object(type(cls.company), "_dealer_today", lambda company, now=None: later)
        cls.close = cls.env["prepaid.month.close"].with_user(cls.users["fin_settlement"]).create({"month": cls.month})

    def _states(self):
        return {item.code: item.state for item in self.close.item_ids}

    def _message(self, code):
        return self.close.item_ids.filtered(lambda item: item.code == code).message

    def _statements(self):
        """Statements of the month for both accounts, issued."""
        for account in (self.account, self.other):
            statement = self.env["prepaid.statement"].with_user(self.users["fin_settlement"]).create({"account_id": account.id, "date_to": self.end})
            statement.action_issue()

    def test_checklist(self):
        self._ship(1)
        self.close.action_check()
        states = self._states()
        self.assertEqual({code for code, state in states.items() if state == "red"}, {"batches", "tieout", "statements"})
        self.assertEqual((self.close.date_to, self.close.red_count), (self.end, 3))
        manager = self.close.with_user(self.users["fin_manager"])
        with self.later:
            with self.assertRaisesRegex(UserError, "waiting for a GL batch.*Tie-out.*Statements") as refused:
                manager.action_close()
            self.assertNotIn("..", str(refused.exception))
            self.assertNotIn(".;", str(refused.exception))
            self._post_now()
            certificates = self.env["prepaid.tieout"].with_user(self.users["fin_settlement"])
            certificate = certificates.browse(certificates.action_make()["res_id"])
            self.close.action_check()
            self.assertIn("nobody signed", self._message("tieout"))
            certificate.action_sign()
            self._statements()
            self.close.action_check()
            self.assertFalse(self.close.red_count, self.close.item_ids.filtered(lambda item: item.state == "red").mapped("message"))
            self.assertIn("VAT 142.47", self._message("vat"))
            self.assertEqual(self._states()["vat"], "ok")
            self.assertEqual(self.close.warn_count, 1, "statements wait for answers")
            with self.assertRaisesRegex(UserError, "writes a remark"):
                manager.action_close()
            self.close.remark = "answers are on the way"
            with self.assertRaises(AccessError):
                self.close.action_close()
            proposal = manager.action_close()
            self.assertEqual((self.close.state, self.company.prepaid_lock_date), ("closed", self.end))
            self.assertFalse(self.company.fiscalyear_lock_date, "proposed, not done")
            html = self.env["ir.actions.report"].with_user(self.users["auditor"])._render_qweb_html(
                "dealer_prepaid.prepaid_month_close_report", self.close.ids)[0].decode()
            for text in (self.close.name, "Statements sent and answered", "VAT 142.47", "answers are on the way", manager.env.user.name):
                self.assertIn(text, html)
            self._lock_books(manager, proposal)
            with self.assertRaisesRegex(UserError, "is closed and stays"):
                self.close.remark = "later"
        with self.assertRaisesRegex(UserError, "the prepaid ledger is closed up to"), self.env.cr.savepoint():
            self._topup(self.d1, 5)

    def _lock_books(self, manager, proposal):
        with self.assertRaises(AccessError):
            self.close.action_lock_books()
        self.assertEqual((proposal["res_model"], manager.books_locked), ("prepaid.books.lock", False))
        dialogs = self.env["prepaid.books.lock"].with_context(**proposal["context"])
        with self.assertRaises(AccessError):
            dialogs.with_user(self.users["fin_settlement"]).create({})
        self.company.sale_lock_date = self.end + timedelta(days=1)
        dialogs.with_user(self.users["fin_manager"]).create({"lock_purchases": False}).action_lock()
        self.assertEqual(
            (self.company.fiscalyear_lock_date, self.company.tax_lock_date, self.company.sale_lock_date, self.company.purchase_lock_date),
            (self.end, self.end, self.end + timedelta(days=1), False))
        self.assertIn("Books locked up to", self.close.message_ids[0].body)
        self.close.invalidate_recordset(["books_locked"])
        self.assertTrue(self.close.books_locked)

    def test_books_are_locked_after_the_close_only(self):
        dialog = self.env["prepaid.books.lock"].with_user(self.users["fin_manager"]).create({"close_id": self.close.id})
        with self.assertRaisesRegex(UserError, "is not closed yet"):
            dialog.action_lock()
        with self.assertRaisesRegex(UserError, "is not closed yet"):
            self.close.with_user(self.users["fin_manager"]).action_lock_books()

    def test_rebates_accrued(self):
        grant = self.env["prepaid.grant"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "amount": 200, "reason": "quarter", "bucket": "rebate"})
        self.close.action_check()
        self.assertEqual((self._states()["rebates"], self._message("rebates")), ("warn", f"{grant.name} are drafts: submit or delete them."))
        grant.action_submit()
        self.close.action_check()
        self.assertEqual((self._states()["rebates"], self._states()["documents"]), ("ok", "red"))
        grant.with_user(self.users["fin_manager"]).action_approve()
        self.close.action_check()
        item = self.close.item_ids.filtered(lambda one: one.code == "rebates")
        self.assertEqual((item.state, item.count, item.amount), ("ok", 1, 200))
        mapping = self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "rebate_payable")])
        own = self.env["account.account"].create({"code": "224177", "name": "Rebates", "account_type": "liability_current"})
        self.env.cr.execute("UPDATE prepaid_gl_mapping SET account_id = %s WHERE id = %s", [own.id, mapping.id])
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        income = self.env["prepaid.gl.mapping"]._account(self.company, "goods_income")
        self.account._gl_entry(self.company.prepaid_journal_id, [(income, 12_500), (own, -12_500)], "accrued")
        self.close.action_check()
        self.assertEqual(self._states()["rebates"], "warn")
        self.assertIn("125.00 CNY are accrued and not credited yet", self._message("rebates"))

    def test_month_end_entries_are_not_foreign(self):
        """With a real difference the certificate names the entry by hand, not E17 of the month's end."""
        charge = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "direction": "debit", "amount": 50_003, "forced": True, "reason": "late postage",
            "counter_account_id": self.env["prepaid.gl.mapping"]._account(self.company, "expense").id})
        charge.action_submit()
        charge.with_user(self.users["fin_manager"]).action_approve()
        self.close.action_month_entries()
        role = self.account._role
        foreign = self.account._gl_entry(self.company.prepaid_journal_id, [(role("expense"), 700), (role("advance"), -700)], "by hand")
        advance = self.env["prepaid.gl.mapping"]._account(self.company, "advance")
        self.env.flush_all()
        self.assertEqual(tieout.foreign_moves(self.env.cr, self.company.id, advance.id, self.d1.id), [foreign.name])

    def test_who_may(self):
        for role in ("fin_cashier", "fin_confirmer", "cs_presale", "auditor"):
            with self.assertRaises(AccessError, msg=role):
                self.close.with_user(self.users[role]).action_check()
        with self.assertRaisesRegex(AccessError, "changes with its buttons"):
            self.close.write({"state": "closed"})
        own = self.env["prepaid.month.close"].with_user(self.users["fin_manager"]).create({"month": self.month - relativedelta(months=3)})
        with self.assertRaisesRegex(AccessError, "Another person"):
            own.action_close()
        for step in (lambda close: close.write({"remark": "looked at"}), lambda close: close.action_month_entries()):
            close = self.close.create({"month": own.month - relativedelta(months=1 + self.close.search_count([("month", "<", own.month)]))})
            manager = close.with_user(self.users["fin_manager"])
            manager.action_check()
            self.assertFalse(manager.is_own, "to have it checked anew is no work on it")
            step(manager)
            self.assertTrue(manager.is_own)
            with self.assertRaisesRegex(AccessError, "Another person must close"):
                manager.action_close()
            with self.assertRaises(AccessError):
                manager.editor_ids = False
        with self.assertRaises(AccessError):
            self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": "2020-01-01", "state": "closed"})

    def test_documents_and_gaps(self):
        self._submitted_topup(self.d1, 10)
        move = self.env["account.move"].search([("company_id", "=", self.company.id), ("journal_id.is_prepaid_receiving", "=", True)], limit=1)
        prefix = move.sequence_prefix
        self.env.cr.execute("UPDATE account_move SET sequence_number = sequence_number + 5, name = %s WHERE id = %s", [f"{prefix}99999", move.id])
        self.env.invalidate_all()
        self.close.action_check()
        states = self._states()
        self.assertEqual((states["documents"], states["numbers"]), ("red", "red"))
        self.assertIn("Missing", self._message("numbers"))

    def test_accounts_in_debit(self):
        """E17: an account owes 3.00; shown as receivable at the end of the month and taken back on day 1."""
        result, entry = self.account._debit("late", 5_000_300, kind="adjust", label="late postage", res_model="res.partner", res_id=self.d1.id, forced=True)
        self.assertTrue(result.ok)
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        entry._link_move(self.account._gl_entry(self.company.prepaid_journal_id, [(self.account._role("advance"), 5_000_300), (expense, -5_000_300)], "late"))
        self.close.action_check()
        self.assertEqual((self._states()["debit"], self._message("debit")), ("red", "Post the month-end entries (E17)."))
        self.close.action_month_entries()
        self.close.action_month_entries()
        moves = self.close.sudo().move_ids.sorted("date")
        self.assertEqual([move.date for move in moves], [self.end, self.next_day])
        self.assertEqual(self._lines(moves[0]), [("112200", 300), ("220300", -300)])
        self.assertEqual(self._lines(moves[1]), [("112200", -300), ("220300", 300)])
        back = moves[1].line_ids.filtered(lambda line: line.account_id.code == "112200")
        self.assertEqual((to_fen(back.debit), to_fen(back.credit)), (-300, 0), "in red")
        self.assertEqual(self._states()["debit"], "ok")
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
        memo = self.env["prepaid.check"]._memo_sql()
        self.assertEqual(month.negative_owners(self.env.cr, self.company.id, self.end, memo), {self.d1.id: 300})
        with self.later:
            self._topup(self.d1, 2, date_paid=self.end)
        self.env.flush_all()
        self.assertEqual(month.negative_owners(self.env.cr, self.company.id, self.end, memo), {self.d1.id: 100}, "the books have it on the day of the bank")
        self.close.action_check()
        self.assertEqual(self._states()["debit"], "warn")
        self.assertIn("(Test Dealer One 3.00 / 1.00)", self._message("debit"))
        self.other._debit(
            "later", to_fen(self.other.balance) + 200, kind="adjust", label="postage", res_model="res.partner", res_id=self.other.partner_id.id, forced=True)
        self.close.action_check()
        self.assertEqual(self._states()["debit"], "warn", "the sum is that of the entries by now, the owners are not")
        self.assertIn("(Test Dealer One 3.00 / 1.00; Test Dealer Two 0.00 / 2.00)", self._message("debit"))

    def test_unshipped_orders(self):
        """E20: a hold of 1,130.00 for an order moves to contract liability net of VAT and back."""
        self.company.prepaid_contract_reclass = True
        self.assertTrue(self.account._hold("so", 113_000, "sale.order", 1, "SO1").ok)
        self.env.cr.execute("UPDATE prepaid_hold SET state = 'open' WHERE key = 'so'")
        self.env.invalidate_all()
        end = self.company._dealer_utc(self.next_day)
        held = month.held_at(self.env.cr, self.company.id, self.end, end)
        self.assertEqual([(row["partner_id"], row["res_model"], row["fen"]) for row in held], [(self.d1.id, "sale.order", 113_000)])
        parts = {self.d1.id: {"goods": 113_000}}
        with patch.object(type(self.close), "_unshipped_parts", lambda close: parts):
            self.close.action_check()
        self.assertEqual(self._states()["holds"], "red")
        with patch.object(type(self.close), "_unshipped_parts", lambda close: parts):
            self.close.action_month_entries()
        moves = self.close.sudo().move_ids.sorted("date")
        self.assertEqual(self._lines(moves[0]), sorted([("220300", 113_000), ("220400", -100_000), ("222190", -13_000)]))
        self.assertEqual(self._lines(moves[1]), sorted([("220300", -113_000), ("220400", 100_000), ("222190", 13_000)]))
        self.assertEqual(self._states()["holds"], "ok")
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_lock_dialog(self):
        """R3-102: the ledger is locked with its period."""
        lock = self.env["prepaid.ledger.lock"].with_user(self.users["fin_manager"]).create({})
        lock.action_lock()
        self.assertEqual(self.company.prepaid_lock_date, self.month - timedelta(days=1))
        with self.assertRaises(AccessError):
            self.env["prepaid.ledger.lock"].with_user(self.users["fin_settlement"]).create({})
