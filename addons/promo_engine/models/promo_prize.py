from odoo import fields, models


class PromoPrize(models.Model):
    """One prize of a table."""

    _name = "promo.prize"
    _description = "Prize"
    _inherit = ["dealer.flow.mixin", "promo.plan.mixin"]
    _order = "table_id, sequence, id"
    _check_company_auto = True
    _flow_strict = True

    table_id = fields.Many2one("promo.prize.table", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="table_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="table_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    odds = fields.Float(string="Chance (%)", digits=(5, 2), aggregator=None)
    is_endless = fields.Boolean(string="Without a stock")
    stock = fields.Integer(aggregator=None)
    given = fields.Integer(readonly=True, copy=False, default=0)
    is_fallback = fields.Boolean(string="Instead of what is gone")
    value = fields.Monetary(aggregator=None)
    kind = fields.Selection(
        [("none", "Nothing"), ("voucher", "Voucher"), ("points", "Points"), ("goods", "Goods, handed over by service")], default="goods", required=True)
    batch_id = fields.Many2one("promo.voucher.batch", string="Vouchers", ondelete="restrict", check_company=True)
    points = fields.Integer(aggregator=None)

    _numbers = models.Constraint(
        "CHECK (odds BETWEEN 0 AND 100 AND stock >= 0 AND value >= 0 AND points >= 0 AND given >= 0 AND (is_endless OR given <= stock))",
        "A chance lies between 0 and 100 %; no more of a prize is given than there are.")
    _what = models.Constraint(
        "CHECK ((kind <> 'voucher' OR batch_id IS NOT NULL) AND (kind <> 'points' OR points > 0))", "Say which vouchers, or how many points are won.")

    def _plan_campaign(self):
        return self.table_id
