from odoo import models

from odoo.addons.dealer_base.money import allocate, split_by_progress, to_fen


class StockPicking(models.Model):
    """What an order declares goes to the parcels of its deliveries, so that cost, replay and the carrier's bill know it."""

    _inherit = "stock.picking"

    def _ready_parcels(self):
        super()._ready_parcels()
        order = self.sudo().sale_id  # sudo: the warehouse reads orders to ship only
        parcels = self._parcels().sorted("id")
        if order.carry_floors and not any(parcels.mapped("floors")):
            parcels.write({"floors": order.carry_floors})
        if order.cod_amount and not any(order.picking_ids.parcel_ids.mapped("cod_fen")):
            parcels[:1].cod_fen = to_fen(order.cod_amount)  # collected once, with the first parcel
        if order.declared_value and not any(parcels.mapped("declared_fen")):
            weights = [max(parcel.weight_g, 1) for parcel in parcels]
            for parcel, fen in zip(parcels, allocate(self._declared_fen(order), weights), strict=True):
                parcel.declared_fen = fen

    def _declared_fen(self, order):
        """:return: fen, the part of the order's declared value that leaves now, by weight; the parts add up to it."""
        lines = order._goods_lines()
        before, whole = (sum(line.weight_g * int(line[name]) for line in lines) for name in ("qty_settled", "product_uom_qty"))
        now = sum(weight_g * qty for weight_g, qty, _volume in self._packing_units())
        return split_by_progress(to_fen(order.declared_value), before, min(now, whole - before), whole) if whole else to_fen(order.declared_value)
