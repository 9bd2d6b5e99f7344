from odoo import models


class SaleOrder(models.Model):
    """Campaigns and Odoo's loyalty programs on one order.

    Campaigns come first and see goods alone, never the lines of rewards. A line that a campaign lowered, or gave, is left alone by discounts,
    thresholds and points of loyalty programs, so no line has both. Gift cards and e-wallets pay what is left of the order, whoever lowered it.
    """

    _inherit = "sale.order"

    def _promo_lines(self):
        return super()._promo_lines().filtered(lambda line: not line.is_reward_line)

    def _promo_taken(self):
        """:return: lines that campaigns lowered or gave."""
        return self.order_line.filtered(lambda line: line.promo_discount or line.is_promo_gift)

    def _get_no_effect_on_threshold_lines(self):
        return super()._get_no_effect_on_threshold_lines() | self._promo_taken()

    def _get_not_rewarded_order_lines(self):
        return super()._get_not_rewarded_order_lines() - self._promo_taken()

    def action_update_promotions(self):
        """Price drafts again, see promo_engine; rewards of loyalty programs follow, since other lines may be free for them now."""
        result = super().action_update_promotions()
        for order in self.filtered(lambda order: order.order_line.reward_id):
            order._update_programs_and_rewards()
        return result
