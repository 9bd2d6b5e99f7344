from odoo import models


class SaleOrder(models.Model):
    """A dealer order is charged at the settlement price; a campaign of the shop must not lower what the dealer owes HQ."""

    _inherit = "sale.order"

    def _promo_applies(self):
        return super()._promo_applies() and not self.is_dealer_order
