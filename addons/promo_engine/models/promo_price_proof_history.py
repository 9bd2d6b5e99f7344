from odoo import fields, models


class PromoPriceProof(models.Model):
    """What the goods cost before the campaign."""

    _inherit = "promo.price.proof"

    campaign_price = fields.Monetary(readonly=True, aggregator=None, help="What anybody pays for one piece, without codes and conditions.")
    deal_price = fields.Monetary(string="Lowest sold, 7 days", readonly=True, aggregator=None,
        help="After promotions; without a sale in the 7 days before the start the last one before. 0 = never sold. A crossed-out price is not above it.")
    ordered_price = fields.Monetary(string="Lowest ordered, 30 days", readonly=True, aggregator=None,
        help="When the order was placed, before order discounts and vouchers. 0 = not ordered.")
    offered_price = fields.Monetary(string="Lowest offered, 30 days", readonly=True, aggregator=None,
        help="To everybody; the price in force when the 30 days began counts. 0 = not known.")
    history_text = fields.Char(string="Price before", readonly=True)
    is_claim_broken = fields.Boolean(string="Claim does not hold", readonly=True, index=True)
