from odoo import fields, models

NAMES = {f"exception_{kind}_hours" for kind in ("review", "waiting", "ship", "silent", "confirm", "return", "case", "hold")}


class DealerSettings(models.TransientModel):
    """Exceptions: settings of the dialog."""

    _inherit = "dealer.settings"

    exception_review_hours = fields.Integer(related="company_id.exception_review_hours", readonly=False)
    exception_waiting_hours = fields.Integer(related="company_id.exception_waiting_hours", readonly=False)
    exception_ship_hours = fields.Integer(related="company_id.exception_ship_hours", readonly=False)
    exception_silent_hours = fields.Integer(related="company_id.exception_silent_hours", readonly=False)
    exception_confirm_hours = fields.Integer(related="company_id.exception_confirm_hours", readonly=False)
    exception_return_hours = fields.Integer(related="company_id.exception_return_hours", readonly=False)
    exception_case_hours = fields.Integer(related="company_id.exception_case_hours", readonly=False)
    exception_hold_hours = fields.Integer(related="company_id.exception_hold_hours", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | NAMES
