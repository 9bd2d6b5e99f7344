from odoo import models

from ..engine import Ship


class SaleOrder(models.Model):
    """Freight lines of an order: what promotions take off them."""

    _inherit = "sale.order"

    def _promo_freight_lines(self):
        """:return: lines of the freight that are saved, with a price; pieces of a shipment are not told apart."""
        return self.order_line.filtered(lambda line: line._origin.id and line._is_delivery() and line.product_uom_qty > 0 and line._promo_gross_fen() > 0)

    def _promo_shipping(self):
        """Extend: give the deliveries of the order as the engine sees them."""
        carrier, lang = self.carrier_id if "carrier_id" in self._fields else None, self.company_id.partner_id.lang
        for line in self._promo_freight_lines():
            yield Ship(line._promo_key(0), line._promo_gross_fen(), (carrier and carrier.sudo().with_context(lang=lang).name) or "")  # sudo: a name

    def _promo_parts_of(self, outcome):
        parts = super()._promo_parts_of(outcome)
        lines = {line._promo_key(0): line for line in self._promo_freight_lines()} if outcome.shipping else {}
        for ship in outcome.shipping:
            if ship.id in lines and ship.list_fen != ship.net_fen:
                line = lines[ship.id]
                parts[ship.id] = {"discount": ship.list_fen - ship.net_fen, "pieces": {
                    "runs": [], "qty": line.product_uom_qty, "gross": line._promo_gross_fen()}}
        return parts
