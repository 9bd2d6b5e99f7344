from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import categ_key, product_key, tag_key


class PromoReward(models.Model):
    """Words, goods and tables of a reward."""

    _inherit = "promo.reward"

    not_product_ids = fields.Many2many("product.product", "promo_reward_not_product", string="Except goods", context={"active_test": False})
    not_categ_ids = fields.Many2many("product.category", "promo_reward_not_categ", string="Except categories")
    target = fields.Selection(
        [("scope", "Goods in scope together"), ("order", "Whole order"), ("line", "Each line"), ("unit", "Each piece"), ("shipping", "Freight"),
         ("all", "Goods and freight")], help="Empty = what is usual for the kind: each piece for a fixed price, the goods in scope otherwise.")
    pick = fields.Selection(
        [("cheapest", "Cheapest first"), ("dearest", "Dearest first")], string="Which pieces",
        help="Which of the pieces that fit come first; empty = as usual for the kind.")
    base = fields.Selection(
        [("entry", "Price after the price level"), ("running", "Running amount"), ("list", "List price"), ("rule", "Amount when the rule began")],
        string="Taken of")
    give = fields.Selection(
        [("amount", "Amount"), ("percent", "Percentage"), ("unit_price", "Price of a piece"), ("price", "Price"), ("coupon", "Voucher"),
         ("points", "Points"), ("draw", "Draws")], string="What it gives", default="amount", help="What each step of the table, or each full amount, gives.")
    mode = fields.Selection(
        [("all", "All goods together"), ("cheapest", "Cheapest are given"), ("adjacent_desc", "Pairs from the dearest"), ("groups", "In groups"),
         ("vertical", "Per product"), ("horizontal", "Across products")], string="How pieces are matched",
        help="All goods together, or group by group: then the pieces of each group are looked at by themselves.")
    sort = fields.Selection(
        [("asc", "Cheapest first"), ("desc", "Dearest first")], string="Groups are filled", help="Empty = as the goods stand on the order.")
    choose = fields.Selection(
        [("asc", "Cheapest first"), ("desc", "Dearest first")], string="Counted inside a group", help="From which end the piece that is meant is counted.")
    per = fields.Selection(
        [("base", "Amount of all goods"), ("unit", "Each piece")], string="Counted over", default="base",
        help="Full amounts of all goods together, or of each piece by itself.")
    on = fields.Selection([("amount", "Amount"), ("qty", "Pieces")], string="Tiers by", default="amount")
    tax = fields.Selection([("incl", "With tax"), ("excl", "Without tax")])
    receiver = fields.Selection(
        [("buyer", "Buyer"), ("inviter", "Who invited")], default="buyer", compute="_compute_receiver", store=True, readonly=False)
    asset = fields.Selection(
        [("gift_card", "Gift card"), ("voucher", "Voucher wallet"), ("points", "Points"), ("red_packet", "Red packet"), ("e_wallet", "E-wallet"),
         ("deposit", "Deposit")], default="voucher")
    voucher_kind = fields.Selection(
        [("coupon", "Coupon"), ("credit", "Credit voucher"), ("cash", "Cash voucher"), ("free_shipping", "Free-freight voucher"),
         ("red_packet", "Red packet")], default="coupon")
    same_sku = fields.Boolean(string="Same product only")
    partial = fields.Boolean(string="Begun groups count", help="The last group gets it too when it is not full.")
    key = fields.Char(string="Name of what is given", help="Prize table, level, organisation that gets the donation.")
    account = fields.Char(string="Kind of account", help="Points or coins account that pays, for instance coins.")
    batch_id = fields.Many2one("promo.voucher.batch", string="Vouchers", ondelete="restrict", check_company=True)
    product_id = fields.Many2one("product.product", string="Gift", ondelete="restrict")
    choice_product_ids = fields.Many2many("product.product", "promo_reward_choice", string="Or one of", help="In the order of fallback.")
    get_product_ids = fields.Many2many(
        "product.product", "promo_reward_get_product", string="Goods that are given", context={"active_test": False}, help="Empty = the goods in scope.")
    get_categ_ids = fields.Many2many("product.category", "promo_reward_get_categ", string="Categories that are given")
    get_price_max = fields.Float(
        string="Given up to a price of", digits="Product Price", aggregator=None,
        help="Most that one of these pieces may cost after the price level, such as an add-on of at most 100.00; alone it means all goods. 0 = any.")
    get_tag_ids = fields.Many2many("product.tag", "promo_reward_get_tag", string="Tags that are given")
    tier_ids = fields.One2many("promo.tier", "reward_id", string="Tiers", copy=True)
    take_ids = fields.One2many("promo.take", "reward_id", string="Goods of the set", copy=True)

    def _has_receiver(self):
        return ",receiver," in (self.used_params or "")

    @api.depends("kind")
    def _compute_receiver(self):
        for reward in self:
            reward.receiver = reward.receiver if reward.receiver and reward._has_receiver() else "buyer"

    @api.constrains("kind", "receiver")
    def _check_receiver(self):
        for reward in self.filtered(lambda record: record.receiver == "inviter" and not record._has_receiver()):
            kind = dict(self._fields["kind"]._description_selection(self.env))[reward.kind]
            raise ValidationError(self.env._("%(rule)s: %(kind)s goes to the buyer, not to who invited.", rule=reward.rule_id.name, kind=kind))

    def _get_scope_row(self):
        row = {"skus": [product_key(product) for product in self.get_product_ids.ids],
               "tags": [*map(categ_key, self.get_categ_ids.ids), *map(tag_key, self.get_tag_ids.ids)],
               "price_max_fen": to_fen(self.get_price_max) if self.get_price_max else None}
        return {name: value for name, value in row.items() if value}
