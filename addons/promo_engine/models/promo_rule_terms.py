from odoo import fields, models


class PromoRule(models.Model):
    """How a rule counts, meets others, is limited and taken back."""

    _inherit = "promo.rule"

    not_product_ids = fields.Many2many("product.product", "promo_rule_not_product", string="Except goods", context={"active_test": False})
    not_categ_ids = fields.Many2many("product.category", "promo_rule_not_categ", string="Except categories")
    exclusive = fields.Boolean(help="When it applies, nothing else of the levels goods to platform does.")
    line_exclusive = fields.Boolean(string="Goods take no later rule", help="Lines it discounts are left alone by every rule after it.")
    stack = fields.Boolean(string="On top of the best price", help="Price level only: instead of competing with the other prices.")
    threshold_base = fields.Selection(
        [("entry", "Price after the price level"), ("running", "Running amount"), ("list",
            "List price")], string="Thresholds look at", help="Empty = the company's setting.")
    percent_base = fields.Selection(
        [("running", "Running amount"), ("entry", "Price after the price level"), ("rule", "Amount when the rule began")], string="Percentages of")
    limit_total = fields.Integer(string="Orders in total", help="0 = no limit.", aggregator=None)
    limit_customer = fields.Integer(string="Orders per customer", help="0 = no limit.", aggregator=None)
    limit_org = fields.Integer(string="Orders per dealer", help="0 = no limit.", aggregator=None)
    limit_salesman = fields.Integer(string="Orders per salesperson", help="Of the salesperson of the order, without one of who entered it; 0 = no limit.",
        aggregator=None)
    limit_quota = fields.Integer(string="Pieces in total", help="Stock quota of a flash sale; 0 = no limit.", aggregator=None)
    limit_budget = fields.Monetary(string="Budget of the rule", help="What it may cost in total; 0 = no limit.", aggregator=None)
    clawback = fields.Selection(
        [("keep", "Keep the discount"), ("reprice", "Price the kept goods again"), ("fixed",
            "Charge a fixed amount")], string="When a return breaks its threshold",
        default="keep", required=True)
    clawback_amount = fields.Monetary(string="Charged then", aggregator=None)
    gift_return = fields.Selection(
        [("keep", "May be kept"), ("must_return", "Must come back"), ("deduct_value",
            "Value is deducted")], string="Gifts at a return", default="keep", required=True)
    code_back = fields.Boolean(string="Voucher comes back after a full return")
    proof = fields.Char(string="Proof needed", help="After-effects wait until customer service has seen it: follow, share, praise.")
