from odoo import models

from .sale_order import settling


class SaleOrder(models.Model):
    """Dealer orders in a backtest: at their ex-factory prices, under the rules that change the settlement."""

    _inherit = "sale.order"

    def _promo_backtested(self):
        return not self.exchange_return_id if self.is_dealer_order else super()._promo_backtested()

    def _promo_rules_of_order(self, snapshot):
        if not self.is_dealer_order:
            return super()._promo_rules_of_order(snapshot)
        kept = self.env.cr.cache.setdefault("promo_settling", {})  # one for all orders with the same rules
        if snapshot.hash not in kept:
            kept[snapshot.hash] = settling(snapshot)
        return kept[snapshot.hash]
