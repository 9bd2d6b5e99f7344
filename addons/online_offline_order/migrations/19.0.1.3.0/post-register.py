"""Orders that were submitted before there was an order register get their numbers in the order of their submission."""
from odoo import SUPERUSER_ID, api

from odoo.addons.online_offline_order.sql.register import enter


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    for company in env["res.company"].search([]):
        cr.execute(enter(company.id, company._dealer_tz().zone))
