from odoo import models
from odoo.exceptions import UserError


class SaleOrderLoyalty(models.Model):
    """Loyalty programmes of Odoo, where they are installed, neither pay dealer orders nor give anything for them."""

    _inherit = "sale.order"

    def _refuse_rewards(self):
        """Refuse rewards of loyalty programmes on dealer orders.

        :raises UserError: naming the order and what to use instead.
        """
        for order in self.filtered("is_dealer_order"):
            raise UserError(self.env._(
                "%s is a dealer order, paid from the dealer's prepaid account: gift cards, eWallets, coupons and other loyalty programmes cannot "
                "be used on it. Give the dealer a bonus or rebate on his prepaid account, or use the programme on a consumer's order.", order.name))

    def _update_programs_and_rewards(self):
        # Called by sale_loyalty alone: a dealer order earns no points and no coupons, so its programmes are not looked for.
        return None if self.is_dealer_order else super()._update_programs_and_rewards()

    def _get_claimable_rewards(self, forced_coupons=None):
        return {} if self.is_dealer_order else super()._get_claimable_rewards(forced_coupons=forced_coupons)
