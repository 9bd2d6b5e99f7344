"""Documents that stand still: one row a document and reason (R1-105, menu Exceptions)."""
from odoo.tools import SQL

KINDS = 16  # rows of the list are numbered document * KINDS + number of the kind


def exceptions_query():
    """Rows of dealer.exception. How long a document may stand is a setting of its company; 0 turns a kind off.

    :return: SQL.
    """
    return SQL(
        """SELECT row.res_id * %s + row.number AS id, row.kind, row.res_model, row.res_id, row.order_id, row.name, row.company_id, row.since,
                  o.partner_id, o.dealer_id, extract(epoch FROM (now() AT TIME ZONE 'UTC') - row.since) / 3600 AS hours
             FROM (
           SELECT 1 AS number, 'review' AS kind, 'sale.order' AS res_model, o.id AS res_id, o.id AS order_id, o.name, o.company_id,
                  coalesce(o.brake_moment, o.submitted_at) AS since, c.exception_review_hours AS allowed
             FROM sale_order o JOIN res_company c ON c.id = o.company_id WHERE o.is_dealer_order AND o.dealer_state = 'submitted'
        UNION ALL
           SELECT 2, 'waiting', 'sale.order', o.id, o.id, o.name, o.company_id, o.waiting_since, c.exception_waiting_hours
             FROM sale_order o JOIN res_company c ON c.id = o.company_id WHERE o.is_dealer_order AND o.dealer_state = 'waiting'
        UNION ALL
           SELECT 3, 'ship', 'sale.order', o.id, o.id, o.name, o.company_id, coalesce(o.shipped_at, o.approved_at), c.exception_ship_hours
             FROM sale_order o JOIN res_company c ON c.id = o.company_id WHERE o.is_dealer_order AND o.dealer_state IN ('approved', 'partial')
        UNION ALL
           SELECT 4, 'silent', 'sale.order', o.id, o.id, o.name, o.company_id, min(greatest(told.at, o.shipped_at)), c.exception_silent_hours
             FROM sale_order o
             JOIN res_company c ON c.id = o.company_id
             JOIN stock_picking p ON p.sale_id = o.id AND p.state = 'done'
             JOIN logistics_parcel l ON l.picking_id = p.id AND l.tracking IS NOT NULL AND l.state NOT IN ('delivered', 'cancelled')
LEFT JOIN LATERAL (SELECT max(e.time) AS at FROM logistics_parcel_event e WHERE e.parcel_id = l.id) told ON true
            WHERE o.is_dealer_order AND o.dealer_state IN ('partial', 'shipped') GROUP BY o.id, c.id
        UNION ALL
           SELECT 5, 'unconfirmed', 'sale.order', o.id, o.id, o.name, o.company_id, o.delivered_on::timestamp, c.exception_confirm_hours
             FROM sale_order o JOIN res_company c ON c.id = o.company_id
            WHERE o.is_dealer_order AND o.dealer_state = 'shipped' AND o.delivered_on IS NOT NULL
        UNION ALL
           SELECT 6, 'return', 'dealer.return', r.id, r.order_id, r.name, r.company_id, r.write_date, c.exception_return_hours
             FROM dealer_return r JOIN res_company c ON c.id = r.company_id
            WHERE r.state IN ('submitted', 'approved', 'inspecting', 'downgraded', 'received', 'exchange', 'waiting', 'replacing')
        UNION ALL
           SELECT 7, 'case', 'dealer.parcel.case', k.id, k.order_id, k.name, k.company_id, k.write_date, c.exception_case_hours
             FROM dealer_parcel_case k JOIN res_company c ON c.id = k.company_id WHERE k.state != 'closed' AND k.order_id IS NOT NULL
        UNION ALL
           SELECT 8, 'hold', 'sale.order', o.id, o.id, o.name, o.company_id, h.expires_at - make_interval(hours => c.exception_hold_hours), 0
             FROM prepaid_hold h
             JOIN sale_order o ON o.id = h.res_id AND h.res_model = 'sale.order' AND h.key = o.hold_key
             JOIN res_company c ON c.id = o.company_id
            WHERE h.state = 'open' AND h.expires_at IS NOT NULL AND c.exception_hold_hours > 0
              AND (o.dealer_state = 'submitted' OR o.dealer_state = 'partial' AND c.prepaid_hold_rest = 'release' AND NOT EXISTS (
                   SELECT 1 FROM stock_picking p WHERE p.sale_id = o.id AND p.state NOT IN ('done', 'cancel') AND (
                       EXISTS (SELECT 1 FROM stock_move m WHERE m.picking_id = p.id AND m.picked)
                       OR EXISTS (SELECT 1 FROM logistics_parcel l
                                   WHERE l.picking_id = p.id AND l.state != 'cancelled' AND (coalesce(l.tracking, '') != '' OR l.measured)))))
                  ) row
             JOIN sale_order o ON o.id = row.order_id
            WHERE row.since IS NOT NULL AND (row.number = 8 OR row.allowed > 0)
              AND row.since + make_interval(hours => row.allowed) <= now() AT TIME ZONE 'UTC'""", KINDS)


def read_query(uid):
    """Ids of the rows that a user has read since their documents stand still.

    :param uid: id of the user. :return: SQL.
    """
    return SQL(
        "(SELECT mark.number FROM dealer_exception_read mark JOIN (%s) row ON row.id = mark.number AND row.since = mark.since WHERE mark.user_id = %s)",
        exceptions_query(), uid)
