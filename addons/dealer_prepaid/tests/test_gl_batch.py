"""Daily postings: one journal entry a day and kind, whole or not at all; lock dates move the date and lose nothing."""
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .common import PrepaidCommon

PARTS = {"goods": 113_000, "admin": 9_040, "logistics": 1_800}


class GlCommon(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1, 50_000)
        cls.other = cls._open_account(cls.partners["D2"], 50_000)
        cls.company.prepaid_gl_mode = "daily"
        cls.batches = cls.env["prepaid.gl.batch"]

    def _ship(self, number, parts=None, account=None):
        """Hold and capture as a shipment does; give the entry."""
        account, parts = account or self.account, parts or PARTS
        fen = sum(parts.values())
        self.assertTrue(account._hold(f"test,{number}", fen, "res.partner", account.partner_id.id, f"order {number}").ok)
        return account._capture(
            f"test,{number}", fen, operation_key=f"ship,{number}", label=f"shipment {number}", res_model="res.partner",
            res_id=account.partner_id.id, components=parts)

    def _post_now(self, role="fin_settlement"):
        self.batches.with_user(self.users[role]).action_post_now()
        return self.batches.search([("company_id", "=", self.company.id)], order="id")

    def _lines(self, move):
        return sorted((line.account_id.with_company(move.company_id).code, to_fen(line.balance)) for line in move.line_ids)


