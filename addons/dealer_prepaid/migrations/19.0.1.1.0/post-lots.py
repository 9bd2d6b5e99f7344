"""Accounts of the first release get their lots: one of cash for what is in the account, with the live holds as its uses."""
from odoo import SUPERUSER_ID, api

from odoo.addons.dealer_prepaid.sql import lots


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    for company in env["res.company"].search([]):
        env["prepaid.bucket"]._fill_defaults(company)
    lots.make_opening_lots(cr)
    env.ref("dealer_prepaid.cron_fund_waiting").interval_number = 1
