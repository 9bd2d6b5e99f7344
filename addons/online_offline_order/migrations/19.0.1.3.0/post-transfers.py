"""Transfers that are under way have a maker from now on."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.makers_of_transfers(cr)
