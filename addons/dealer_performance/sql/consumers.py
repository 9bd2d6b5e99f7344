"""Consumers by their phone number, whatever the order came by, and what happened with each of them."""
from odoo.tools import SQL

from odoo.addons.online_offline_order.attribution import ONLINE_SOURCES


def _orders():
    """Give the submitted orders of consumers with the digits of the phone, and the first order of the number, which names the consumer.

    ``is_swap`` marks goods that go out for others that came back: part of the history, but nobody ordered again.
    """
    return SQL(
        """SELECT o.*, min(o.id) OVER (PARTITION BY o.company_id, o.key) AS consumer_id
             FROM (SELECT id, company_id, partner_id, consumer_name, order_source, dealer_state, submitted_at, name, exchange_return_id IS NOT NULL AS is_swap,
                          regexp_replace(regexp_replace(regexp_replace(consumer_phone, '[^0-9]', '', 'g'), '^0086', ''),
                                         '^86(?=[0-9]{11}$)', '') AS key
                     FROM sale_order
                    WHERE is_dealer_order AND submitted_at IS NOT NULL AND dealer_state NOT IN ('draft', 'cancelled') AND consumer_phone IS NOT NULL) o
            WHERE length(o.key) >= 6""")


def consumers_query():
    """Rows of perf.consumer: each phone number of a company once, with what was ordered online and in stores, and what came after."""
    return SQL(
        """WITH known AS (%(orders)s),
           pieces AS (SELECT l.order_id, sum(l.product_uom_qty) AS qty FROM sale_order_line l JOIN product_product p ON p.id = l.product_id
                        JOIN product_template t ON t.id = p.product_tmpl_id AND t.type <> 'service'
                       WHERE l.order_id IN (SELECT id FROM known) AND l.display_type IS NULL GROUP BY 1),
           back AS (SELECT k.consumer_id, count(*) AS number FROM dealer_return r JOIN known k ON k.id = r.order_id WHERE r.state NOT IN ('draft', 'cancelled')
                     GROUP BY 1),
           told AS (SELECT k.consumer_id, count(*) AS number FROM dealer_complaint c
                 LEFT JOIN dealer_return r ON r.id = c.return_id
                      JOIN known k ON k.id = coalesce(c.order_id, r.order_id) GROUP BY 1),
           fact AS (SELECT consumer_id AS id, company_id, key, (array_agg(consumer_name ORDER BY submitted_at DESC))[1] AS name,
                           (array_agg(partner_id ORDER BY submitted_at DESC))[1] AS store_id, count(*) FILTER (WHERE NOT is_swap) AS order_count,
                           count(*) FILTER (WHERE NOT is_swap AND order_source IN %(online)s) AS online_count,
                           count(*) FILTER (WHERE NOT is_swap AND (order_source IS NULL OR order_source NOT IN %(online)s)) AS store_count,
                           coalesce(sum(pieces.qty) FILTER (WHERE NOT is_swap), 0) AS pieces,
                           min(submitted_at) FILTER (WHERE NOT is_swap) AS first_order_at, max(submitted_at) FILTER (WHERE NOT is_swap) AS last_order_at
                      FROM known LEFT JOIN pieces ON pieces.order_id = known.id GROUP BY 1, 2, 3)
           SELECT fact.*, b.guide_id, coalesce(back.number, 0) AS return_count, coalesce(told.number, 0) AS complaint_count,
                  CASE WHEN order_count >= 4 THEN 'regular' WHEN order_count >= 2 THEN 'again' ELSE 'once' END AS level,
                  CASE WHEN online_count > 0 AND store_count > 0 THEN 'both' WHEN online_count > 0 THEN 'online' ELSE 'store' END AS channel,
                  CASE WHEN order_count >= 2 THEN 100 ELSE 0 END AS repeat_rate
             FROM fact
        LEFT JOIN back ON back.consumer_id = fact.id
        LEFT JOIN told ON told.consumer_id = fact.id
        LEFT JOIN dealer_consumer_binding b ON b.company_id = fact.company_id AND b.phone = fact.key AND b.closed_at IS NULL""",
        orders=_orders(), online=tuple(ONLINE_SOURCES))


def events_query():
    """Rows of perf.consumer.event: the orders, returns and complaints of each consumer."""
    return SQL(
        """WITH known AS (%(orders)s)
           SELECT k.id::bigint * 4 AS id, k.consumer_id, k.company_id, k.submitted_at AS at, 'order' AS kind, k.id AS order_id,
                  NULL::integer AS return_id, NULL::integer AS complaint_id, NULL::text AS note, NULL::text AS answer
             FROM known k
        UNION ALL
           SELECT r.id::bigint * 4 + 1, k.consumer_id, k.company_id, coalesce(r.submitted_at, r.create_date), 'return', k.id, r.id, NULL, r.reason, NULL
             FROM dealer_return r JOIN known k ON k.id = r.order_id WHERE r.state NOT IN ('draft', 'cancelled')
        UNION ALL
           SELECT c.id::bigint * 4 + 2, k.consumer_id, k.company_id, c.create_date, 'complaint', k.id, c.return_id, c.id, c.text, c.answer
             FROM dealer_complaint c
        LEFT JOIN dealer_return r ON r.id = c.return_id
             JOIN known k ON k.id = coalesce(c.order_id, r.order_id)""", orders=_orders())
