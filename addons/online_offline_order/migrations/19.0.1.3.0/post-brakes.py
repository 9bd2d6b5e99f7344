"""Orders of earlier releases do not know when their money was held last."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.moments_of_brakes(cr)