@tagged("post_install", "-at_install")
class TestGlBatch(GlCommon):
    def test_two_hundred_captures_are_one_entry(self):
        small = {"goods": 6_000, "admin": 480, "logistics": 320}
        for number in range(100):
            self._ship(number, small)
            self._ship(1_000 + number, small, self.other)
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [], "what waits is named, not a difference")
        batch = self._post_now()
        self.assertEqual((len(batch), batch.entry_count, batch.kind, batch.state), (1, 200, "shipment", "posted"))
        net = 200 * (5_310 + 425 + 283)
        self.assertEqual(self._lines(batch.move_id), sorted([
            ("220300", 680_000), ("220300", 680_000), ("600100", -200 * 5_310), ("605100", -200 * 425 - 200 * 283), ("222100", net - 1_360_000)]))
        self.assertEqual([to_fen(batch[name]) for name in ("entry_total", "control_total", "net_total")], [-1_360_000, 1_360_000, net])
        self.assertEqual(batch.move_id.line_ids.filtered(lambda line: line.account_id.code == "600100").tax_ids, self.company.prepaid_sale_tax_id)
        self.assertEqual(self._post_now(), batch, "nothing waits any more")
        self.assertLedger(self.account, 43_200, 0, 43_200)

    def test_design_example(self):
        self.company.prepaid_admin_income = "goods_income"
        self._ship(1)
        batch = self._post_now()
        self.assertEqual(self._lines(batch.move_id), sorted([
            ("220300", 123_840), ("600100", -108_000), ("605100", -1_593), ("222100", -14_247)]))
        self.assertLedger(self.account, 48_761.6, 0, 48_761.6)

    def test_crash_in_the_middle(self):
        """G01: the first run dies after the entries were taken; nothing of it stays, and the next run makes one move."""
        self._ship(1)
        self._ship(2)
        moves = self.env["account.move"].search_count([])
        with patch.object(type(self.env["account.move"]), "_post", side_effect=RuntimeError("power cut")), self.assertRaises(RuntimeError):
            with self.env.cr.savepoint():
                self._post_now()
        self.env.invalidate_all()
        self.assertFalse(self.batches.search([("company_id", "=", self.company.id)]))
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        batch = self._post_now()
        self.assertEqual((len(batch), batch.entry_count), (1, 2))
        self.assertEqual(self.env["account.move"].search_count([]), moves + 1)
        self.assertEqual(self._post_now(), batch)

    def test_returns_are_a_batch_in_red(self):
        self._ship(1)
        self.account._post_entries("return,1", [
            {"kind": "refund", "amount_fen": 122_040, "label": "return", "components": {"goods": 113_000, "admin": 9_040}},
            {"kind": "postage", "amount_fen": -1_800, "label": "postage"}, {"kind": "handling", "amount_fen": -1_000, "label": "handling"},
        ], "res.partner", self.d1.id)
        shipments, returns = self._post_now().sorted("kind", reverse=True)
        self.assertEqual((shipments.kind, returns.kind, returns.entry_count), ("shipment", "return", 3))
        lines = returns.move_id.line_ids
        red = lines.filtered(lambda line: line.debit < 0 or line.credit < 0)
        self.assertEqual(sorted((line.account_id.code, to_fen(line.debit), to_fen(line.credit)) for line in red), [
            ("220300", -122_040, 0), ("222100", 0, -14_040), ("600100", 0, -100_000), ("605100", 0, -8_000)])
        self.assertEqual(self._lines(returns.move_id), sorted([
            ("220300", -122_040), ("220300", 2_800), ("600100", 100_000), ("605100", 8_000), ("605100", -885 - 1_593),
            ("222100", 14_040), ("222100", -322)]))
        self.assertLedger(self.account, 50_000 - 1_238.4 + 1_220.4 - 28, 0, 50_000 - 1_238.4 + 1_220.4 - 28)

    def test_reversed_only_as_a_whole(self):
        entry = self._ship(1)
        batch = self._post_now()
        with self.assertRaisesRegex(UserError, "reverse the batch as a whole"):
            batch.move_id.with_user(self.users["fin_manager"]).button_draft()
        with self.assertRaisesRegex(AccessError, "Only a finance manager"):
            batch.with_user(self.users["fin_settlement"]).action_reverse("wrong tax")
        with self.assertRaisesRegex(UserError, "Say why"):
            batch.with_user(self.users["fin_manager"]).action_reverse(" ")
        batch.with_user(self.users["fin_manager"]).action_reverse("wrong tax")
        self.assertEqual((batch.state, batch.past_entry_ids, entry.gl_batch_id.id), ("reversed", entry, False))
        self.assertTrue(all(line.debit <= 0 and line.credit <= 0 for line in batch.reversal_move_id.line_ids), "all lines in red")
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
        again = self._post_now() - batch
        self.assertEqual((entry.gl_batch_id, again.state), (again, "posted"))
        with self.assertRaisesRegex(UserError, "nothing to reverse"):
            batch.with_user(self.users["fin_manager"]).action_reverse("twice")
        self.assertLedger(self.account, 48_761.6, 0, 48_761.6)
        today = self.company._dealer_today()
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: today + timedelta(days=1)):
            self.company.with_user(self.users["fin_manager"]).action_lock_prepaid(today)
            again.with_user(self.users["fin_manager"]).action_reverse("after the close")
            last = self._post_now() - batch - again
        for move in (again.reversal_move_id, last.move_id):
            self.assertEqual((move.date, move.prepaid_event_date), (today + timedelta(days=1), today), "a closed month stays as it was checked")
        self.assertLedger(self.account, 48_761.6, 0, 48_761.6)

    def test_who_may(self):
        self._ship(1)
        for role in ("fin_cashier", "fin_confirmer", "cs_presale", "wh_operator", "auditor"):
            with self.assertRaises(AccessError, msg=role):
                self._post_now(role)
        with self.assertRaisesRegex(AccessError, "Batches are made"):
            self.batches.with_user(self.users["fin_manager"]).create({"company_id": self.company.id, "date": "2026-01-01", "kind": "shipment"})
        batch = self._post_now("fin_manager")
        with self.assertRaises(AccessError):
            batch.with_user(self.users["fin_manager"]).write({"entry_count": 5})
        with self.assertRaisesRegex(AccessError, "Another person"):
            batch.sudo().with_user(self._user("fin_manager", "t_fm2")).browse(batch.id)  # another person may
            with patch.object(type(batch), "create_uid", self.users["fin_manager"]):
                batch.with_user(self.users["fin_manager"]).action_reverse("own")
        with self.assertRaisesRegex(UserError, "stays for the record"):
            batch.unlink()

    def test_nightly_job_takes_days_that_are_over(self):
        self._ship(1)
        self.batches._cron_post()
        self.assertFalse(self.batches.search([("company_id", "=", self.company.id)]), "today goes on")
        tomorrow = self.company._dealer_today() + timedelta(days=1)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: tomorrow):
            self.batches._cron_post()
            self.batches._cron_post()
        self.assertEqual(self.batches.search([("company_id", "=", self.company.id)]).entry_count, 1)

    def test_lock_date_moves_the_date_and_loses_nothing(self):
        """G02, I20: entry dated today, books locked up to the day after tomorrow: posted on the first open day, both dates shown."""
        entry = self._ship(1)
        today = self.company._dealer_today()
        self.company.fiscalyear_lock_date = today + timedelta(days=2)
        batch = self._post_now()
        self.assertEqual((batch.date, batch.move_date), (today, today + timedelta(days=3)))
        self.assertEqual((entry.date, entry.gl_date), (today, today + timedelta(days=3)))
        self.company.prepaid_gl_mode = "event"
        topup = self._topup(self.d1, 10)
        self.assertEqual((topup.entry_id.date, topup.entry_id.gl_date), (today, today + timedelta(days=3)))
        self.assertLedger(self.account, 48_771.6, 0, 48_771.6)

    def test_two_companies(self):
        """G05: the same dealer in two companies; a batch of one does not touch the other."""
        beta = self.env["res.company"].create({"name": "Beta", "currency_id": self.company.currency_id.id, "country_id": self.env.ref("base.cn").id})
        self.env["account.chart.template"].try_loading("cn", beta, install_demo=False)
        beta._dealer_base_setup()
        beta.prepaid_gl_mode = "daily"
        season = self.env["dealer.season"]._season_at(beta, beta._dealer_today()) or self.account.season_id.copy({"company_id": beta.id})
        self.assertTrue(season)
        account = self.env["prepaid.account"].with_company(beta)._get_or_create(beta, self.d1)
        account._post_entries("open", [{"kind": "topup", "amount_fen": 1_000_000, "label": "open"}], "res.partner", self.d1.id, new_state="open")
        self._ship("a")
        entry = self._ship("b", account=account)
        made = self.batches._post_waiting(beta)
        self.assertEqual((made.company_id, made.entry_count, entry.gl_batch_id), (beta, 1, made))
        self.assertEqual(self._lines(made.move_id), sorted([
            ("220300", 123_840), ("500100", -100_000), ("505100", -8_000), ("505100", -1_593)] and [
            ("220300", 123_840), ("500100", -100_000), ("505100", -9_593), ("222100", -14_247)]))
        self.assertFalse(self.batches.search([("company_id", "=", self.company.id)]))


