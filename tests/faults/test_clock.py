"""F09, F10: days and ends of holds come from the database's clock, and a day is China's, wherever the server stands."""
import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen
from odoo.addons.dealer_prepaid.tests.common import PrepaidCommon

from .clock import database_clock

DAY, PARTS = datetime.timedelta(days=1), {"goods": 60_000, "admin": 4_800, "logistics": 3_200}
LAST, FIRST = datetime.time(23, 59, 59), datetime.time(0, 0, 1)


class ClockCommon(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.prepaid_gl_mode = "daily"

    def _at(self, moment):
        self.env.flush_all()
        self.env.invalidate_all()
        return database_clock(self.env.cr, moment)

    def _china(self, date, time):
        """The moment of a local date and time, naive UTC."""
        return self.company._dealer_utc(date, time)

    def _ship(self, account, name):
        """An order held and shipped; give (hold, entry)."""
        fen = sum(PARTS.values())
        self.assertTrue(account._hold(name, fen, "res.partner", account.partner_id.id, name).ok)
        entry = account._capture(
            name, fen, operation_key=f"ship-{name}", label=name, res_model="res.partner", res_id=account.partner_id.id, components=PARTS)
        return self.env["prepaid.hold"].search([("key", "=", name)]), entry


@tagged("post_install", "-at_install")
class TestMidnight(ClockCommon):
    """F10: one second before and one after midnight in China, which is 16:00 UTC, at the end of the season and of the year."""

    def _one_second(self, date, time, name, dealer):
        """A top-up and a shipment at the moment; give (account, top-up, entry of the shipment)."""
        moment = self._china(date, time)
        self.assertIn(f"{moment:%H:%M:%S}", ("15:59:59", "16:00:01"), "the server counts in UTC")
        with self._at(moment):
            self.assertEqual(self.company._dealer_today(), date)
            topup = self._topup(dealer, 6_000, date_paid=date)
            hold, shipped = self._ship(topup.account_id.with_user(self.env.user), name)
            made = topup.entry_id | shipped
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(set(made.mapped("date")), {date}, "day of the entries")
            self.assertEqual(set(made.mapped("recorded_at")), {moment}, "their moment")
            self.assertEqual(hold.created_at, moment)
            self.assertEqual(topup.move_id.date, date, "day of the journal entry")
        return topup.account_id.with_user(self.env.user), topup, shipped

    def _both(self, date):
        """Act in the last second of a day and in the first of the next one; compare entries, batches, statement and proof of the past."""
        account, late, shipped_late = self._one_second(date, LAST, "late", self.d1)
        with self._at(self._china(date, LAST)):
            self.assertFalse(self.env["prepaid.gl.batch"]._post_waiting(self.company, self.company._dealer_today()), "the day is not over")
        other, early, shipped_early = self._one_second(date + DAY, FIRST, "early", self.d1)
        self.assertEqual(account, other, "money of an open account stays where it is")
        with self._at(self._china(date + DAY, FIRST)):
            batch = self.env["prepaid.gl.batch"]._post_waiting(self.company, self.company._dealer_today())
            self.assertEqual((batch.date, batch.move_id.date), (date, date), "the daily journal entry is of the day of its shipments")
            self.assertEqual((shipped_late.gl_batch_id, shipped_early.gl_batch_id.id), (batch, False))
            default = self.env["prepaid.statement"].new({"account_id": account.id}).date_to
            self.assertEqual(default, date, "a statement of the month that has just ended")
            statement = self.env["prepaid.statement"].with_user(self.users["fin_settlement"]).create({"account_id": account.id, "date_to": date})
            statement.action_issue()
            self.assertEqual(self.company._dealer_local(statement.issued_at).date(), date + DAY)
            self.assertEqual(statement.line_ids.entry_id, late.entry_id | shipped_late)
            self.assertEqual(to_fen(statement.closing), 600_000 - sum(PARTS.values()))
            figures = account.balance_on(str(date), str(date)), account.balance_on(str(date + DAY))
            self.assertEqual([(found["balance"], found["entries"]) for found in figures], [("5320.00", 2), ("10640.00", 4)])
        with self._at(self._china(date + 2 * DAY, FIRST)):
            batch = self.env["prepaid.gl.batch"]._post_waiting(self.company, self.company._dealer_today())
            self.assertEqual(batch.date, date + DAY)
            self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
        return account

    def test_end_of_the_season(self):
        seasons = self.env["dealer.season"]
        running = seasons._season_at(self.company, self.company._dealer_today())
        account = self._both(running.date_end)
        self.assertEqual((running.date_end.month, running.date_end.day), (3, 31))
        self.assertEqual(account.season_id, running)
        self.assertEqual(account.entry_ids.season_id, running, "what an account of the season still does belongs to its season")
        with self._at(self._china(running.date_end, LAST)):
            self.assertEqual(self._account(self.partners["2A"]).season_id, running)
        with self._at(self._china(running.date_end + DAY, FIRST)):
            self.assertEqual(self._account(self.partners["D2"]).season_id, seasons._season_at(self.company, running.date_end + DAY))

    def test_end_of_the_year(self):
        today = self.company._dealer_today()
        account = self._both(datetime.date(today.year, 12, 31))
        years = self.env["account.move"].search([("id", "in", account.entry_ids.move_id.ids)]).mapped("date")
        self.assertEqual({day.year for day in years}, {today.year, today.year + 1})


@tagged("post_install", "-at_install")
class TestHostClock(ClockCommon):
    """F09: the clock of the machine that runs Odoo is a day wrong; the database's is right."""

    def _wrong(self, days):
        return freeze_time(datetime.datetime.now() + days * DAY, tick=True)

    def test_entries_and_holds(self):
        self.env.cr.execute("SELECT now() AT TIME ZONE 'UTC'")
        now, today = self.env.cr.fetchone()[0], self.company._dealer_today()
        for days, dealer in ((-1, self.d1), (1, self.partners["D2"])):
            with self.subTest(days=days), self._wrong(days):
                self.env.invalidate_all()
                topup = self._topup(dealer, 6_000, date_paid=today)
                account = topup.account_id.with_user(self.env.user)
                hold, shipped = self._ship(account, f"order{days}")
                self.assertEqual({*topup.entry_id.mapped("date"), shipped.date, topup.move_id.date}, {today})
                self.assertEqual({topup.entry_id.recorded_at, shipped.recorded_at, hold.created_at}, {now})
                self.assertEqual(hold.expires_at - hold.created_at, self.company.prepaid_hold_days * DAY)
                self.assertEqual(hold.age_days, 0)
                statement = self.env["prepaid.statement"].with_user(self.users["fin_settlement"]).create({"account_id": account.id, "date_to": today})
                statement.action_issue()
                self.assertEqual(self.company._dealer_local(statement.issued_at).date(), today)
        self.env["prepaid.gl.batch"]._post_waiting(self.company)
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_ends(self):
        """Lots, credit lines and holds end with the database's day, however early or late the host's comes."""
        account, today = self._open_account(self.d1), self.company._dealer_today()
        account._post_entries("gift", [{"kind": "gift", "amount_fen": 7_000, "label": "gift", "bucket": "gift", "expires_on": today}], "res.partner", 1)
        account._set_credit_line("line", 100_000, today, today)
        gift = account.lot_ids.filtered(lambda lot: lot.bucket == "gift")
        for days in (-1, 1):
            with self._wrong(days):
                self.env.invalidate_all()
                self.env["prepaid.lot"]._cron_expire()
                self.assertEqual(gift.free, 70, "its last day is not over")
                self.assertTrue(account._covers(to_fen(account.available) + 100_000, "all of it").ok, "the line is of today")
                self.assertTrue(account._hold(f"line{days}", to_fen(account.available) + 1_000, "res.partner", self.d1.id, "line").ok)
                account._release(f"line{days}", "test")
        with self._wrong(-1), self._at(self._china(today + DAY, FIRST)):
            self.assertFalse(account._covers(to_fen(account.available) + 1, "too much").ok, "the line has ended")
            self.assertFalse(account._hold("line over", to_fen(account.available) + 1_000, "res.partner", self.d1.id, "line").ok)
            self.env["prepaid.lot"]._cron_expire()
            self.env.invalidate_all()
            self.assertEqual(gift.free, 0, "its last day is over in the database")

    def test_holds_end_by_the_database(self):
        topup, over = self._topup(self.d1, 6_000), []
        account = topup.account_id.with_user(self.env.user)
        self.assertTrue(account._hold("order", 1_000, "prepaid.topup", topup.id, "order").ok)
        hold = self.env["prepaid.hold"].search([("key", "=", "order")])
        self.startPatcher(patch.object(type(topup), "_on_hold_expired", lambda topup, ended: over.append(ended), create=True))
        for days in (-1, self.company.prepaid_hold_days + 1):
            with self._wrong(days):
                self.env["prepaid.hold"]._cron_expire()
        self.assertFalse(over, "the host's clock ends no hold")
        with self._wrong(-1), self._at(hold.expires_at):
            self.env["prepaid.hold"]._cron_expire()
        self.assertEqual(over, [hold])
