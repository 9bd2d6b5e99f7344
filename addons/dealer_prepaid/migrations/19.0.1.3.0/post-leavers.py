"""A refund that the bank sent back keeps its reference as an earlier one, so that the old list pays nothing a second time."""
from odoo.addons.dealer_prepaid.sql import leaver


def migrate(cr, version):
    leaver.keep_earlier_references(cr)
