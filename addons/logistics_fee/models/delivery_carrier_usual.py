from odoo import api, models

from ..tariff import Refusal


class DeliveryCarrier(models.Model):
    """Freight of goods that nobody has weighed: the usual weight of their category, and the explanation says so."""

    _inherit = "delivery.carrier"

    def _order_parcels(self, order):
        parcels = super()._order_parcels(order)
        if isinstance(parcels, Refusal) or self.env.context.get("order_weight"):
            return parcels
        lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_delivery and line.product_id.type == "consu")
        return self._as_usual(parcels, lines.product_id)

    @api.model
    def _as_usual(self, parcels, products):
        """Mark parcels whose weight is partly a usual one.

        :param parcels: list of grams or of dicts, see ``logistics.quoting._quote_many``. :param products: product.product of the goods.
        :return: the same list; dicts with ``assumed`` where a product has no weight of its own.
        """
        if all(product.weight for product in products):
            return parcels
        return [{**(parcel if isinstance(parcel, dict) else {"weight_g": parcel}), "assumed": True} for parcel in parcels]
