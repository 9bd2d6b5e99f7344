"""Keys of other programs stand in a table of their own now: what earlier releases kept on orders and returns is taken over."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.calls_of_programs(cr)
