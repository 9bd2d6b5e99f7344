"""Orders of campaigns that gave points, cash back, vouchers or draws only count for these campaigns, those of before the upgrade too."""
from odoo import SUPERUSER_ID, api

BATCH = 500


def migrate(cr, version):
    """Again changes nothing. What vouchers given at once were worth is not added for orders of before."""
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    given = env["promo.application"].search([], order="id")
    for start in range(0, len(given), BATCH):
        given[start:start + BATCH]._note_rules_without_shares()
        env.flush_all()
        env.invalidate_all()
