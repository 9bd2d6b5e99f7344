import datetime

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    season_close_month = fields.Selection(
        [("1", "January"), ("2", "February"), ("3", "March"), ("4", "April"), ("5", "May"), ("6", "June"), ("7", "July"),
         ("8", "August"), ("9", "September"), ("10", "October"), ("11", "November"), ("12", "December")],
        default="3", required=True, help="Month in which the season closes each year.",
    )
    season_close_day = fields.Integer(default=31, required=True, help="Day of that month on which the season closes.")

    @api.constrains("season_close_day")
    def _check_season_close_day(self):
        for company in self:
            if not 1 <= company.season_close_day <= 31:
                raise ValidationError(self.env._(
                    "%(day)s is no day of a month: the season of %(company)s closes on a day from 1 to 31.",
                    day=company.season_close_day, company=company.name))

    @api.model_create_multi
    def create(self, vals_list):
        names = self.env["dealer.settings"]._setting_names()
        for vals in vals_list:
            asked = vals.keys() & names
            if asked:  # a new company begins with the defaults: they are compared as those of a company are
                self.new(self.default_get(sorted(asked)))._refuse_settings({name: vals[name] for name in asked})
        companies = super().create(vals_list)
        companies._dealer_base_setup()
        return companies

    def write(self, vals):
        self._refuse_settings(vals)
        return super().write(vals)

    def _refuse_settings(self, vals):
        """Refuse settings that are written past their dialog, which asks for the role and keeps a record; code of the server is free.

        :raises AccessError: naming the settings and the menu.
        """
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        dialog = self.env["dealer.settings"]
        companies = self.sudo()  # sudo: compared only
        names = sorted(
            name for name in vals.keys() & dialog._setting_names() if any(dialog._differs(company, name, vals[name]) for company in companies))
        if names:
            raise AccessError(self.env._(
                "%(fields)s: changed under Dealer commerce > Settings > Company settings, where the change is recorded.",
                fields=", ".join(self._fields[name]._description_string(self.env) for name in names)))

    def _dealer_base_setup(self):
        """Create what a company needs before its first dealer; addons above add their own part and call super."""
        self.env["dealer.season"].sudo()._ensure_seasons(self)  # sudo: who may create a company need not manage seasons

    def _dealer_tz(self):
        """Give the time zone in which the company counts days: its own, else China's.

        :return: a tzinfo.
        """
        self.ensure_one()
        return pytz.timezone(self.sudo().partner_id.tz or "Asia/Shanghai")  # sudo: portal users count days as the company does

    def _dealer_today(self, now=None):
        """Give today's date where the company is.

        :param now: naive UTC datetime; the moment at which the transaction began, by the database's clock, by default.
        :return: a date.
        """
        return self._dealer_local(now or self.env.cr.now()).date()

    def _dealer_last_month(self):
        """Give the month that is over where the company is.

        :return: (first day, last day).
        """
        last = self._dealer_today().replace(day=1) - datetime.timedelta(days=1)
        return last.replace(day=1), last

    def _dealer_local(self, moment):
        """Turn a naive UTC datetime into the company's local time.

        :param moment: naive UTC datetime.
        :return: an aware datetime.
        """
        return pytz.utc.localize(moment.replace(tzinfo=None)).astimezone(self._dealer_tz())

    def _dealer_utc(self, date, time=datetime.time.min):
        """Turn a local date and time of the company into naive UTC, as Odoo stores it.

        :param date: a date.
        :param time: a time of day, midnight by default.
        :return: naive UTC datetime.
        """
        local = self._dealer_tz().localize(datetime.datetime.combine(date, time))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
