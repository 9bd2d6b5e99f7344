"""The orders around campaigns: as long before the start and after the end as the campaign runs, with whether the buyer took part."""
from odoo.tools import SQL


def effect_query(rule):
    """Rows of promo.effect: each order of a campaign's company that counts, once for each campaign whose days, or the days around them, it lies in.

    :param rule: Bought. :return: SQL.
    """
    return SQL(
        """WITH span AS (
               SELECT id, company_id, date_start, date_end, date_end - date_start AS length FROM promo_campaign
                WHERE state IN ('approved', 'closed') AND date_start < date_end),
           around AS (
               SELECT c.id AS campaign_id, c.company_id, sale.id AS order_id, sale.team_id, %(amount)s AS turnover, sale.date_order,
                      coalesce(p.dealer_id, p.commercial_partner_id, p.id) AS buyer_id, p.dealer_level AS level,
                      CASE WHEN sale.date_order < c.date_start THEN 'before' WHEN sale.date_order < c.date_end THEN 'during' ELSE 'after' END AS phase
                 FROM span c
                 JOIN sale_order sale ON sale.company_id = c.company_id AND %(counted)s AND sale.date_order >= c.date_start - c.length
                      AND sale.date_order < c.date_end + c.length
                 JOIN res_partner p ON p.id = sale.partner_id),
           got AS (
               SELECT DISTINCT s.campaign_id, a.order_id FROM promo_application_share s JOIN promo_application a ON a.id = s.application_id
                WHERE a.state = 'confirmed')
           SELECT r.campaign_id::bigint * 4294967296 + r.order_id AS id, r.campaign_id, r.company_id, k.currency_id, r.order_id, r.team_id, r.buyer_id,
                  coalesce(r.level, 'none') AS level, r.phase, r.date_order, r.turnover,
                  CASE WHEN bool_or(got.order_id IS NOT NULL) OVER (PARTITION BY r.campaign_id, r.buyer_id) THEN 'in' ELSE 'out' END AS part,
                  1 AS order_count, 1 AS buyer_count, CASE WHEN got.order_id IS NULL THEN 0 ELSE 1 END AS response
             FROM around r
             JOIN res_company k ON k.id = r.company_id
        LEFT JOIN got ON got.campaign_id = r.campaign_id AND got.order_id = r.order_id""",
        counted=rule.counted, amount=rule.kept)


def with_campaign(cr, campaign_ids, rule):
    """Count the orders that got something of campaigns.

    :param rule: Bought.
    :return: {(campaign, buyer): (orders, amount that was kept)}; a dealer with his stores is one buyer.
    """
    if not campaign_ids:
        return {}
    cr.execute(SQL(
        """SELECT got.campaign_id, COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) AS buyer, COUNT(*), SUM(%(amount)s)
             FROM (SELECT DISTINCT share.campaign_id, given.order_id
                     FROM promo_application_share share JOIN promo_application given ON given.id = share.application_id
                    WHERE given.state = 'confirmed' AND share.campaign_id IN %(campaigns)s) got
             JOIN sale_order sale ON sale.id = got.order_id JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE %(counted)s GROUP BY got.campaign_id, buyer""", campaigns=tuple(campaign_ids), counted=rule.counted, amount=rule.kept))
    return {(campaign, buyer): (orders, amount) for campaign, buyer, orders, amount in cr.fetchall()}
