"""Reading the ledger of prices: a few rows a product, however many orders there were."""
from odoo.tools import SQL


def lowest_by_day(cr, company, product_ids, kind, opens, closes, zone):
    """Give the lowest entry of each day of a window, and the last entry before it.

    :param company: (id, id of its currency): prices in another currency are none that a campaign of the company is measured by.
    :param kind: offered, ordered or deal; offers to one buyer and deals of orders that were cancelled since do not count.
    :param opens: naive UTC, included. :param closes: naive UTC, not included. :param zone: name of the zone whose days they are.
    :return: list of (product id, time, id, price).
    """
    if not product_ids:
        return []
    counts = {
        "offered": SQL("event.partner_id IS NULL"),
        "ordered": SQL("TRUE"),
        "deal": SQL("""NOT EXISTS (SELECT 1 FROM promo_price_event gone
                                    WHERE gone.order_id = event.order_id AND gone.kind = 'undone' AND gone.id > event.id)"""),
    }[kind]
    mine = SQL("(event.company_id IS NULL OR event.company_id = %s AND event.currency_id = %s) AND event.product_id IN %s AND event.kind = %s AND %s",
               *company, tuple(product_ids), kind, counts)
    cr.execute(SQL(
        """(SELECT DISTINCT ON (event.product_id, (event.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date)
                  event.product_id, event.at, event.id, event.price
             FROM promo_price_event event WHERE %(mine)s AND event.at >= %(opens)s AND event.at < %(closes)s
         ORDER BY event.product_id, (event.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date, event.price, event.at, event.id)
        UNION ALL
          (SELECT DISTINCT ON (event.product_id) event.product_id, event.at, event.id, event.price
             FROM promo_price_event event WHERE %(mine)s AND event.at < %(opens)s
         ORDER BY event.product_id, event.at DESC, event.id DESC)""", zone=zone, mine=mine, opens=opens, closes=closes))
    return cr.fetchall()


def last_offered(cr, company, product_ids, at):
    """:param company: (id, id of its currency). :param at: naive UTC, included. :return: list of (product id, price) offered to everybody last."""
    if not product_ids:
        return []
    cr.execute(SQL(
        """SELECT DISTINCT ON (event.product_id) event.product_id, event.price FROM promo_price_event event
            WHERE event.kind = 'offered' AND event.partner_id IS NULL AND event.product_id IN %s AND event.at <= %s
              AND (event.company_id IS NULL OR event.company_id = %s AND event.currency_id = %s)
         ORDER BY event.product_id, event.at DESC, event.id DESC""", tuple(product_ids), at, *company))
    return cr.fetchall()


def with_offers(cr, product_ids):
    """:return: ids of the products whose price on the tag is in the ledger already."""
    if not product_ids:
        return set()
    cr.execute(SQL(
        "SELECT DISTINCT product_id FROM promo_price_event WHERE kind = 'offered' AND partner_id IS NULL AND product_id IN %s", tuple(product_ids)))
    return {product for (product,) in cr.fetchall()}
