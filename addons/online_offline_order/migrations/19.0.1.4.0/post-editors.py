"""Drafts of returns know from now on who wrote them."""
from odoo.addons.online_offline_order.sql import upgrade


def migrate(cr, version):
    upgrade.editors_of_returns(cr)
