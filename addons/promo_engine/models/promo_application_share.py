from odoo import fields, models

from odoo.addons.dealer_base.money import split_by_progress, to_fen


class PromoApplicationShare(models.Model):
    """What one version took off the pieces of one line, and who pays for it."""

    _name = "promo.application.share"
    _description = "Share of a promotion in a line"
    _order = "application_id, id"

    application_id = fields.Many2one("promo.application", required=True, readonly=True, index=True, ondelete="cascade")
    order_id = fields.Many2one(related="application_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="application_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="order_id.partner_id", store=True)
    currency_id = fields.Many2one(related="application_id.currency_id")
    date = fields.Datetime(related="application_id.date", store=True)
    state = fields.Selection(related="application_id.state", store=True)
    line_id = fields.Many2one("sale.order.line", string="Order line", readonly=True, index=True, ondelete="set null")
    product_id = fields.Many2one("product.product", string="Goods", readonly=True, index=True)
    version_id = fields.Many2one("promo.rule.version", required=True, readonly=True, index=True)
    rule_id = fields.Many2one(related="version_id.rule_id", store=True, index=True)
    campaign_id = fields.Many2one(related="version_id.campaign_id", store=True, index=True)
    first_piece = fields.Integer(readonly=True, aggregator=None)
    pieces = fields.Integer(readonly=True)
    unit_amount = fields.Monetary(string="Off each piece", readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True)
    pieces_back = fields.Integer(string="Gifts not given", readonly=True, help="Gifts that never left or came back.")
    given_back = fields.Monetary(readonly=True, help="Of pieces that were cancelled or came back, and what was withdrawn: it was not used up.")
    kind = fields.Selection(
        [("goods", "Goods"), ("shipping", "Freight"), ("gift", "Gift"), ("later", "For later")], default="goods", required=True, readonly=True,
        help="For later: vouchers given at once at their declared value; without amount what is counted elsewhere, such as points.")

    def _part_fen(self, kept):
        """:param kept: pieces of the line that stay, the first ones. :return: fen of the share that are on them."""
        return split_by_progress(to_fen(self.amount), 0, max(0, min(self.pieces, kept - self.first_piece)), self.pieces) if self.pieces else 0
