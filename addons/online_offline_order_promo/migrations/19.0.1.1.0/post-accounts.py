from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Companies that were there before the accounts of points, vouchers and deposits get them as new ones do; what was chosen stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    env["res.company"].with_context(active_test=False).search([])._promo_account_setup()
