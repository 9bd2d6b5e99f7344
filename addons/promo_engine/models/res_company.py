from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen


class ResCompany(models.Model):
    """How promotions meet in this company."""

    _inherit = "res.company"

    promo_objective = fields.Selection(
        [("customer", "The best for the buyer"), ("merchant", "The cheapest for us"), ("declared", "The first in order")], default="customer", required=True,
        string="Inside a conflict group", help="Which rule of a group wins.")
    promo_threshold_base = fields.Selection(
        [("entry", "Price after the price level"), ("running", "Running amount"), ("list",
            "List price")], default="entry", required=True, string="Thresholds look at")
    promo_percent_base = fields.Selection(
        [("running", "Running amount"), ("entry", "Price after the price level"), ("rule", "Amount when the rule began")], default="running", required=True,
        string="Percentages of")
    promo_exclusive = fields.Selection(
        [("best", "The best for the buyer"), ("first", "The first in order")], default="best", required=True, string="Of several exclusive rules",
        help="Which one applies when an order fits several rules that let no other apply beside them.")
    promo_percent_floor = fields.Selection(
        [("keep", "Is not given"), ("redistribute", "Comes off the other goods")], default="keep", required=True,
        string="What a lowest price keeps of a percentage",
        help="A percentage on several goods, one of which has reached its lowest price. Amounts always come off the other goods.")
    promo_min_payable = fields.Monetary(
        string="Left to pay at least", help="Points, vouchers and deposits that pay leave at least so much of an order to be paid; 0 = they may pay all.")
    promo_order_cap = fields.Float(string="Discounts at most (%)", digits=(5, 2), default=100, help="Of the goods of one order; 100 = no limit.")
    promo_longest_days = fields.Integer(string="Longest campaign, days", default=30, help="0 = no limit.")

    promo_most_goods = fields.Integer(
        string="Goods at a campaign price, at most", default=0, help="Goods that the price rules of one campaign reach; 0 = no limit.")

    promo_hold_minutes = fields.Integer(
        string="Limited promotions are held, minutes", default=15, help="From the moment a quotation is sent or a payment begins; then others may have them.")

    _promo_numbers = models.Constraint(
        "CHECK (promo_order_cap BETWEEN 0 AND 100 AND promo_longest_days >= 0 AND COALESCE(promo_most_goods, 0) >= 0 AND promo_hold_minutes >= 0"
        " AND COALESCE(promo_min_payable, 0) >= 0)",
        "Promotion settings: a share lies between 0 and 100 %, days, numbers and amounts are not negative.")

    def _promo_options(self):
        """:return: row of the engine's options."""
        self.ensure_one()
        return {"objective": self.promo_objective, "threshold_base": self.promo_threshold_base, "percent_base": self.promo_percent_base,
                "exclusive": self.promo_exclusive, "percent_floor": self.promo_percent_floor, "min_payable_fen": to_fen(self.promo_min_payable),
                "order_cap_bp": round(self.promo_order_cap * 100)}
