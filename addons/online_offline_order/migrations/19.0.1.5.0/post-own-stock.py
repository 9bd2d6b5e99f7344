"""Receipts to consumers that were given for the own stock of a store are void."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    api.Environment(cr, SUPERUSER_ID, {})["dealer.order.receipt"]._void_own_stock()  # SUPERUSER_ID: an upgrade has no user
