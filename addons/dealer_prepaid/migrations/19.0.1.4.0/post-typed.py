"""Remittances that no sheet of the bank brought count as typed by hand: they prove nothing, and the certificate names them apart."""
from odoo.addons.dealer_prepaid.sql import receipt


def migrate(cr, version):
    receipt.mark_typed_remittances(cr)
