from odoo import api, fields, models

from ..adapters.shipped import CM3
from ..tariff import Packing, Refusal, Unit, pack, parcels_of


class DeliveryCarrier(models.Model):
    """How goods are put into cartons for a carrier: a carton holds so much, a piece is never divided."""

    _inherit = "delivery.carrier"

    carton_max_g = fields.Integer(string="Carton holds up to (g)", help="Weight of the goods in one carton; 0 = everything travels as one parcel.")
    carton_max_pieces = fields.Integer(string="Pieces in a carton", help="0 = any number.")
    carton_tare_g = fields.Integer(string="Empty carton (g)", help="Added to the weight of the goods.")
    carton_length_mm = fields.Integer(string="Carton length (mm)")
    carton_width_mm = fields.Integer(string="Carton width (mm)")
    carton_height_mm = fields.Integer(string="Carton height (mm)")

    _carton_sizes = models.Constraint(
        "CHECK(carton_max_g >= 0 AND carton_max_pieces >= 0 AND carton_tare_g >= 0 AND carton_length_mm >= 0 AND carton_width_mm >= 0"
        " AND carton_height_mm >= 0)", "Weights and sizes of a carton are zero or more.")

    def _packing(self):
        """:return: the core's Packing of the carrier, None = no cartons."""
        self.ensure_one()
        if not (self.carton_max_g or self.carton_max_pieces):
            return None
        dims = (self.carton_length_mm, self.carton_width_mm, self.carton_height_mm)
        return Packing(self.carton_max_g or 10**9, self.carton_tare_g, self.carton_max_pieces or None, dims if all(dims) else None)

    def _parcels_of(self, units):
        """Pack goods for this carrier.

        :param units: list of (grams of a piece or None, pieces, cm³ of a piece, 0 = not known).
        :return: list of parcels as ``logistics.quoting._quote_many`` takes them, or the core's Refusal (``unit_over_max``,
            ``missing_weight``, ``bad_weight``). Without a carton size all goods make one parcel.
        """
        units = [unit for unit in units if unit[1]]
        if any(not weight_g for weight_g, _qty, _volume in units):
            return Refusal("missing_weight", (("parcel", 1),))
        rule = self._packing()
        if rule is None:
            return self._one_parcel(sum(weight_g * qty for weight_g, qty, _volume in units), units) if units else []
        units = [Unit(weight_g, qty, volume_mm3=volume * CM3) for weight_g, qty, volume in units]
        boxes = pack(units, rule)
        if isinstance(boxes, Refusal):
            return boxes
        return [
            {"weight_g": parcel.weight_g, "dims_mm": list(parcel.dims_mm) if parcel.dims_mm else None, "pieces": parcel.pieces,
             **({"goods_mm3": parcel.goods_mm3} if parcel.goods_mm3 else {})}
            for parcel in parcels_of(boxes, rule, units)]

    @api.model
    def _one_parcel(self, weight_g, units):
        """Give all goods as one parcel, which counts its pieces and their volume.

        :param weight_g: grams of the parcel, or None. :param units: see :meth:`_parcels_of`.
        :return: list with the parcel; a single piece without a volume is its grams alone.
        """
        pieces, goods_mm3 = sum(qty for _each, qty, _volume in units), sum(volume * qty for _each, qty, volume in units) * CM3
        more = {**({"pieces": pieces} if pieces > 1 else {}), **({"goods_mm3": goods_mm3} if goods_mm3 else {})}
        return [{"weight_g": weight_g, **more} if more else weight_g]
