"""What was ordered, shipped and taken back, piece by piece: one base for every list and every axis."""
from odoo.tools import SQL

from .settlement import settlement_query


def report_lines_query():
    """Rows of dealer.report.line.

    Ordered are the frozen settlements of orders that were submitted and not cancelled. Shipped and returned are the goods of
    done moves and of returned pieces, and beside them one row a document for its fees: what the settlement list (so the ledger,
    and on a term the invoices) has of the document beyond its goods. So the rows of a document always add up to its debits
    or credits, and shipped minus returned is what the ledger took. Goods that left without a debit (sent again, exchanged)
    count their pieces and no money.

    :return: SQL; amounts in the company's currency, each above zero for its own side.
    """
    return SQL(
        """WITH %(documents)s, %(goods)s, %(facts)s
           SELECT f.id, f.side, f.part, f.date, f.company_id, f.currency_id, f.order_id, f.picking_id, f.return_id, f.store_id,
                  coalesce(o.dealer_id, store.dealer_id) AS dealer_id, coalesce(o.sales_company_id, store.sales_company_id) AS sales_company_id,
                  dealer.user_id AS salesperson_id, o.warehouse_id, o.consumer_kind, f.product_id, pt.categ_id, pt.dealer_brand_id AS brand_id,
                  pt.dealer_season_id AS season_id, province.id AS province_id, city.id AS city_id,
                  f.goods, f.admin, f.logistics, f.goods + f.admin + f.logistics AS total,
                  CASE WHEN f.side = 'ordered' THEN f.qty ELSE 0 END AS ordered_qty,
                  CASE WHEN f.side = 'ordered' THEN f.goods + f.admin + f.logistics ELSE 0 END AS ordered_total,
                  CASE WHEN f.side = 'shipped' THEN f.qty ELSE 0 END AS shipped_qty,
                  CASE WHEN f.side = 'shipped' THEN f.goods + f.admin + f.logistics ELSE 0 END AS shipped_total,
                  CASE WHEN f.side = 'returned' THEN f.qty ELSE 0 END AS returned_qty,
                  CASE WHEN f.side = 'returned' THEN f.goods + f.admin + f.logistics ELSE 0 END AS returned_total,
                  CASE f.side WHEN 'shipped' THEN 1 WHEN 'returned' THEN -1 ELSE 0 END * (f.goods + f.admin + f.logistics) AS net_total
             FROM fact f
        LEFT JOIN sale_order o ON o.id = f.order_id
        LEFT JOIN res_partner store ON store.id = f.store_id
        LEFT JOIN res_partner dealer ON dealer.id = store.dealer_id
        LEFT JOIN product_product pp ON pp.id = f.product_id
        LEFT JOIN product_template pt ON pt.id = pp.product_tmpl_id
        LEFT JOIN dealer_division place
               ON place.id = CASE WHEN o.dealer_mode = 'consumer' THEN coalesce(o.consumer_division_id, store.division_id) ELSE store.division_id END
        LEFT JOIN dealer_division province ON province.code = left(place.code, 2) || '0000'
        LEFT JOIN dealer_division city ON city.code = left(place.code, 4) || '00' AND city.level = 'city'""",
        documents=_documents(), goods=_goods(), facts=_facts())


def _documents():
    """Debits and credits by document, from the settlement list."""
    return SQL(
        """doc AS (
             SELECT side, company_id, currency_id, picking_id, return_id, max(order_id) AS order_id, max(store_id) AS store_id,
                    max(partner_id) AS partner_id, min(date) AS date, min(id) AS first_id, sum(sign * total) AS total,
                    sum(sign * (total - coalesce(admin, 0) - coalesce(logistics, 0))) AS goods,
                    sum(sign * coalesce(admin, 0)) AS admin, sum(sign * coalesce(logistics, 0)) AS logistics
               FROM (SELECT s.*, CASE WHEN back THEN 'returned' ELSE 'shipped' END AS side, CASE WHEN back THEN -1 ELSE 1 END AS sign
                       FROM (SELECT t.*, t.return_id IS NOT NULL OR t.kind IN ('refund', 'postage', 'handling', 'term_return') AS back
                               FROM (%(settlements)s) t) s) u
           GROUP BY side, company_id, currency_id, picking_id, return_id,
                    CASE WHEN picking_id IS NULL AND return_id IS NULL THEN coalesce(order_id, -partner_id) END)""",
        settlements=settlement_query())


