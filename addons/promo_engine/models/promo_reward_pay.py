from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..engine.kinds.coin_price import COINS
from ..engine.prices import voucher_cap_high, voucher_cap_ok


class PromoReward(models.Model):
    """Points pay from the account of the buyer, other assets are worth what the reward says."""

    _inherit = "promo.reward"

    def _part_row(self):
        row = super()._part_row()
        if self.kind != "pay":
            return row
        if self.asset != "points":
            row.pop("step_fen", None)
            return row
        row.pop("balance_fen", None)
        return {**row, "account": COINS}

    @api.constrains("kind", "asset", "unit_amount", "amount", "unit_cap")
    def _check_pay(self):
        for reward in self.filtered(lambda record: record.kind == "pay"):
            if reward.asset == "points" and reward.unit_amount < 0.01:
                raise ValidationError(self.env._("%s: say what one point pays.", reward.rule_id.name))
            if reward.asset == "deposit":
                raise ValidationError(self.env._("%s: deposits pay by the reward Presale deposit.", reward.rule_id.name))
            if reward.asset == "voucher" and not voucher_cap_ok(to_fen(round(reward.unit_cap, 2))):
                raise ValidationError(self.env._(
                    "%s: say what a voucher pays for one piece at most, a multiple of 5 and not above 200.", reward.rule_id.name))

    def _high_cap_sentence(self):
        """:return: a sentence when a voucher pays more of the cheapest piece than is advised; None otherwise."""
        goods = self.product_ids or self.rule_id.product_ids
        cheapest = min(goods, key=lambda product: product.lst_price) if goods else self.env["product.product"].search(
            self.rule_id._goods_domain() & Domain("list_price", ">", 0), limit=1, order="list_price, id")
        price = to_fen(round(cheapest.lst_price, 2))
        if not price or not voucher_cap_high(to_fen(round(self.unit_cap, 2)), price):
            return None
        return self.env._("A voucher pays %(cap)s of one %(goods)s at %(price)s; at most 20 %% of the price is advised.",
            cap=from_fen(to_fen(round(self.unit_cap, 2))), goods=cheapest.display_name, price=from_fen(price))
