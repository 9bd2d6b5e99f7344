"""Orders that were placed before the ledger of prices existed are noted in it, with their own times: campaigns look back 30 days."""
from odoo import SUPERUSER_ID, api

BATCH = 500


def migrate(cr, version):
    """At the end, when every add-on can say whether the prices of an order count."""
    env = api.Environment(cr, SUPERUSER_ID, {"prefetch_fields": True})  # SUPERUSER_ID: an upgrade has no user
    orders = env["sale.order"].search([("state", "=", "sale"), ("promo_price_event_ids", "=", False)], order="id")
    for start in range(0, len(orders), BATCH):
        for order in orders[start:start + BATCH]:
            order._promo_note_prices("ordered", "deal", at=order.date_order)
        env.invalidate_all()
