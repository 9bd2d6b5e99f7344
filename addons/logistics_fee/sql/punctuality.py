"""How many parcels came in time: one row a shipped parcel."""
from odoo.tools import SQL


def punctuality_query():
    """Rows of logistics.parcel.report; the rate is empty where nothing can be said yet, so that averages leave it out.

    A parcel that comes back or is lost is not on its way any more: it is neither overdue nor over the company's lead time.

    :return: SQL.
    """
    return SQL(
        """SELECT p.id, p.id AS parcel_id, p.company_id, carrier_id, province_id, dealer_id, shipped_date, promised_date, delivered_date, p.state, 1 AS shipped,
                  CASE WHEN delivered_date IS NULL THEN 0 ELSE 1 END AS delivered,
                  CASE WHEN delivered_date > promised_date THEN 1 ELSE 0 END AS late,
                  CASE WHEN delivered_date IS NULL AND promised_date < now.today AND NOT ended THEN 1 ELSE 0 END AS overdue,
                  delivered_date - shipped_date AS days,
                  CASE WHEN c.lead_time_days > 0 AND coalesce(delivered_date, CASE WHEN NOT ended THEN now.today END) - shipped_date > c.lead_time_days
                       THEN 1 ELSE 0 END AS over_limit,
                  CASE WHEN promised_date IS NULL THEN NULL
                       WHEN delivered_date <= promised_date THEN 100.0
                       WHEN delivered_date IS NOT NULL OR promised_date < now.today THEN 0.0
                  END AS on_time_rate
             FROM logistics_parcel p
             JOIN res_company c ON c.id = p.company_id
       CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today,
                                  p.state IN ('refused', 'returning', 'returned', 'lost', 'cancelled') AS ended) now
            WHERE shipped_date IS NOT NULL AND direction = 'out' AND p.state != 'cancelled'""")
