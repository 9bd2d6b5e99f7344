from dataclasses import replace

from odoo import models

from ..adapters.places import foreign


class SaleOrder(models.Model):
    """An order uses the quotas of its own region, sales company and dealer."""

    _inherit = "sale.order"

    def _promo_reserve(self, outcome, cart, until=None):
        others = foreign(cart, self.env["promo.limit"]._places({row[0] for row in outcome.limits}))
        mine = replace(outcome, limits=tuple(row for row in outcome.limits if row[0] not in others)) if others else outcome
        return super()._promo_reserve(mine, cart, until)
