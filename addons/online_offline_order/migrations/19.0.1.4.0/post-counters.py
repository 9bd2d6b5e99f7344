"""Counts that wait know from now on who entered them."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.counters_of_counts(cr)
