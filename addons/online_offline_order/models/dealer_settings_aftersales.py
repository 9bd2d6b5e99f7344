from odoo import fields, models


class DealerSettings(models.TransientModel):
    """After-sales: settings of the dialog."""

    _inherit = "dealer.settings"

    return_inspection = fields.Selection(related="company_id.return_inspection", readonly=False)
    complaint_hours = fields.Integer(related="company_id.complaint_hours", readonly=False)
    lost_goods_vat_out = fields.Boolean(related="company_id.lost_goods_vat_out", readonly=False)
    return_reminder_days = fields.Integer(related="company_id.return_reminder_days", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {"return_inspection", "complaint_hours", "return_reminder_days"}
