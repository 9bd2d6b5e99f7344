"""How long deliveries take: one row a shipped delivery of a dealer order."""
from odoo.tools import SQL


def leadtime_query():
    """Rows of dealer.leadtime; an average leaves out what has not happened yet.

    The hours to the shipment count from the approval of the order, for the second part of an order too. Delivered is a
    delivery when the last of its parcels was, by the carrier's messages.

    :return: SQL.
    """
    return SQL(
        """SELECT p.id, p.id AS picking_id, p.company_id, o.id AS order_id, o.dealer_id, o.partner_id, coalesce(p.carrier_id, o.carrier_id) AS carrier_id,
                  t.warehouse_id, o.approved_at, p.date_done AS shipped_at, parcel.handed_over_at, parcel.delivered_at, 1 AS deliveries,
                  CASE WHEN p.backorder_id IS NULL THEN 0 ELSE 1 END AS later_part,
                  extract(epoch FROM p.date_done - o.approved_at) / 3600 AS ship_hours,
                  extract(epoch FROM parcel.handed_over_at - p.date_done) / 3600 AS handover_hours,
                  extract(epoch FROM parcel.delivered_at - p.date_done) / 3600 AS transit_hours,
                  extract(epoch FROM parcel.delivered_at - o.approved_at) / 3600 AS all_hours
             FROM stock_picking p
             JOIN sale_order o ON o.id = p.sale_id
             JOIN stock_picking_type t ON t.id = p.picking_type_id
LEFT JOIN LATERAL (SELECT max(l.handed_over_at) AS handed_over_at,
                          CASE WHEN bool_and(l.state = 'delivered' OR l.tracking IS NULL) THEN max(told.at) END AS delivered_at
                     FROM logistics_parcel l
                LEFT JOIN LATERAL (SELECT max(e.time) AS at FROM logistics_parcel_event e WHERE e.parcel_id = l.id AND e.state = 'delivered') told ON true
                    WHERE l.picking_id = p.id AND l.state != 'cancelled') parcel ON true
            WHERE o.is_dealer_order AND t.code = 'outgoing' AND p.state = 'done' AND o.approved_at IS NOT NULL""")
