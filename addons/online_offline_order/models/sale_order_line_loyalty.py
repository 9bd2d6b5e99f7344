from odoo import api, models

REWARD = ("reward_id", "coupon_id", "reward_identifier_code")  # fields of Odoo's loyalty programmes, where they are installed


class SaleOrderLineLoyalty(models.Model):
    """A dealer order is paid from the prepaid account alone: no gift card, eWallet, coupon or other reward pays it (R3-108)."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        rewards = [vals.get("order_id") for vals in vals_list if any(vals.get(name) for name in REWARD)]
        self.env["sale.order"].browse(filter(None, rewards))._refuse_rewards()
        return super().create(vals_list)

    def write(self, vals):
        if any(vals.get(name) for name in REWARD):
            self.order_id._refuse_rewards()
        return super().write(vals)
