from odoo import api, fields, models


class PromoExampleLine(models.Model):
    """Goods of an example."""

    _name = "promo.example.line"
    _description = "Goods of an example cart"
    _inherit = ["promo.plan.mixin"]
    _order = "id"

    example_id = fields.Many2one("promo.example", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="example_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="example_id.currency_id")
    product_id = fields.Many2one("product.product", string="Goods", required=True, ondelete="restrict")
    qty = fields.Integer(string="Pieces", default=1, required=True, aggregator=None)
    price = fields.Monetary(compute="_compute_price", store=True, readonly=False, aggregator=None)

    @api.depends("product_id")
    def _compute_price(self):
        for line in self:
            line.price = line.product_id.lst_price

    def _plan_campaign(self):
        return self.example_id.campaign_id
