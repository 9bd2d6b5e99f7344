"""Seasons: recurring, without gaps, by the company's own day."""
import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSeason(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Season test"})
        cls.env.cr.execute("DELETE FROM dealer_season WHERE company_id = %s", [cls.company.id])
        cls.env.invalidate_all()

    def _ensure(self, *day):
        return self.env["dealer.season"]._ensure_seasons(self.company, datetime.date(*day))

    def test_close_on_31_march(self):
        created = self._ensure(2026, 11, 22)
        self.assertEqual([(s.name, str(s.date_start), str(s.date_end)) for s in created], [
            ("2027", "2026-04-01", "2027-03-31"), ("2028", "2027-04-01", "2028-03-31")])
        self.assertFalse(self._ensure(2026, 11, 22), "again: nothing to do")
        season = self.env["dealer.season"]
        self.assertEqual(season._season_at(self.company, datetime.date(2027, 3, 31)).name, "2027")
        self.assertEqual(season._season_at(self.company, datetime.date(2027, 4, 1)).name, "2028")
        self.assertFalse(season._season_at(self.company, datetime.date(2026, 3, 31)))

    def test_changed_close_day_leaves_no_gap(self):
        self._ensure(2026, 11, 22)
        self.company.write({"season_close_month": "2", "season_close_day": 31})
        following = self._ensure(2028, 1, 1)
        self.assertEqual([(str(s.date_start), str(s.date_end)) for s in following], [("2028-04-01", "2029-02-28")])

    def test_day_is_the_companys_own(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        before, after = datetime.datetime(2027, 3, 31, 15, 59, 59), datetime.datetime(2027, 3, 31, 16, 0)
        self.assertEqual(str(self.company._dealer_today(before)), "2027-03-31")
        self.assertEqual(str(self.company._dealer_today(after)), "2027-04-01")
        self.assertEqual(self.company._dealer_utc(datetime.date(2027, 4, 1)), after)

    def test_refused(self):
        season = self._ensure(2026, 11, 22)[0]
        with self.assertRaises(ValidationError):
            season.copy({"date_end": "2027-02-01"})
        with self.assertRaises(UserError):
            season.unlink()
        with self.assertRaises(ValidationError):
            self.company.season_close_day = 32
