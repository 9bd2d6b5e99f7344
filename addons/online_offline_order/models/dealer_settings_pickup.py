from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Goods that wait at stores: settings of the dialog."""

    _inherit = "dealer.settings"

    pickup_reminder_days = fields.Char(related="company_id.pickup_reminder_days", readonly=False)
    pickup_decision_day = fields.Integer(related="company_id.pickup_decision_day", readonly=False)
    pickup_task_day = fields.Integer(related="company_id.pickup_task_day", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {"pickup_reminder_days", "pickup_decision_day", "pickup_task_day"}
