"""Companies that were set up before consumer receipts had numbers of their own get the number sequence."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    env["res.company"].search([])._ensure_receipt_sequence()
