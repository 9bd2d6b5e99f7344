from odoo import api, models

from ..adapters.conditions import refuse_unlink


class ProductCategory(models.Model):
    """Categories that fees and carriers depend on stay."""

    _inherit = "product.category"

    @api.ondelete(at_uninstall=False)
    def _unlink_unnamed(self):
        refuse_unlink(self)
