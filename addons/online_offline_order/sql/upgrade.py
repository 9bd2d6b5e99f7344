"""Statements of upgrades: what earlier releases did not store."""
from odoo.tools.sql import SQL


def warehouses_of_parcels(cr):
    """Parcels shipped before 19.0.1.1 have no warehouse: that of their delivery, of a return that of its order. What is there stays."""
    cr.execute(SQL(
        """UPDATE logistics_parcel parcel SET warehouse_id = kind.warehouse_id
             FROM stock_picking picking JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
            WHERE parcel.picking_id = picking.id AND parcel.warehouse_id IS NULL AND kind.warehouse_id IS NOT NULL"""))
    cr.execute(SQL(
        """UPDATE logistics_parcel parcel SET warehouse_id = sale.warehouse_id
             FROM dealer_return back JOIN sale_order sale ON sale.id = back.order_id
            WHERE parcel.return_id = back.id AND parcel.warehouse_id IS NULL AND sale.warehouse_id IS NOT NULL"""))
