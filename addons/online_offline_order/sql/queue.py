"""The waiting queue as the database sees it."""
from odoo.tools import SQL


def orders_wait(company_id, partner_id):
    """Tell whether orders wait for the money of an owner.

    :return: SQL of a condition.
    """
    return SQL(
        "EXISTS (SELECT FROM sale_order WHERE dealer_state = 'waiting' AND company_id = %s AND account_partner_id = %s)", company_id, partner_id)
