from odoo import api, models

from ..settlement import Refusal


class SaleOrder(models.Model):
    """Goods shielded from the dealer or store that orders: other programs do not know their code, a copy leaves them out, service is refused (J26)."""

    _inherit = "sale.order"

    def _shielded_goods(self):
        """:return: product.product of the order that its store may not have."""
        return self.partner_id._shielded_goods(self._goods_lines().product_id._origin)

    def _check_entry(self):
        refusal = super()._check_entry()
        shielded = not refusal and self._shielded_goods()
        if shielded:
            return Refusal("shielded", {"line": shielded[0].display_name, "partner": self.partner_id.display_name})
        return refusal

    @api.model
    def _api_products(self, codes, store=None):
        products = super()._api_products(codes, store)
        shielded = store._shielded_goods(self.env["product.product"].union(*products.values())) if store else ()
        return {code: product for code, product in products.items() if product not in shielded} if shielded else products

    def copy_data(self, default=None):
        """Copy an order as a fresh draft, without goods that its store may not have any more."""
        copies = super().copy_data(default)
        for order, vals in zip(self, copies, strict=True):
            if order.is_dealer_order and "order_line" not in (default or {}):
                shielded = set(order._shielded_goods().ids)
                vals["order_line"] = [line for line in vals["order_line"] if line[2]["product_id"] not in shielded]
        return copies

    def copy(self, default=None):
        """Copy orders, see ``copy_data``; the copy says what was left out."""
        copies = super().copy(default)
        for order, copied in zip(self, copies, strict=True):
            shielded = order.is_dealer_order and "order_line" not in (default or {}) and order._shielded_goods()
            if shielded:
                copied._log(self.env._(
                    "Left out, because they cannot be ordered any more: %s", ", ".join(shielded.mapped("display_name"))))
        return copies
