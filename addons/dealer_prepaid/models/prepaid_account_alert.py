import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.dealer_base.money import to_fen

WINDOW_DAYS = 30


class PrepaidAccountAlert(models.Model):
    """How long the money lasts, and when that is too short."""

    _inherit = "prepaid.account"

    low_alert = fields.Monetary(string="Own warning level", tracking=True, help="0.00: the company's level (Settings > Company settings).")
    low_level = fields.Monetary(string="Warning level", compute="_compute_low")
    days_of_cover = fields.Integer(
        compute="_compute_low", help="How many days the money lasts by the shipments of the last 30 days; empty when nothing shipped.")
    is_low = fields.Boolean(string="Low", compute="_compute_low", search="_search_is_low", help="Below its warning level or its days of cover.")

    @api.constrains("low_alert")
    def _check_low_alert(self):
        for account in self:
            if account.low_alert < 0:
                raise ValidationError(self.env._("%s: a warning level cannot be negative; enter 0.00 or more.", account.name))

    @api.depends("available", "state", "low_alert", "company_id.prepaid_low_alert", "company_id.prepaid_low_cover_days", "entry_ids.amount")
    def _compute_low(self):
        daily = self._shipped_fen()
        for account in self:
            company, fen, shipped = account.company_id.sudo(), to_fen(account.available), daily.get(account._origin.id, 0)  # sudo: settings of the company
            account.low_level = account.low_alert or company.prepaid_low_alert
            account.days_of_cover = max(fen, 0) * WINDOW_DAYS // shipped if shipped else -1
            few_days = shipped and account.days_of_cover < company.prepaid_low_cover_days
            account.is_low = account.state == "open" and (fen < to_fen(account.low_level) or bool(few_days))

    def _shipped_fen(self):
        """Give what was taken for shipments in the last 30 days: {account id: fen}."""
        days = {company: company._dealer_today() - datetime.timedelta(days=WINDOW_DAYS) for company in self.company_id}
        found = {}
        for company, since in days.items():
            found.update(self.env["prepaid.entry"].sudo()._read_group(  # sudo: a sum of an account the caller reads
                [("account_id", "in", self.ids), ("company_id", "=", company.id), ("kind", "=", "capture"), ("date", ">", since)],
                ["account_id"], ["amount:sum"]))
        return {account.id: -to_fen(amount) for account, amount in found.items()}

    def _search_is_low(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = self.sudo().search([("state", "=", "open")]).filtered("is_low").ids  # sudo: the result is filtered by the user's own rules
        return Domain("id", "in" if True in value else "not in", ids)
