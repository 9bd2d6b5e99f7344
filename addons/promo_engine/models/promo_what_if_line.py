from odoo import fields, models


class PromoWhatIfLine(models.TransientModel):
    """More goods to try, or the gift that is chosen of what a rule offers."""

    _name = "promo.what.if.line"
    _description = "Goods or gift to try"

    what_if_id = fields.Many2one("promo.what.if", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", string="Goods")
    qty = fields.Integer(string="Pieces", default=1)
    rule_ref = fields.Char(readonly=True, help="The rule that offers the gift, as the engine knows it.")
    offer = fields.Char(readonly=True)
    offer_ids = fields.Many2many("product.product", string="One of")
    is_refused = fields.Boolean(string="No gift")
