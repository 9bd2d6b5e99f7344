from odoo import api, fields, models

from ..adapters.parts import value_of
from ..engine import REWARDS

# Labels for people; test_parts compares them with the kinds of the engine.
KINDS = [
    ("amount", "Amount off"), ("bundle", "Set of named goods"), ("buy_get", "Buy and get"), ("cash_back", "Cash back"),
    ("coin_price", "Price plus coins"), ("deposit", "Presale deposit"), ("donation", "Donation"), ("every", "Every full amount"),
    ("fixed_price", "Fixed price"), ("gift", "Gift"), ("issue", "Voucher for later"), ("lottery", "Draw"), ("nth_group", "N-th piece of a group"),
    ("pay", "Paying asset"), ("percent", "Percentage off"), ("points", "Points"), ("price_cap", "Top price"), ("set_price", "One price for several"),
    ("steps", "Early bird"), ("tiers", "Tiers"), ("unit_group", "Groups of pieces"), ("upgrade", "Level upgrade"),
]


class PromoReward(models.Model):
    """One thing a rule gives. Which columns count depends on the kind; the form shows just these."""

    _name = "promo.reward"
    _description = "Reward of a promotion rule"
    _inherit = ["promo.part.mixin", "promo.scope.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    kind = fields.Selection(KINDS, required=True, default="amount")
    amount = fields.Monetary(help="Amount off, price or amount given, whatever the kind says.")
    rate = fields.Float(string="Rate (%)", digits=(5, 2), aggregator=None)
    price = fields.Monetary(help="Price of the piece or of the set; 0 = not used.")
    set_price = fields.Monetary(string="Price of the set", help="0 = not used.")
    cap = fields.Monetary(string="At most", help="0 = no limit.")
    unit_cap = fields.Monetary(string="At most per piece", help="0 = no limit.")
    every_amount = fields.Monetary(string="For every full")
    worth = fields.Monetary(help="Declared value, for costs, choices and returns.")
    fallback = fields.Monetary(string="Amount instead", help="Taken off when every gift is gone; 0 = nothing.")
    unit_amount = fields.Monetary(string="Amount per point unit")
    qty = fields.Integer(string="Pieces", aggregator=None)
    get_qty = fields.Integer(string="Pieces given", aggregator=None)
    count = fields.Integer(string="How many", default=1, aggregator=None, help="At least one.")
    per_qty = fields.Integer(string="For every so many pieces", aggregator=None)
    per_myriad = fields.Integer(string="Points per 10,000 units", default=10000, aggregator=None)
    max_times = fields.Integer(string="Times at most", help="0 = no limit.", aggregator=None)
    max_units = fields.Integer(string="Pieces at most", help="0 = no limit.", aggregator=None)
    groups_of = fields.Integer(string="Groups of", aggregator=None)
    days = fields.Integer(string="After days", aggregator=None, help="0 = after 7 days, the return window.")
    first = fields.Integer(string="First so many get it back", aggregator=None)
    gift_stock = fields.Integer(string="Gifts in stock", help="0 = not counted.", aggregator=None)

    _rate = models.Constraint("CHECK (rate BETWEEN 0 AND 100)", "The rate of a reward lies between 0 and 100 %.")
    _money = models.Constraint(
        "CHECK (LEAST(amount, price, set_price, cap, unit_cap, every_amount, worth, fallback, unit_amount) >= 0)",
        "Amounts and prices of a reward are not negative.")
    _numbers = models.Constraint(
        "CHECK (LEAST(qty, get_qty, per_qty, per_myriad, max_times, max_units, groups_of, days, first, gift_stock) >= 0 AND count >= 1)",
        "Numbers of a reward are not negative; it gives at least one.")

    @api.model
    def _part_kinds(self):
        return REWARDS

    def _read_part(self, column, unit, parameter):
        if column == "gift_stock":
            return self._gift_limit() if self.gift_stock else None
        if column == "unit_amount":
            return value_of("fen", self.unit_amount)
        return self._read_words(column, unit, parameter)

    def _gift_limit(self):
        """:return: key of the limit that counts the gifts of this reward."""
        return f"gift{self.id}"
