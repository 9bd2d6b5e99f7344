from odoo import models
from odoo.exceptions import UserError


class SaleOrderLoyalty(models.Model):
    _inherit = "sale.order"

    def _refuse_rewards(self):
        """Refuse rewards of loyalty programmes on dealer orders.

        :raises UserError: naming the order and what to use instead.
        """
        for order in self.filtered("is_dealer_order"):
            raise UserError(self.env._(
                "%s is a dealer order, paid from the dealer's prepaid account: gift cards, eWallets, coupons and other loyalty programmes cannot "
                "be used on it. Give the dealer a bonus or rebate on his prepaid account, or use the programme on a consumer's order.", order.name))