@tagged("post_install", "-at_install")
class TestLedgerLock(PrepaidCommon):
    """J28: no entry is dated in the closed time, a slip of that time is booked today (ADR 0028); the lock goes forward only."""

    def test_lock(self):
        account = self._open_account(self.d1)
        today = self.company._dealer_today()
        yesterday, before = today - timedelta(days=1), today - timedelta(days=9)
        for role in ("fin_settlement", "fin_confirmer", "business_admin"):
            with self.assertRaisesRegex(AccessError, "Only a finance manager"):
                self.company.with_user(self.users[role]).action_lock_prepaid(yesterday)
        manager = self.company.with_user(self.users["fin_manager"])
        with self.assertRaisesRegex(UserError, "up to yesterday at the latest"):
            manager.action_lock_prepaid(today)
        manager.action_lock_prepaid(yesterday)
        with self.assertRaisesRegex(UserError, "never opened again"):
            manager.action_lock_prepaid(before)
        with self.assertRaisesRegex(UserError, "never opened again"):
            self.company.prepaid_lock_date = False
        with self.assertRaisesRegex(AccessError, "not by hand"):
            self.company.with_user(self.env.ref("base.user_admin")).write({"prepaid_lock_date": yesterday})

        topup = self._submitted_topup(self.d1, 100, date_paid=yesterday)
        self.assertTrue(account._hold("k", 5_000, "res.partner", self.d1.id, "order").ok)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: yesterday):
            with self.assertRaisesRegex(UserError, "book it with today's date"), self.env.cr.savepoint():
                topup.with_user(self.users["fin_confirmer"]).action_confirm()
            with self.assertRaisesRegex(UserError, "book it with today's date"), self.env.cr.savepoint():
                account._capture("k", 5_000, operation_key="late", label="late", res_model="res.partner", res_id=self.d1.id)
        topup.with_user(self.users["fin_confirmer"]).action_confirm()
        entry = topup.sudo().entry_id
        self.assertEqual((entry.date, entry.gl_date, entry.move_id.prepaid_event_date), (today, today, yesterday))
        self.assertLedger(account, 5_100, 50, 5_050)


