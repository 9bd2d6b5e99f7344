import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAYS = ("prepaid_close_notice_days", "prepaid_submit_stop_days", "prepaid_bank_change_days")


class ResCompany(models.Model):
    """What a company decides about the end of its seasons (journey J16)."""

    _inherit = "res.company"

    prepaid_close_notice_days = fields.Integer(
        string="Notice before the close (days)", default=10, required=True,
        help="So many days before a season closes the salespersons get the list of their accounts with balance and holds; 0 sends none.")
    prepaid_submit_stop_days = fields.Integer(
        string="Submit stops before the close (days)", default=3, required=True,
        help="So many days before a season closes no new order can be submitted on its accounts; 0 lets orders in until the close.")
    prepaid_bank_change_days = fields.Integer(
        string="Bank data count as new (days)", default=30, required=True,
        help="A refund to a bank account that was entered or changed within so many days needs a second approval.")
    prepaid_refund_needs_bank = fields.Boolean(
        string="Refund only to a bank account on file",
        help="A refund is released only when the owner has a bank account on his partner form.")

    prepaid_close_statement = fields.Selection(
        [("none", "Not needed"), ("sent", "Sent to the owner"), ("confirmed", "Answered by the owner, or the time to answer is over")],
        string="Statement before the money goes back", default="sent", required=True,
        help="What the final statement of an account needs before the season close or a leaver's refund pays its money back.")

    @api.constrains(*DAYS)
    def _check_prepaid_close_days(self):
        for company in self:
            if any(company[name] < 0 or company[name] > 366 for name in DAYS):
                raise ValidationError(self.env._("%s: days around the close of a season are 0 to 366.", company.name))

    def _prepaid_submit_stop(self, season):
        """Say from which day on no order can be submitted on accounts of a season.

        :param season: one dealer.season.
        :return: a date, or None when the company stops nothing before the close.
        """
        self.ensure_one()
        days = self.sudo().prepaid_submit_stop_days  # sudo: the setting counts whoever submits
        return season.date_end - datetime.timedelta(days=days) if days else None
