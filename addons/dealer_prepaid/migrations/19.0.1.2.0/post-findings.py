"""Reasons and notes in the lines of a season close, kept as words so far, become findings."""
from odoo import SUPERUSER_ID, api

from odoo.addons.dealer_prepaid.sql import close


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    env["prepaid.season.close.finding"].create([
        {"line_id": line_id, "level": level, "code": "text", "params": {"text": text}} for line_id, level, text in close.old_words(cr)])
    close.drop_old_words(cr)
