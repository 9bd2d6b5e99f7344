from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompanyTopup(models.Model):
    """Settings of top-ups and low-balance alerts; the dialog is ``dealer.settings``."""

    _inherit = "res.company"

    prepaid_slip_likeness = fields.Integer(
        string="Similar slips differ by at most (per mille)", default=60, required=True,
        help="Two slips of the same amount count as similar when their pictures differ in so many of 1,000 edges.")
    prepaid_slip_days = fields.Integer(
        string="Slips are compared for (days)", default=400, required=True, help="How far back similar pictures are looked for.")
    prepaid_low_alert = fields.Monetary(
        string="Low balance below", default=1000.0, required=True,
        help="An account with less available than this is reported (open point G10: no minimum top-up, warning level 1,000.00).")
    prepaid_low_cover_days = fields.Integer(
        string="Low balance below (days of cover)", default=0, required=True,
        help="An account whose money lasts fewer days, by the shipments of the last 30 days, is reported too; 0 for never.")
    prepaid_low_repeat_days = fields.Integer(
        string="Repeat the alert after (days)", default=1, required=True, help="At most one alert a day and account.")

    @api.constrains("prepaid_slip_likeness", "prepaid_slip_days", "prepaid_low_alert", "prepaid_low_cover_days", "prepaid_low_repeat_days")
    def _check_prepaid_topup_settings(self):
        for company in self:
            if not 0 <= company.prepaid_slip_likeness <= 1000:
                raise ValidationError(self.env._("%s: similar slips differ by 0 to 1,000 per mille.", company.name))
            if company.prepaid_low_alert < 0 or company.prepaid_low_cover_days < 0 or company.prepaid_slip_days < 0:
                raise ValidationError(self.env._("%s: a warning level or a number of days cannot be negative.", company.name))
            if company.prepaid_low_repeat_days < 1:
                raise ValidationError(self.env._("%s: a low balance is reported once a day at most.", company.name))
