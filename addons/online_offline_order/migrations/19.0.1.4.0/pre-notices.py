"""Everybody of a store reads its notices: they say no more what the account lacks; translations follow with the add-on."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.notices_without_amounts(cr)
