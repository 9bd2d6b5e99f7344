import datetime

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan


class DealerSeason(models.Model):
    """Tells the people of a season that it closes soon: each salesperson gets his own accounts, finance gets all (J16)."""

    _inherit = "dealer.season"

    prepaid_notice_on = fields.Date(string="Notice of the close sent on", readonly=True, copy=False)

    @api.model
    def _cron_prepaid_notice(self):
        """Daily job: send the notice of each season that closes within the company's notice days, once."""
        for company in self.env["res.company"].search([("prepaid_close_notice_days", ">", 0)]):
            today = company._dealer_today()
            last = today + datetime.timedelta(days=company.prepaid_close_notice_days)
            seasons = self.search([
                ("company_id", "=", company.id), ("state", "!=", "closed"), ("prepaid_notice_on", "=", False),
                ("date_end", ">=", today), ("date_end", "<=", last)])
            for season in seasons:
                season._prepaid_notice()
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)  # a notice that went out is not sent again when a later one fails

    def _prepaid_notice(self):
        """Send the notice of this season's close now: one message a person.

        :return: the res.users who got one.
        """
        self.ensure_one()
        accounts = self.env["prepaid.account"].search([
            ("company_id", "=", self.company_id.id), ("season_id", "=", self.id), ("state", "not in", ("draft", "closed"))], order="name")
        readers = {}
        for account in accounts:
            for user in account.partner_id.user_id or account.partner_id.dealer_id.user_id:
                readers[user] = readers.get(user, accounts.browse()) | account
        finance = self.env.ref("dealer_base.group_fin_settlement").all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids)
        for user in finance if accounts else ():
            readers[user] = accounts
        for user, own in readers.items():
            self._prepaid_notify(user, own)
        self.sudo().prepaid_notice_on = self.company_id._dealer_today()  # sudo: the mark is written by the job alone
        return self.env["res.users"].union(*readers)

    def _prepaid_notify(self, user, accounts):
        season = self.with_context(lang=user.lang or self.env.lang)
        head = [season.env._("Account owner"), season.env._("Balance"), season.env._("Held"), season.env._("Available")]
        rows = [[account.partner_id.display_name, *(yuan(to_fen(account[name])) for name in ("balance", "held", "available"))] for account in accounts]
        stop = self.company_id._prepaid_submit_stop(self)
        body = Markup("<p>%s</p><table class='table table-sm'>%s%s</table>") % (
            season._prepaid_notice_text(stop), season._html_row(head, "th"), Markup("").join(season._html_row(row, "td") for row in rows))
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids, model=self._name, res_id=self.id, body=body,
            subject=season.env._("Season %(season)s closes on %(date)s", season=self.name, date=self.date_end))

    def _prepaid_notice_text(self, stop):
        text = self.env._(
            "Season %(season)s of %(company)s closes on %(date)s. What is left on these accounts goes back to their owners without interest; "
            "ship, carry over or cancel open orders and have the statements answered before.",
            season=self.name, company=self.company_id.name, date=self.date_end)
        if not stop:
            return text
        return text + " " + self.env._("From %s on no order is submitted on them.", stop)

    @staticmethod
    def _html_row(cells, tag):
        cell = Markup("<th>%s</th>") if tag == "th" else Markup("<td>%s</td>")
        return Markup("<tr>%s</tr>") % Markup("").join(cell % text for text in cells)
