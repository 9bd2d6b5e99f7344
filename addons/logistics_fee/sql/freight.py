"""What freight brings and costs: one row a shipped parcel."""
from odoo.tools import SQL


def freight_query():
    """Rows of logistics.freight.report, all with tax as dealers are charged. The cost is what approved bills pay once the freight
    itself is billed, before that the expected cost: a fee alone is not the cost. Prices of a cost contract without tax are lifted
    by the terms of the version they came from, or of the newest one where no quote was kept. Where neither is known cost and
    margin are empty and the parcel counts in ``no_cost``, so that sums never take an unknown cost for zero.

    :return: SQL.
    """
    return SQL(
        """WITH terms AS (
               SELECT DISTINCT ON (contract.company_id, contract.carrier_id) contract.company_id, contract.carrier_id, version.tax_included, version.tax_rate_bp
                 FROM logistics_contract_version version JOIN logistics_contract contract ON contract.id = version.contract_id
                WHERE contract.side = 'cost' AND version.state != 'draft'
                ORDER BY contract.company_id, contract.carrier_id, version.valid_from DESC, version.id DESC)
           SELECT parcel.id, parcel.id AS parcel_id, parcel.company_id, company.currency_id, parcel.carrier_id, parcel.province_id, parcel.division_id,
                  parcel.partner_id, parcel.dealer_id, parcel.shipped_date, parcel.direction, parcel.bearer, 1 AS parcels,
                  parcel.weight_g / 1000.0 AS weight_kg, parcel.charge_amount,
                  COALESCE(NULLIF(parcel.contract_amount, 0), quote.price) AS contract_amount,
                  COALESCE(NULLIF(parcel.contract_amount, 0), quote.price) - parcel.charge_amount AS borne_amount, parcel.known AS cost_amount,
                  parcel.charge_amount - parcel.known AS margin_amount, CASE WHEN parcel.known IS NULL THEN 1 ELSE 0 END AS no_cost
             FROM (SELECT shipped.*, COALESCE(
                              CASE WHEN shipped.bill_id IS NOT NULL THEN NULLIF(shipped.billed_amount, 0) END,
                              CASE WHEN COALESCE(own.tax_included, terms.tax_included, TRUE) THEN NULLIF(shipped.cost_amount, 0)
                                   ELSE round(NULLIF(shipped.cost_amount, 0) * (10000 + COALESCE(own.tax_rate_bp, terms.tax_rate_bp)) / 10000.0, 2)
                              END) AS known
                     FROM logistics_parcel shipped
                     LEFT JOIN logistics_quote cost ON cost.id = shipped.cost_quote_id
                     LEFT JOIN logistics_contract_version own ON own.id = cost.version_id
                     LEFT JOIN terms ON terms.company_id = shipped.company_id AND terms.carrier_id = shipped.carrier_id) parcel
             JOIN res_company company ON company.id = parcel.company_id
             LEFT JOIN logistics_quote quote ON quote.id = parcel.charge_quote_id
            WHERE parcel.shipped_date IS NOT NULL AND parcel.state != 'cancelled'""")
