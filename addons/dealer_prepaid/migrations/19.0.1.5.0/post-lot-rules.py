"""Lots keep the rule they were granted under as far as the books say it, else the one that holds at the upgrade; those of before 1.1 get their source."""
from odoo.addons.dealer_prepaid.sql import lots


def migrate(cr, version):
    lots.freeze_rules(cr)
    lots.find_sources(cr)