@tagged("post_install", "-at_install")
class TestFrozenTerms(GlCommon):
    """What the settings said when goods left is what their batch books, today or when it is posted again."""

    BEFORE = [("220300", 123_840), ("600100", -100_000), ("605100", -8_000 - 1_593), ("222100", -14_247)]

    def _change_settings(self):
        self.company.write({
            "prepaid_admin_vat": "600", "prepaid_logistics_vat": "900", "prepaid_admin_income": "goods_income", "prepaid_red_reversal": False,
            "prepaid_postage_policy": "expense", "prepaid_vat_timing": "invoice"})

    def _summed(self, move):
        sums = {}
        for code, fen in self._lines(move):
            sums[code] = sums.get(code, 0) + fen
        return sorted(sums.items())

    def test_change_between_shipment_and_batch(self):
        entry = self._ship(1)
        self.assertEqual(entry.gl_terms, {
            "parts": {"goods": [113_000, 1_300, "goods_income"], "admin": [9_040, 1_300, "other_income"], "logistics": [1_800, 1_300, "other_income"]},
            "vat": "vat", "red": True, "postage": "income"})
        self._change_settings()
        batch = self._post_now()
        self.assertEqual(self._summed(batch.move_id), sorted(self.BEFORE))
        self._ship(2)
        later = self._post_now() - batch
        self.assertEqual(self._summed(later.move_id), sorted([
            ("220300", 123_840), ("600100", -100_000 - 8_528), ("605100", -1_651), ("222190", -13_000 - 512 - 149)]), "what ships now takes the new rates")

    def test_change_before_a_batch_is_posted_again(self):
        entry = self._ship(1)
        batch = self._post_now()
        batch.with_user(self.users["fin_manager"]).action_reverse("wrong day")
        self._change_settings()
        again = self._post_now() - batch
        self.assertEqual((entry.gl_batch_id, self._summed(again.move_id)), (again, sorted(self.BEFORE)))

    def test_both_rates_in_one_batch(self):
        self._ship(1)
        self.company.prepaid_admin_vat = "600"
        self._ship(2)
        self.assertEqual(self._summed(self._post_now().move_id), sorted([
            ("220300", 2 * 123_840), ("600100", -200_000), ("605100", -8_000 - 8_528 - 2 * 1_593), ("222100", -14_247 - 13_000 - 512 - 207)]))

    def test_return_and_its_charges(self):
        self._ship(1)
        self.account._post_entries("return,1", [
            {"kind": "refund", "amount_fen": 122_040, "label": "return", "components": {"goods": 113_000, "admin": 9_040}},
            {"kind": "postage", "amount_fen": -1_800, "label": "postage"}, {"kind": "handling", "amount_fen": -1_000, "label": "handling"},
        ], "res.partner", self.d1.id)
        self._change_settings()
        back = self._post_now().filtered(lambda batch: batch.kind == "return").move_id
        self.assertEqual(self._summed(back), sorted([
            ("220300", -122_040 + 2_800), ("600100", 100_000), ("605100", 8_000 - 885 - 1_593), ("222100", 14_040 - 322)]))
        self.assertTrue(back.line_ids.filtered(lambda line: line.credit < 0), "in red, as it was when the goods came back")

    def test_older_entries_take_the_settings_of_the_day(self):
        entry = self._ship(1)
        self.env.cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_append_only")
        self.env.cr.execute("UPDATE prepaid_entry SET gl_terms = NULL WHERE id = %s", [entry.id])
        self.env.cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_append_only")
        self.env.invalidate_all()
        self.company.prepaid_admin_income = "goods_income"
        self.assertEqual(self._summed(self._post_now().move_id), sorted([("220300", 123_840), ("600100", -108_000), ("605100", -1_593), ("222100", -14_247)]))

    def test_terms_are_part_of_the_chain(self):
        entry = self._ship(1)
        with self.assertRaisesRegex(Exception, "append-only"), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE prepaid_entry SET gl_terms = '{}' WHERE id = %s", [entry.id])
