"""Delivery contacts that orders made for consumers before there was a mark are consumers, so that they are masked."""
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})  # SUPERUSER_ID: an upgrade has no user
    orders = env["sale.order"].search([("is_dealer_order", "=", True), ("dealer_mode", "=", "consumer"), ("partner_shipping_id.type", "=", "delivery")])
    contacts = orders.partner_shipping_id.filtered(lambda contact: contact.parent_id and not contact.dealer_level)
    contacts.write({"is_dealer_consumer": True})
