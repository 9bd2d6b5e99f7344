"""J16: what is left at the close goes back, by three people, and open holds are in the way."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestSeasonClose(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls._final_statement(cls.account)
        cls.close = cls.env["prepaid.season.close"].with_user(cls.users["fin_settlement"]).create({
            "season_id": cls.account.season_id.id})

    def _as(self, role):
        return self.close.with_user(self.users[role])

    def test_refund_without_interest(self):
        """M7, R0-052: the whole balance goes back without interest, and once, however often it is pressed."""
        self.close.action_start()
        self.assertEqual(self.account.state, "closing")
        line = self.close.line_ids.filtered(lambda rec: rec.account_id == self.account)
        self.assertEqual((line.state, line.refund), ("ready", 5000))
        refused = self.account._hold("late", 100, "res.partner", self.d1.id, "late")
        self.assertEqual(refused.code, "account_closing")

        self._as("fin_manager").action_approve()
        self.assertLedger(self.account, 5000, 5000, 0)
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self._as("fin_confirmer").action_pay()
        paid = self.close.sudo().line_ids.filtered("entry_id")[:1]
        html = self.env["ir.actions.report"]._render_qweb_html("dealer_prepaid.prepaid_season_close_line_paper", paid.ids)[0].decode()
        for text in ("Payment voucher", paid.move_id.name, self.users["fin_confirmer"].name, self.users["fin_manager"].name):
            self.assertIn(text, html)

        self.assertLedger(self.account, 0, 0, 0)
        self.assertEqual((self.account.state, self.close.state, line.state), ("closed", "done", "paid"))
        self.assertEqual(self.account.entry_ids.mapped("kind"), ["season_refund", "topup"])
        self.assertMove(line.move_id, [("100200", -5000), ("220300", 5000)])
        self.assertTrue(all(line.move_id.line_ids.filtered(lambda x: x.account_id.reconcile and x.account_id.code == "220300").mapped("reconciled")))
        self.assertEqual(self.env["prepaid.account"]._for_partner(self.company, self.store_1a), self.env["prepaid.account"])
        following = self._account(self.d1)
        self.assertGreater(following.season_id.date_start, self.account.season_id.date_end)

    def test_early_close_leaves_what_nobody_opened(self):
        """Months before the season's last day: what it means is said, an account without entries stays, the season stays open."""
        season, untouched = self.account.season_id, self._account(self.partners["D2"])
        self.assertEqual((untouched.state, untouched.season_id), ("draft", season))
        following = season._after(season)
        for words in (f"Season {season.name} runs until {season.date_end}", "1 accounts without any entry stay", f"opens one of season {following.name}"):
            self.assertIn(words, self.close.early_hint)
        self.close.action_start()
        self.assertEqual((self.close.line_ids.account_id, untouched.state), (self.account, "draft"))
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.close.state, untouched.state, season.state), ("done", "draft", "open"))
        self.assertFalse(self.close.early_hint)
        topup = self.env["prepaid.topup"].new({"partner_id": self.d1.id, "company_id": self.company.id, "amount": 5000, "state": "draft"})
        self.assertIn(f"Opens the account of season {following.name}.", topup.effect_hint)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: season.date_end):
            self.assertIn(untouched, self.env["prepaid.season.close"].new({"season_id": season.id, "company_id": self.company.id})._accounts())

    def test_open_hold_is_in_the_way(self):
        self.account._hold("o1", 68_000, "res.partner", self.d1.id, "Order 1")
        self.close.action_start()
        line = self.close.line_ids.filtered(lambda rec: rec.account_id == self.account)
        self.assertEqual(line.state, "blocked")
        self.assertIn("680.00", line.reason)
        with self.assertRaisesRegex(UserError, "no account that can be closed"):
            self._as("fin_manager").action_approve()
        self.account._release("o1", "cancelled")
        self.close.action_start()
        self.assertEqual(self.close.line_ids.filtered(lambda rec: rec.account_id == self.account).state, "ready")
        self.close.action_cancel()
        self.assertEqual((self.account.state, self.close.state), ("open", "cancelled"))

    def test_difference_to_the_general_ledger_is_in_the_way(self):
        advance = self.env["prepaid.gl.mapping"]._account(self.company, "advance")
        other = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        self.account._gl_entry(self.company.prepaid_journal_id, [(advance, 100), (other, -100)], "by hand")
        self.close.action_start()
        line = self.close.line_ids.filtered(lambda rec: rec.account_id == self.account)
        self.assertEqual(line.state, "blocked")
        self.assertIn("4,999.00", line.reason)
        action = self.env["prepaid.difference"].with_user(self.users["auditor"]).action_check()
        self.assertEqual(self.env["prepaid.difference"].search(action["domain"]).partner_id, self.d1)

    def test_three_people(self):
        for role in ("fin_cashier", "fin_confirmer", "sales_rep", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role).action_start()
        self.close.action_start()
        with self.assertRaises(AccessError):
            self.close.action_approve()
        manager = self._as("fin_manager")
        manager.action_start()
        with self.assertRaisesRegex(AccessError, "Another person must approve"):
            manager.action_approve()
        self.close.action_start()
        manager.action_approve()
        for role in ("fin_cashier", "fin_settlement"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role).action_pay()
        with self.assertRaisesRegex(AccessError, "A third person"):
            manager.action_pay()
        with self.assertRaises(AccessError):
            self.close.write({"state": "done"})
        with self.assertRaises(AccessError):
            self.close.line_ids[0].with_user(self.users["fin_manager"]).sudo(False).refund = 1
        with self.assertRaises(UserError):
            self.close.action_cancel()
