"""How many parcels came in time: one row a shipped parcel."""
from odoo.tools import SQL


def punctuality_query():
    """Rows of logistics.parcel.report; the rate is empty where nothing can be said yet, so that averages leave it out.

    :return: SQL.
    """
    return SQL(
        """SELECT id, id AS parcel_id, company_id, carrier_id, province_id, dealer_id, shipped_date, promised_date, delivered_date, 1 AS shipped,
                  CASE WHEN delivered_date IS NULL THEN 0 ELSE 1 END AS delivered,
                  CASE WHEN delivered_date > promised_date THEN 1 ELSE 0 END AS late,
                  CASE WHEN delivered_date IS NULL AND promised_date < (now() AT TIME ZONE 'Asia/Shanghai')::date
                        AND state NOT IN ('returned', 'cancelled') THEN 1 ELSE 0 END AS overdue,
                  delivered_date - shipped_date AS days,
                  CASE WHEN promised_date IS NULL THEN NULL
                       WHEN delivered_date <= promised_date THEN 100.0
                       WHEN delivered_date IS NOT NULL OR promised_date < (now() AT TIME ZONE 'Asia/Shanghai')::date THEN 0.0
                  END AS on_time_rate
             FROM logistics_parcel
            WHERE shipped_date IS NOT NULL AND direction = 'out' AND state != 'cancelled'""")
