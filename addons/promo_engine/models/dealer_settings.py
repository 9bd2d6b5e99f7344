from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Promotions: settings of the dialog."""

    _inherit = "dealer.settings"

    promo_objective = fields.Selection(related="company_id.promo_objective", readonly=False)
    promo_threshold_base = fields.Selection(related="company_id.promo_threshold_base", readonly=False)
    promo_percent_base = fields.Selection(related="company_id.promo_percent_base", readonly=False)
    promo_exclusive = fields.Selection(related="company_id.promo_exclusive", readonly=False)
    promo_percent_floor = fields.Selection(related="company_id.promo_percent_floor", readonly=False)
    promo_min_payable = fields.Monetary(related="company_id.promo_min_payable", readonly=False)
    promo_order_cap = fields.Float(related="company_id.promo_order_cap", readonly=False)
    promo_hold_minutes = fields.Integer(related="company_id.promo_hold_minutes", readonly=False)
    promo_longest_days = fields.Integer(related="company_id.promo_longest_days", readonly=False)
    promo_most_goods = fields.Integer(related="company_id.promo_most_goods", readonly=False)

    promo_points_months = fields.Integer(related="company_id.promo_points_months", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {"promo_longest_days", "promo_most_goods", "promo_hold_minutes", "promo_points_months"}
