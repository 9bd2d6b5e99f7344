from odoo import fields, models

from ..adapters.columns import BigInteger


class PromoReservation(models.Model):
    """What a document holds of a counter. Written by sql/limits.py only."""

    _name = "promo.reservation"
    _description = "Reservation of a promotion"
    _order = "id desc"

    limit_id = fields.Many2one("promo.limit", required=True, readonly=True, index=True, ondelete="cascade")
    campaign_id = fields.Many2one(related="limit_id.campaign_id")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    document = fields.Char(required=True, readonly=True, index=True)
    amount = BigInteger(readonly=True)
    state = fields.Selection([("reserved", "Reserved"), ("confirmed", "Used"), ("released", "Given back")], required=True, readonly=True, default="reserved")
    expires_at = fields.Datetime(readonly=True)

    _once = models.UniqueIndex("(limit_id, document)", "This document holds its part of the counter already.")
