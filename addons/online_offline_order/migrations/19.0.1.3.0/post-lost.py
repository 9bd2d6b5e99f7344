"""Parcels that carriers reported lost or refused before there were parcel cases get one, so that somebody decides about them."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Open a case for each such parcel that has none, neither open nor closed.

    :param cr: cursor. :param version: version that was installed, empty at a first install.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    parcels = env["logistics.parcel"].search([
        ("state", "in", ("lost", "refused")), ("direction", "=", "out"), ("shipped_date", "!=", False), ("case_ids", "=", False)])
    parcels.filtered(lambda parcel: parcel._is_case_parcel())._open_cases()
