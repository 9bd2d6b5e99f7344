from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Gates of orders and limits of special prices: settings of the dialog."""

    _inherit = "dealer.settings"

    amend_keeps_approval = fields.Boolean(related="company_id.amend_keeps_approval", readonly=False)
    better_price = fields.Boolean(related="company_id.better_price", readonly=False)
    order_review_steps = fields.Selection(related="company_id.order_review_steps", readonly=False)
    gate_paid_before_review = fields.Boolean(related="company_id.gate_paid_before_review", readonly=False)
    gate_credit = fields.Boolean(related="company_id.gate_credit", readonly=False)
    special_price_own_bp = fields.Integer(related="company_id.special_price_own_bp", readonly=False)
    special_price_manager_bp = fields.Integer(related="company_id.special_price_manager_bp", readonly=False)
    margin_flag_bp = fields.Integer(related="company_id.margin_flag_bp", readonly=False)
