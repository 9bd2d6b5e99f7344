"""Every company numbers its prepaid documents for itself; those that have documents go on where the common numbers stand."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    env["res.company"].search([])._ensure_own_numbers()
