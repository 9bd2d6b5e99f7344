"""The orders around campaigns: as long before the start and after the end as the campaign runs, with whether the buyer took part."""
from odoo.tools import SQL


def effect_query():
    """Rows of promo.effect: each confirmed order of a campaign's company, once for each campaign whose days, or the days around them, it lies in."""
    return SQL(
        """WITH span AS (
               SELECT id, company_id, date_start, date_end, date_end - date_start AS length FROM promo_campaign
                WHERE state IN ('approved', 'closed') AND date_start < date_end),
           around AS (
               SELECT c.id AS campaign_id, c.company_id, o.id AS order_id, o.team_id, o.amount_total, o.date_order,
                      coalesce(p.dealer_id, p.commercial_partner_id, p.id) AS buyer_id, p.dealer_level AS level,
                      CASE WHEN o.date_order < c.date_start THEN 'before' WHEN o.date_order < c.date_end THEN 'during' ELSE 'after' END AS phase
                 FROM span c
                 JOIN sale_order o ON o.company_id = c.company_id AND o.state = 'sale' AND o.date_order >= c.date_start - c.length
                      AND o.date_order < c.date_end + c.length
                 JOIN res_partner p ON p.id = o.partner_id),
           got AS (
               SELECT DISTINCT s.campaign_id, a.order_id FROM promo_application_share s JOIN promo_application a ON a.id = s.application_id
                WHERE a.state = 'confirmed')
           SELECT r.campaign_id::bigint * 4294967296 + r.order_id AS id, r.campaign_id, r.company_id, k.currency_id, r.order_id, r.team_id, r.buyer_id,
                  coalesce(r.level, 'none') AS level, r.phase, r.date_order, r.amount_total AS turnover,
                  CASE WHEN bool_or(got.order_id IS NOT NULL) OVER (PARTITION BY r.campaign_id, r.buyer_id) THEN 'in' ELSE 'out' END AS part,
                  1 AS order_count, 1 AS buyer_count, CASE WHEN got.order_id IS NULL THEN 0 ELSE 1 END AS response
             FROM around r
             JOIN res_company k ON k.id = r.company_id
        LEFT JOIN got ON got.campaign_id = r.campaign_id AND got.order_id = r.order_id""")
