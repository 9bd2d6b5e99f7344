"""Changes of receiving accounts that wait since before their figures were kept are proposed anew."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    env["prepaid.receiving.change"]._reject_without_values()
