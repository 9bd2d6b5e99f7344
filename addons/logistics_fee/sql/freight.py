"""What freight brings and costs: one row a shipped parcel."""
from odoo.tools import SQL


def freight_query():
    """Rows of logistics.freight.report. The cost is what approved bills pay once the freight itself is billed, before that the
    expected cost: a fee alone is not the cost. Where neither is known cost and margin are empty and the parcel counts in
    ``no_cost``, so that sums never take an unknown cost for zero.

    :return: SQL.
    """
    return SQL(
        """SELECT parcel.id, parcel.id AS parcel_id, parcel.company_id, company.currency_id, parcel.carrier_id, parcel.province_id, parcel.division_id,
                  parcel.partner_id, parcel.dealer_id, parcel.shipped_date, parcel.direction, parcel.bearer, 1 AS parcels,
                  parcel.weight_g / 1000.0 AS weight_kg, parcel.charge_amount, quote.price AS contract_amount, parcel.known AS cost_amount,
                  parcel.charge_amount - parcel.known AS margin_amount, CASE WHEN parcel.known IS NULL THEN 1 ELSE 0 END AS no_cost
             FROM (SELECT *, COALESCE(CASE WHEN bill_id IS NOT NULL THEN NULLIF(billed_amount, 0) END, NULLIF(cost_amount, 0)) AS known
                     FROM logistics_parcel) parcel
             JOIN res_company company ON company.id = parcel.company_id
             LEFT JOIN logistics_quote quote ON quote.id = parcel.charge_quote_id
            WHERE parcel.shipped_date IS NOT NULL AND parcel.state != 'cancelled'""")
