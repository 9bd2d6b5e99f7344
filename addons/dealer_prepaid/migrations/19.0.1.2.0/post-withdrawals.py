"""Withdrawals that were booked when they were approved have been paid: approval and payment were one step so far."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    for withdrawal in env["prepaid.withdrawal"].search([("state", "=", "approved"), ("entry_id", "!=", False)]):
        withdrawal.write({"state": "paid", "paid_at": withdrawal.approved_at})
