"""What a dealer bought before, with the orders that the prepaid account pays."""
from odoo.tools import SQL

from odoo.addons.promo_engine.sql.buyers import AMOUNT, COUNTED, orders_done

STATES = ("submitted", "approved", "partial", "shipped", "received")

DEALER_COUNTED = SQL("CASE WHEN sale.is_dealer_order THEN sale.dealer_state IN %s AND sale.exchange_return_id IS NULL ELSE %s END", STATES, COUNTED)
DEALER_AMOUNT = SQL("CASE WHEN sale.is_dealer_order THEN sale.settlement_total ELSE %s END", AMOUNT)


def dealer_orders_done(cr, company_id, root_id, without_id):
    """Count the orders of a dealer and all his stores whose money was there, whoever entered them.

    :param root_id: id of the dealer. :param without_id: id of the order that is being priced, 0 for none.
    :return: (orders, amount or None, date of the last or None).
    """
    return orders_done(cr, company_id, [root_id], DEALER_COUNTED, DEALER_AMOUNT, without_id).get(root_id, (0, None, None))