def _goods():
    """Goods that left and that came back; without a debit or credit of their document they cost nothing."""
    return SQL(
        """sent AS (
             SELECT m.id, p.id AS picking_id, l.order_id, m.product_id, m.quantity AS qty, doc.picking_id IS NOT NULL AS debited,
                    coalesce(doc.date, (p.date_done AT TIME ZONE 'UTC' AT TIME ZONE coalesce(cp.tz, 'Asia/Shanghai'))::date) AS date,
                    CASE WHEN doc.picking_id IS NULL THEN 0 ELSE round((m.quantity * l.price_unit)::numeric, 2) END AS goods
               FROM stock_move m
               JOIN stock_picking p ON p.id = m.picking_id
               JOIN stock_location d ON d.id = m.location_dest_id AND d.usage = 'customer'
               JOIN sale_order_line l ON l.id = m.sale_line_id
               JOIN sale_order o ON o.id = l.order_id AND o.is_dealer_order
               JOIN res_company c ON c.id = o.company_id
               JOIN res_partner cp ON cp.id = c.partner_id
          LEFT JOIN doc ON doc.side = 'shipped' AND doc.picking_id = p.id AND doc.return_id IS NULL
              WHERE m.state = 'done'),
           back AS (
             SELECT i.id, i.return_id, r.order_id, i.product_id, i.received_qty AS qty,
                    coalesce(doc.date, (r.received_at AT TIME ZONE 'UTC' AT TIME ZONE coalesce(cp.tz, 'Asia/Shanghai'))::date) AS date,
                    CASE WHEN doc.return_id IS NULL THEN 0 ELSE coalesce(i.goods_share, 0) END AS goods
               FROM dealer_return_line i
               JOIN dealer_return r ON r.id = i.return_id
               JOIN res_company c ON c.id = r.company_id
               JOIN res_partner cp ON cp.id = c.partner_id
          LEFT JOIN doc ON doc.side = 'returned' AND doc.return_id = r.id AND doc.picking_id IS NULL
              WHERE i.received_qty > 0 AND (doc.return_id IS NOT NULL OR r.state IN ('refunded', 'exchanged')))""")


def _facts():
    """One row for each piece of the three lists: ordered, shipped, returned, and what documents have beyond their goods."""
    return SQL(
        """fact AS (
             SELECT t.id::bigint * 16 AS id, 'ordered' AS side, CASE WHEN t.kind = 'goods' THEN 'goods' ELSE 'fees' END AS part,
                    (o.submitted_at AT TIME ZONE 'UTC' AT TIME ZONE coalesce(cp.tz, 'Asia/Shanghai'))::date AS date,
                    o.company_id, c.currency_id, o.id AS order_id, NULL::integer AS picking_id, NULL::integer AS return_id, o.partner_id AS store_id,
                    l.product_id, CASE WHEN t.kind = 'goods' THEN t.quantity ELSE 0 END::numeric AS qty,
                    CASE WHEN t.kind = 'goods' THEN t.amount ELSE 0 END AS goods, CASE WHEN t.kind = 'admin' THEN t.amount ELSE 0 END AS admin,
                    CASE WHEN t.kind = 'logistics' THEN t.amount ELSE 0 END AS logistics
               FROM dealer_settlement_line t
               JOIN sale_order o ON o.id = t.order_id AND o.is_dealer_order AND o.dealer_state NOT IN ('draft', 'cancelled')
               JOIN res_company c ON c.id = o.company_id
               JOIN res_partner cp ON cp.id = c.partner_id
          LEFT JOIN sale_order_line l ON l.id = t.sale_line_id
              WHERE t.active AND t.kind IN ('goods', 'admin', 'logistics')
          UNION ALL
             SELECT x.id::bigint * 16 + 1, 'shipped', 'goods', x.date, o.company_id, c.currency_id, o.id, x.picking_id, NULL, o.partner_id, x.product_id,
                    x.qty, x.goods, 0, 0
               FROM sent x JOIN sale_order o ON o.id = x.order_id JOIN res_company c ON c.id = o.company_id
          UNION ALL
             SELECT x.id::bigint * 16 + 2, 'returned', 'goods', x.date, o.company_id, c.currency_id, o.id, NULL, x.return_id, o.partner_id, x.product_id,
                    x.qty, x.goods, 0, 0
               FROM back x JOIN sale_order o ON o.id = x.order_id JOIN res_company c ON c.id = o.company_id
          UNION ALL
             SELECT coalesce(doc.return_id, doc.picking_id, doc.order_id, abs(doc.first_id))::bigint * 16
                    + CASE WHEN doc.return_id IS NOT NULL THEN 3 WHEN doc.picking_id IS NOT NULL THEN 5 WHEN doc.order_id IS NOT NULL THEN 7 ELSE 9 END
                    + CASE WHEN doc.side = 'returned' THEN 1 ELSE 0 END,
                    doc.side, 'fees', doc.date, doc.company_id, doc.currency_id, doc.order_id, doc.picking_id, doc.return_id,
                    coalesce(doc.store_id, doc.partner_id), NULL, 0, doc.goods - coalesce(g.goods, 0), doc.admin, doc.logistics
               FROM doc
  LEFT JOIN LATERAL (SELECT sum(goods) AS goods FROM sent WHERE doc.side = 'shipped' AND doc.return_id IS NULL AND sent.picking_id = doc.picking_id
                      UNION ALL
                     SELECT sum(goods) FROM back WHERE doc.side = 'returned' AND doc.picking_id IS NULL AND back.return_id = doc.return_id) g
                 ON g.goods IS NOT NULL
              WHERE doc.goods <> coalesce(g.goods, 0) OR doc.admin <> 0 OR doc.logistics <> 0)""")
