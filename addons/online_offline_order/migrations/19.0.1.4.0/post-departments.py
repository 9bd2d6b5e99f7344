"""What was credited stays with the department where it was: lines know theirs from now on."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.departments_of_credits(cr)
