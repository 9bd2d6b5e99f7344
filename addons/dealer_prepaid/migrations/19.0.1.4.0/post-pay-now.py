"""Accounts that were opened for pay now are known as such: their owners' orders are paid from above again once pay now has ended."""
from odoo.addons.dealer_prepaid.sql import receipt


def migrate(cr, version):
    receipt.mark_pay_now_accounts(cr)
