"""Extended rights given before they had a document get one, with a last day."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    env["dealer.right.grant"]._document_held()
