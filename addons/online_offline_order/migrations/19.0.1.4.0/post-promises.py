"""Orders whose money is not held know when they passed."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.days_of_promises(cr)
