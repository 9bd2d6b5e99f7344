from odoo import api, models

from ..adapters.keys import settlement_key, source_key
from ..sql.buyers import DEALER_BOUGHT


class SaleOrder(models.Model):
    """What conditions ask of a dealer order: how it is settled, and where it came from."""

    _inherit = "sale.order"

    @api.model
    def _promo_counted(self):
        """Dealer orders count from their submit on, at their settlement total; what was debited and not refunded is kept."""
        return DEALER_BOUGHT

    @api.model
    def _promo_counted_by(self):
        return [*super()._promo_counted_by(), "is_dealer_order", "dealer_state", "exchange_return_id"]

    def _promo_payment(self):
        return settlement_key(self._payment_terms()[0]) if self.is_dealer_order else super()._promo_payment()

    def _promo_channel(self):
        return source_key(self.order_source) if self.is_dealer_order and self.order_source else super()._promo_channel()
