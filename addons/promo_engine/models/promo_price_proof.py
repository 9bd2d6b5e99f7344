from odoo import fields, models


class PromoPriceProof(models.Model):
    """The lowest price a product can reach while a campaign runs, with everything that can meet: what is looked at before an approval."""

    _name = "promo.price.proof"
    _description = "Lowest price of a product in a campaign"
    _order = "is_below desc, share, id"

    campaign_id = fields.Many2one("promo.campaign", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    product_id = fields.Many2one("product.product", string="Goods", required=True, readonly=True, ondelete="cascade")
    price = fields.Monetary(readonly=True, aggregator=None, help="Before promotions.")
    lowest = fields.Monetary(string="Lowest price", readonly=True, aggregator=None, help="Average of a piece, when everything that can meet does meet.")
    share = fields.Float(string="Of the price (%)", digits=(5, 2), readonly=True, aggregator="min")
    pieces = fields.Integer(string="With pieces", readonly=True, aggregator=None)
    rules_text = fields.Char(string="Rules that meet there", readonly=True)
    others_text = fields.Char(string="Rules of other campaigns", readonly=True, help="They reach the same goods in the same days.")
    below = fields.Char(readonly=True)
    is_below = fields.Boolean(string="Below cost or ex-factory price", readonly=True, index=True)
