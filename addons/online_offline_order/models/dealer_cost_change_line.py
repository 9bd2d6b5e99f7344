from odoo import models


class DealerCostChangeLine(models.Model):
    """A new cost revalues the pieces that are there."""

    _inherit = "dealer.cost.change.line"

    def _pieces_on_hand(self, product):
        return product.qty_available
