import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidLowAlert(models.Model):
    """An account ran low: the salesperson gets an activity, the owner a mail; at most one a day and account, kept for the record.

    It is a record of its own so that nothing but the gate writes to the account's row.
    """

    _name = "prepaid.low.alert"
    _description = "Low prepaid balance"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "account_id"

    account_id = fields.Many2one("prepaid.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="account_id.currency_id")
    partner_id = fields.Many2one(related="account_id.partner_id", store=True)
    user_id = fields.Many2one("res.users", string="Salesperson")
    date = fields.Date(required=True, index=True)
    available = fields.Monetary(help="When the alert was made.")
    level = fields.Monetary(string="Warning level")
    days_of_cover = fields.Integer(help="How many days the money lasts by the shipments of the last 30 days; empty when nothing shipped.")
    mail_state = fields.Selection(
        [("sent", "Sent"), ("no_address", "No mail address")], string="Mail to the owner", readonly=True)

    pay_to = fields.Text(compute="_compute_pay_to")

    _once_a_day = models.Constraint("UNIQUE(account_id, date)", "An account is reported once a day.")

    @api.depends("company_id", "partner_id")
    @api.depends_context("lang")
    def _compute_pay_to(self):
        for alert in self:
            alert.pay_to = "\n".join(alert.company_id._pay_to_lines(alert.partner_id))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Low balances are reported by the nightly job."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"activity_ids", "message_follower_ids", "message_ids"}:
            raise AccessError(self.env._("Low balances are reported by the nightly job."))
        return super().write(vals)

    @api.model
    def _cron_report(self):
        """Job: report each open account that ran low, where the last report is old enough."""
        for company in self.env["res.company"].search([]):
            self._report(company)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _report(self, company):
        """Report the low accounts of a company.

        :param company: one res.company.
        :return: the prepaid.low.alert records made.
        """
        today = company._dealer_today()
        since = today - datetime.timedelta(days=company.prepaid_low_repeat_days - 1)
        alerts = self.sudo()  # sudo: the job writes what nobody writes by hand
        done = alerts.search([("company_id", "=", company.id), ("date", ">=", since)]).account_id
        accounts = alerts.env["prepaid.account"].search([("company_id", "=", company.id), ("state", "=", "open"), ("id", "not in", done.ids)])
        low = accounts.filtered("is_low")
        self._drop_settled(accounts - low)
        # A note of the creation would be in the language of the job's user, whoever reads it; the figures say it all.
        made = alerts.with_context(mail_create_nolog=True).create([{
            "account_id": account.id, "date": today, "available": account.available, "level": account.low_level,
            "days_of_cover": account.days_of_cover, "user_id": account.partner_id.user_id.id or account.partner_id.dealer_id.user_id.id,
        } for account in low]).with_env(alerts.env)
        for alert in made:
            alert._tell()
        return made

    @api.model
    def _drop_settled(self, accounts):
        """Take the open activities of accounts away that are no longer low."""
        self.sudo().search([("account_id", "in", accounts.ids), ("activity_ids", "!=", False)]).activity_ids.unlink()  # sudo: the job's own activities

    def _tell(self):
        """Give the salesperson an activity in place of the last one and send the owner a mail."""
        self.ensure_one()
        older = self.search([("account_id", "=", self.account_id.id), ("id", "!=", self.id), ("activity_ids", "!=", False)])
        older.activity_ids.unlink()
        if self.user_id:
            words = self.with_context(lang=self.user_id.lang)
            note = words.env._(
                "%(account)s has %(available)s CNY available, below %(level)s CNY. Ask the owner for a top-up.",
                account=self.account_id.name, available=yuan(to_fen(self.available)), level=yuan(to_fen(self.level)))
            if self.days_of_cover >= 0:
                note += " " + words.env._("By the shipments of the last 30 days it lasts %s days.", self.days_of_cover)
            self.activity_schedule(
                "mail.mail_activity_data_todo", date_deadline=self.date, user_id=self.user_id.id, note=note,
                summary=words.env._("Low prepaid balance: %s", self.account_id.name))
        if not self.partner_id.email:
            self.mail_state = "no_address"
            return
        self.env.ref("dealer_prepaid.mail_low_balance").send_mail(self.id)
        self.mail_state = "sent"

    def action_open_account(self):
        """Open the account."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "prepaid.account", "res_id": self.account_id.id, "view_mode": "form"}
