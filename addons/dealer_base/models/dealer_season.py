import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class DealerSeason(models.Model):
    """A sales season of one company: prepaid money belongs to a season and goes back at its close.

    Seasons follow each other without a gap. The company says on which day of the year a season closes (31 March by
    default); a daily job keeps the running season and the next one in place, so that nothing has to be created while
    an order is typed.
    """

    _name = "dealer.season"
    _description = "Season"
    _order = "date_end desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_start = fields.Date(required=True, help="First day of the season.")
    date_end = fields.Date(string="Close date", required=True, help="Last day of the season; unused prepaid money is refunded after it.")
    state = fields.Selection(
        [("open", "Open"), ("closing", "Closing"), ("closed", "Closed")],
        default="open", required=True, index=True,
    )

    _close_date_uniq = models.Constraint("UNIQUE(company_id, date_end)", "This company has a season with this close date already.")
    _dates_in_order = models.Constraint("CHECK(date_start <= date_end)", "A season starts before it closes.")

    @api.constrains("date_start", "date_end", "company_id")
    def _check_no_overlap(self):
        for season in self:
            other = self.search([
                ("company_id", "=", season.company_id.id),
                ("id", "!=", season.id),
                ("date_start", "<=", season.date_end),
                ("date_end", ">=", season.date_start),
            ], limit=1)
            if other:
                raise ValidationError(self.env._(
                    "Season %(name)s (%(start)s to %(end)s) overlaps season %(other)s: seasons of a company follow each other.",
                    name=season.name, start=season.date_start, end=season.date_end, other=other.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        for season in self:
            if season.state != "open" or season.date_start <= season.company_id._dealer_today():
                raise UserError(self.env._("Season %s has begun and stays for the record.", season.name))

    @api.model
    def _after(self, season):
        """Give the season that follows one in its company, or none.

        :param season: one dealer.season.
        """
        return self.search([("company_id", "=", season.company_id.id), ("date_start", ">", season.date_end)], order="date_start", limit=1)

    @api.model
    def _season_at(self, company, date):
        """Find the season of a company that holds a date.

        :param company: one res.company.
        :param date: a date in the company's time zone.
        :return: the dealer.season, or an empty recordset when the settings leave a gap.
        """
        return self.search([("company_id", "=", company.id), ("date_start", "<=", date), ("date_end", ">=", date)], limit=1)

    @api.model
    def _next_close_date(self, company, date):
        """Give the first close date on or after a date by the company's setting.

        The day is cut to the length of the month, so 31 set for April means 30 April.

        :param company: one res.company.
        :param date: a date.
        :return: a date.
        """
        month, day = int(company.season_close_month), company.season_close_day
        for year in (date.year, date.year + 1):
            last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
            close = datetime.date(year, month, min(day, last))
            if close >= date:
                return close
        raise AssertionError("a close date lies within every year")

    @api.model
    def _ensure_seasons(self, companies, today=None):
        """Create the running season and the next one where they are missing.

        :param companies: res.company recordset.
        :param today: a date; the companies' own today by default.
        :return: the created dealer.season records.
        """
        created = self.browse()
        for company in companies:
            day = today or company._dealer_today()
            for _step in range(2):
                season = self._season_at(company, day)
                if not season:
                    close = self._next_close_date(company, day)
                    before = self.search([("company_id", "=", company.id), ("date_end", "<", day)], order="date_end desc", limit=1)
                    start = before.date_end + datetime.timedelta(days=1) if before else self._year_before(close)
                    season = self.create({"name": str(close.year), "company_id": company.id, "date_start": start, "date_end": close})
                    created |= season
                day = season.date_end + datetime.timedelta(days=1)
        return created

    @staticmethod
    def _year_before(close):
        try:
            return close.replace(year=close.year - 1) + datetime.timedelta(days=1)
        except ValueError:  # 29 February
            return datetime.date(close.year - 1, 3, 1)

    @api.model
    def _cron_ensure_seasons(self):
        """Daily job: keep each company's running and next season in place."""
        self._ensure_seasons(self.env["res.company"].search([]))
