from odoo import models


class SaleOrder(models.Model):
    """What dealers settle at is no price of the shop: it stays out of the ledger that campaigns are measured against."""

    _inherit = "sale.order"

    def _promo_prices_count(self):
        return super()._promo_prices_count() and not self.is_dealer_order
