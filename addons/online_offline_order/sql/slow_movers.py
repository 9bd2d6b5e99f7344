"""Goods that lie: what is on hand and has not been sold for the company's number of days."""
from odoo.tools.sql import SQL


def slow_movers_query():
    """Give the rows of ``dealer.slow.mover``: a warehouse and its goods, the days without a sale, and where they sell.

    :return: SQL.
    """
    return SQL(
        """WITH stock AS (
            SELECT w.company_id, w.id AS warehouse_id, q.product_id, sum(q.quantity) AS on_hand, sum(q.quantity - q.reserved_quantity) AS free,
                   min(q.in_date) AS since
              FROM stock_quant q JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal' JOIN stock_warehouse w ON w.id = l.warehouse_id
             GROUP BY w.company_id, w.id, q.product_id HAVING sum(q.quantity) > 0),
        sold AS (
            SELECT l.warehouse_id, m.product_id, max(m.date) AS last_sale,
                   coalesce(sum(m.quantity) FILTER (WHERE m.date >= now() AT TIME ZONE 'UTC' - make_interval(days => c.slow_mover_days)), 0) AS pieces
              FROM stock_move m JOIN stock_location l ON l.id = m.location_id JOIN stock_location d ON d.id = m.location_dest_id AND d.usage = 'customer'
              JOIN res_company c ON c.id = m.company_id
             WHERE m.state = 'done' AND l.usage = 'internal' GROUP BY l.warehouse_id, m.product_id),
        slow AS (
            SELECT stock.*, sold.last_sale, date_part('day', now() AT TIME ZONE 'UTC' - coalesce(sold.last_sale, stock.since))::int AS days
              FROM stock LEFT JOIN sold ON sold.warehouse_id = stock.warehouse_id AND sold.product_id = stock.product_id)
        SELECT row_number() OVER (ORDER BY slow.warehouse_id, slow.product_id) AS id, slow.company_id, slow.warehouse_id, slow.product_id,
               slow.on_hand, slow.free, slow.last_sale, slow.days, best.warehouse_id AS to_warehouse_id, coalesce(best.pieces, 0) AS sold_there,
               CASE WHEN best.warehouse_id IS NULL THEN 0
                    ELSE greatest(least(slow.free, best.pieces - greatest(coalesce(best.free, 0), 0)), 0) END AS proposed
          FROM slow JOIN res_company c ON c.id = slow.company_id
          LEFT JOIN LATERAL (
            SELECT sold.warehouse_id, sold.pieces, there.free
              FROM sold JOIN stock_warehouse w ON w.id = sold.warehouse_id AND w.company_id = slow.company_id
              LEFT JOIN stock there ON there.warehouse_id = sold.warehouse_id AND there.product_id = sold.product_id
             WHERE sold.product_id = slow.product_id AND sold.warehouse_id <> slow.warehouse_id AND sold.pieces > 0
             ORDER BY sold.pieces DESC, sold.warehouse_id LIMIT 1) best ON TRUE
         WHERE slow.days >= c.slow_mover_days AND c.slow_mover_days > 0""")
