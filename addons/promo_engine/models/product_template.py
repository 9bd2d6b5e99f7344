from odoo import models


class ProductTemplate(models.Model):
    """Prices on the tag go into the ledger of prices when they change."""

    _inherit = "product.template"

    def write(self, vals):
        """As Odoo; a price on the tag that changes goes into the ledger."""
        if "list_price" not in vals:
            return super().write(vals)
        variants = self.sudo().product_variant_ids  # sudo: the ledger of prices is complete, whoever changes a price
        before = {product: product.product_tmpl_id.list_price + product.price_extra for product in variants}
        result = super().write(vals)
        self.env["promo.price.event"]._note_tags(before)
        return result
