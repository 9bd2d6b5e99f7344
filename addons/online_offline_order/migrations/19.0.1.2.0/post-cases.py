"""Companies of before get the numbers of parcel cases."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    env["res.company"].search([])._ensure_case_sequence()
