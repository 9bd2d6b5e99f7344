from odoo import fields, models


class ResCompany(models.Model):
    """How long documents may stand before they are exceptions; 0 turns a kind off."""

    _inherit = "res.company"

    exception_review_hours = fields.Integer(string="Review after (hours)", default=24, required=True)
    exception_waiting_hours = fields.Integer(string="Top-up waited for (hours)", default=72, required=True)
    exception_ship_hours = fields.Integer(string="Shipped after approval (hours)", default=48, required=True)
    exception_silent_hours = fields.Integer(string="No news of parcels (hours)", default=120, required=True)
    exception_confirm_hours = fields.Integer(string="Delivered, not confirmed (hours)", default=72, required=True)
    exception_return_hours = fields.Integer(string="Return stands still (hours)", default=72, required=True)
    exception_case_hours = fields.Integer(string="Parcel case stands still (hours)", default=48, required=True)
    exception_hold_hours = fields.Integer(string="Hold ends within (hours)", default=24, required=True)

    _exception_hours_positive = models.Constraint(
        "CHECK(LEAST(exception_review_hours, exception_waiting_hours, exception_ship_hours, exception_silent_hours, exception_confirm_hours,"
        " exception_return_hours, exception_case_hours, exception_hold_hours) >= 0)", "Hours of exceptions are zero or more.")
