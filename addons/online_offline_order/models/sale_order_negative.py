from odoo import models
from odoo.exceptions import UserError

from ..settlement import Refusal


class SaleOrder(models.Model):
    """Goods that are not sold beyond the stock: refused at the submit, again before the warehouse gets the order, and when an order grows (R1-027)."""

    _inherit = "sale.order"

    def _beyond_stock(self, wanted):
        """Find goods of which more is wanted than is free.

        :param wanted: [(product.product, pieces)].
        :return: a Refusal that names the first, or None.
        """
        pieces = {}
        for product, qty in wanted:
            pieces[product] = pieces.get(product, 0) + qty
        bound = [product for product in pieces if product.is_storable and not product.product_tmpl_id._sells_beyond_stock(self.company_id)]
        free = self.env["product.product"].union(*bound)._dealer_free_stock(self.warehouse_id) if bound else {}
        for product in bound:
            left = max(free.get(product.id, 0.0), 0.0)
            if pieces[product] > left:
                place = self.warehouse_id.sudo().name  # sudo: its name, whoever orders
                return Refusal("no_stock", {
                    "line": product.display_name, "free": f"{left:g}", "wanted": f"{pieces[product]:g}", "warehouse": place})
        return None

    def _check_stock(self):
        refusal = self._beyond_stock([(line.product_id._origin, line.product_uom_qty) for line in self._goods_lines()])
        if refusal:
            raise UserError(self._refusal_sentence(refusal))

    def _check_ready_to_submit(self, settlement):
        super()._check_ready_to_submit(settlement)
        self._check_stock()

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        self._check_stock()

    def _refuse_goods(self, shown, goods, changes):
        refusal = super()._refuse_goods(shown, goods, changes)
        if refusal:
            return refusal
        reserved = self.dealer_state == "approved"  # its deliveries have taken what was ordered
        more = [
            (line.product_id, changes.pieces[line.id] - (line.product_uom_qty if reserved else 0))
            for line in self.order_line if changes.pieces.get(line.id, 0) > line.product_uom_qty]
        return self._beyond_stock([*more, *changes.goods])
