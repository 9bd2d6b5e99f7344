from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Put the terminals that were invited by a nomination into the activation list, with their logins and orders so far."""
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["dealer.nomination"]._begin_funnel()  # SUPERUSER_ID: an upgrade has no user
