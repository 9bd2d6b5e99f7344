"""Lots keep the rule of their bucket that holds at the upgrade: later changes of the rule are for credits from then on."""
from odoo.addons.dealer_prepaid.sql import lots


def migrate(cr, version):
    lots.freeze_rules(cr)
