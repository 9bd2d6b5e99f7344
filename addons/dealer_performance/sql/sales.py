"""The figures of orders with what the goods cost, and the goods themselves with their shelf time."""
from odoo.tools import SQL

from odoo.addons.online_offline_order.sql.report_lines import report_lines_query


def sales_query():
    """Rows of perf.sales.report: those of dealer.report.line, one for one, with state and source of the order, cost and margin.

    What was shipped costs what its move was worth when it left; what came back takes back the average of what was shipped of it on the order. Discounts
    of a shipment lower its goods, postage and handling of a return count as fees, so net goods are what the attribution credited, and goods and fees make up
    the total of dealer.report.line. Goods that go out for others that came back are no order of their own (``own_order_id``): nobody bought again.
    """
    return SQL(
        """WITH line AS MATERIALIZED (%(lines)s),
           sent AS (
               SELECT l.order_id, m.product_id, sum(m.value) / nullif(sum(m.quantity), 0) AS unit
                 FROM stock_move m
                 JOIN sale_order_line l ON l.id = m.sale_line_id
                 JOIN stock_location d ON d.id = m.location_dest_id AND d.usage = 'customer'
                WHERE m.state = 'done' AND l.order_id IN (SELECT order_id FROM line WHERE side <> 'ordered')
                GROUP BY 1, 2),
           fact AS (
               SELECT line.*, o.dealer_state AS order_state, o.order_source, o.attribution_kind AS order_kind, city.tier,
                      CASE WHEN o.exchange_return_id IS NULL THEN line.order_id END AS own_order_id,
                      CASE line.side WHEN 'shipped' THEN 1 WHEN 'returned' THEN -1 ELSE 0 END AS sign,
                      CASE line.side WHEN 'ordered' THEN 0 ELSE line.shipped_qty + line.returned_qty END * coalesce(sent.unit, 0) AS worth
                 FROM line
            LEFT JOIN sale_order o ON o.id = line.order_id
            LEFT JOIN sent ON sent.order_id = line.order_id AND sent.product_id = line.product_id
            LEFT JOIN dealer_division city ON city.id = line.city_id)
           SELECT fact.*, sign * (shipped_qty + returned_qty) AS net_qty,
                  CASE WHEN part = 'goods' OR side = 'shipped' THEN sign * goods ELSE 0 END AS net_goods,
                  CASE WHEN part = 'goods' OR side = 'shipped' THEN 0 ELSE sign * goods END + sign * (admin + logistics) AS net_fees,
                  round((sign * worth)::numeric, 2) AS cost,
                  CASE WHEN part = 'goods' OR side = 'shipped' THEN sign * goods ELSE 0 END - round((sign * worth)::numeric, 2) AS margin,
                  CASE WHEN side = 'returned' AND part = 'goods' THEN goods ELSE 0 END AS returned_goods,
                  1 AS order_count, 1 AS dealer_count, CASE WHEN own_order_id IS NULL THEN 0 ELSE ordered_total END AS average_order
             FROM fact""", lines=report_lines_query())


def _days():
    """Give the day that each company writes now."""
    return SQL(
        """SELECT c.id AS company_id, (now() AT TIME ZONE coalesce(p.tz, 'Asia/Shanghai'))::date AS today, coalesce(p.tz, 'Asia/Shanghai') AS tz
             FROM res_company c JOIN res_partner p ON p.id = c.partner_id""")


def goods_query():
    """Rows of perf.goods.report: each product of a company that was ordered, looked at or lies in stock."""
    return SQL(
        """WITH day AS (%(days)s),
           line AS (
               SELECT product_id, company_id, count(DISTINCT order_id) FILTER (WHERE side = 'ordered') AS order_count, sum(ordered_qty) AS ordered_qty,
                      sum(shipped_qty) AS shipped_qty, sum(returned_qty) AS returned_qty, max(date) FILTER (WHERE side = 'shipped') AS last_sold
                 FROM (%(lines)s) l WHERE product_id IS NOT NULL GROUP BY 1, 2),
           stock AS (
               SELECT q.product_id, q.company_id, sum(q.quantity) AS on_hand
                 FROM stock_quant q JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal' GROUP BY 1, 2),
           seen AS (SELECT product_id, company_id, count(*) AS views, count(DISTINCT partner_id) AS viewers FROM perf_goods_view GROUP BY 1, 2)
           SELECT p.id::bigint * 4096 + c.id AS id, p.id AS product_id, c.id AS company_id, t.categ_id, t.dealer_brand_id AS brand_id,
                  t.dealer_season_id AS season_id, t.shelf_state, shelf.date AS shelf_date,
                  CASE WHEN t.shelf_state = 'on' THEN day.today - shelf.date END AS shelf_days,
                  coalesce(seen.views, 0) AS view_count, coalesce(seen.viewers, 0) AS viewer_count,
                  coalesce(line.order_count, 0) AS order_count, coalesce(line.ordered_qty, 0) AS ordered_qty,
                  coalesce(line.shipped_qty, 0) - coalesce(line.returned_qty, 0) AS sold_qty, coalesce(line.returned_qty, 0) AS returned_qty,
                  coalesce(stock.on_hand, 0) AS on_hand, line.last_sold,
                  100.0 * (coalesce(line.shipped_qty, 0) - coalesce(line.returned_qty, 0))
                      / nullif(coalesce(line.shipped_qty, 0) - coalesce(line.returned_qty, 0) + coalesce(stock.on_hand, 0), 0) AS sell_through
             FROM product_product p
             JOIN product_template t ON t.id = p.product_tmpl_id
       CROSS JOIN res_company c
             JOIN day ON day.company_id = c.id
       CROSS JOIN LATERAL (SELECT (coalesce(t.shelf_at, t.create_date) AT TIME ZONE 'UTC' AT TIME ZONE day.tz)::date AS date) shelf
        LEFT JOIN line ON line.product_id = p.id AND line.company_id = c.id
        LEFT JOIN stock ON stock.product_id = p.id AND stock.company_id = c.id
        LEFT JOIN seen ON seen.product_id = p.id AND seen.company_id = c.id
            WHERE line.product_id IS NOT NULL OR stock.product_id IS NOT NULL OR seen.product_id IS NOT NULL""", days=_days(), lines=report_lines_query())


