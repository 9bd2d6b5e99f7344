"""Parcels of earlier releases do not know the warehouse that they left."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.warehouses_of_parcels(cr)
