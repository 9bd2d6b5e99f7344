"""What a dealer bought before, with the orders that the prepaid account pays."""
from odoo.tools import SQL

from odoo.addons.promo_engine.sql.buyers import BOUGHT, Bought, orders_done

STATES = ("submitted", "approved", "partial", "shipped", "received")

_KEPT = SQL("""CASE WHEN sale.dealer_state IN ('shipped', 'received') AND sale.captured_total > 0 THEN sale.captured_total ELSE sale.settlement_total END
    - COALESCE((SELECT SUM(back.credit_amount) FROM dealer_return back WHERE back.order_id = sale.id AND back.state = 'refunded'), 0)""")

DEALER_BOUGHT = Bought(
    SQL("CASE WHEN sale.is_dealer_order THEN sale.dealer_state IN %s AND sale.exchange_return_id IS NULL ELSE %s END", STATES, BOUGHT.counted),
    SQL("CASE WHEN sale.is_dealer_order THEN sale.settlement_total ELSE %s END", BOUGHT.ordered),
    SQL("CASE WHEN sale.is_dealer_order THEN %s ELSE %s END", _KEPT, BOUGHT.kept))


def dealer_orders_done(cr, company_id, root_id, without_id):
    """Count the orders of a dealer and all his stores whose money was there, whoever entered them.

    :param root_id: id of the dealer. :param without_id: id of the order that is being priced, 0 for none.
    :return: (orders, amount or None, date of the last or None).
    """
    return orders_done(cr, company_id, [root_id], DEALER_BOUGHT.counted, DEALER_BOUGHT.ordered, without_id).get(root_id, (0, None, None))