def value_query():
    """Rows of perf.dealer.value: each dealer of a company with its sales of the last 90 days, of the 90 before, and where it stands."""
    return SQL(
        """WITH day AS (%(days)s),
           line AS (
               SELECT dealer_id, l.company_id, currency_id, day.today, max(sales_company_id) AS sales_company_id, max(salesperson_id) AS salesperson_id,
                      count(DISTINCT own_order_id) FILTER (WHERE side = 'ordered') AS orders,
                      count(DISTINCT own_order_id) FILTER (WHERE side = 'ordered' AND date > today - 90) AS orders_90,
                      min(date) FILTER (WHERE side = 'ordered' AND own_order_id IS NOT NULL) AS first_order,
                      max(date) FILTER (WHERE side = 'ordered' AND own_order_id IS NOT NULL) AS last_order,
                      sum(net_goods) FILTER (WHERE date > today - 90) AS sales_90,
                      sum(net_goods) FILTER (WHERE date <= today - 90 AND date > today - 180) AS sales_before,
                      sum(margin) FILTER (WHERE date > today - 90) AS margin_90, sum(net_goods) AS sales
                 FROM (%(lines)s) l JOIN day ON day.company_id = l.company_id WHERE dealer_id IS NOT NULL GROUP BY 1, 2, 3, 4),
           paid AS (
               SELECT a.partner_id, a.company_id, sum(e.amount) AS topups_90
                 FROM prepaid_entry e JOIN prepaid_account a ON a.id = e.account_id JOIN day ON day.company_id = a.company_id
                WHERE e.kind = 'topup' AND e.date > today - 90 GROUP BY 1, 2),
           fact AS (
               SELECT line.*, coalesce(paid.topups_90, 0) AS topups_90,
                      CASE WHEN coalesce(sales_before, 0) > 0 THEN 100.0 * (coalesce(sales_90, 0) - sales_before) / sales_before END AS growth,
                      percent_rank() OVER (PARTITION BY line.company_id ORDER BY coalesce(margin_90, 0)) AS margin_rank,
                      percent_rank() OVER (PARTITION BY line.company_id ORDER BY coalesce(paid.topups_90, 0)) AS paid_rank,
                      percent_rank() OVER (PARTITION BY line.company_id ORDER BY coalesce(sales_90, 0) - coalesce(sales_before, 0)) AS growth_rank
                 FROM line LEFT JOIN paid ON paid.partner_id = line.dealer_id AND paid.company_id = line.company_id)
           SELECT dealer_id::bigint * 4096 + company_id AS id, dealer_id, company_id, currency_id, sales_company_id, salesperson_id, orders, orders_90,
                  first_order, last_order, coalesce(sales, 0) AS sales, coalesce(sales_90, 0) AS sales_90, coalesce(sales_before, 0) AS sales_before,
                  coalesce(margin_90, 0) AS margin_90, topups_90, growth,
                  CASE WHEN last_order IS NULL OR last_order <= today - 180 THEN 'lost' WHEN last_order <= today - 90 THEN 'sleeping'
                       WHEN first_order > today - 90 THEN 'new' WHEN orders_90 >= 2 THEN 'repeat' ELSE 'active' END AS stage,
                  1 AS dealer_count, CASE WHEN orders_90 >= 2 THEN 1 ELSE 0 END AS repeats,
                  CASE WHEN last_order IS NULL OR last_order <= today - 90 THEN 1 ELSE 0 END AS churned,
                  CASE WHEN orders_90 >= 2 THEN 100 ELSE 0 END AS repeat_rate,
                  CASE WHEN last_order IS NULL OR last_order <= today - 90 THEN 100 ELSE 0 END AS churn_rate,
                  round((100 * (0.4 * margin_rank + 0.3 * paid_rank + 0.3 * growth_rank))::numeric, 1) AS score
             FROM fact""", days=_days(), lines=sales_query())
