from odoo import fields, models


class PromoBacktest(models.Model):
    """What past dealer orders would have cost their accounts."""

    _inherit = "promo.backtest"

    settlement_diff = fields.Monetary(
        string="Accounts would pay", readonly=True, copy=False,
        help="More (or less, below 0) than then for the dealer orders: what comes off their goods, and the fees that are a percentage of them.")
