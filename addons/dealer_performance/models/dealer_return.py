from odoo import models


class DealerReturn(models.Model):
    """Goods that came back move their customer in the funnel."""

    _inherit = "dealer.return"

    def _attribute_back(self):
        result = super()._attribute_back()
        self.order_id.sudo()._note_activation()  # sudo: the funnel counts whoever refunds
        return result
