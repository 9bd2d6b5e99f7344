from odoo import models

from ..adapters.keys import settlement_key, source_key


class SaleOrder(models.Model):
    """What conditions ask of a dealer order: how it is settled, and where it came from."""

    _inherit = "sale.order"

    def _promo_payment(self):
        return settlement_key(self._payment_terms()[0]) if self.is_dealer_order else super()._promo_payment()

    def _promo_channel(self):
        return source_key(self.order_source) if self.is_dealer_order and self.order_source else super()._promo_channel()
