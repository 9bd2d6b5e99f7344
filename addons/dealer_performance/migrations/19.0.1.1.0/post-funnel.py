from odoo import SUPERUSER_ID, api

BATCH = 500


def migrate(cr, version):
    """Count goods that went out for others with their first order, and what was given up of an order no more."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})  # superuser: the upgrade acts for the program
    rows = env["activation.order"].search([("order_id.exchange_return_id", "!=", False)])
    records, replacements = rows.record_id, rows.order_id
    rows.unlink()
    rest = env["sale.order"].search([
        ("is_dealer_order", "=", True), ("dealer_state", "in", ("shipped", "received")), ("cancel_reason", "!=", False)])
    ids = (rest | replacements).ids
    for start in range(0, len(ids), BATCH):
        env["sale.order"].browse(ids[start:start + BATCH])._note_activation()
    records._note_orders()
