"""Sourcing rules whose kind had no effect."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.kinds_of_sourcing_rules(cr)
