"""What buyers had bought before each of their past orders."""
from odoo.tools import SQL


def before_orders(cr, company_id, order_ids, rule):
    """Count the orders of the same buyer before each order; of dealers those of all their stores, as ``sql/buyers.py`` counts.

    :param rule: Bought; what was ordered counts, as it does in conditions.
    :return: {order id: (orders, amount, last date or None)}.
    """
    if not order_ids:
        return {}
    cr.execute(SQL(
        """WITH roots AS (SELECT DISTINCT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) AS root
                            FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id WHERE sale.id IN %(orders)s),
                counted AS (SELECT sale.id, COUNT(*) OVER earlier AS done, SUM(%(amount)s) OVER earlier AS spent,
                                   MAX(sale.date_order) OVER earlier AS last
                              FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
                              JOIN roots ON roots.root = COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id)
                             WHERE %(counted)s AND sale.company_id = %(company)s
                            WINDOW earlier AS (PARTITION BY roots.root ORDER BY sale.date_order, sale.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
           SELECT id, done, spent, last FROM counted WHERE id IN %(orders)s""", orders=tuple(order_ids), company=company_id,
        counted=rule.counted, amount=rule.ordered))
    return {order: (done, spent, last) for order, done, spent, last in cr.fetchall()}


def spent_before(cr, company_id, order_ids, rule, days, zone):
    """Sum what the same buyer had ordered in the last days before each order; parameters as in ``before_orders``.

    :param days: numbers of days; the day of the order, by the clock of the company, is counted beside them. :param zone: name of its time zone.
    :return: {order id: {days: amount or None}}.
    """
    if not order_ids or not days:
        return {}
    root = SQL("COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id)")
    begin = SQL("date_trunc('day', mine.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)", zone=zone)
    sums = SQL(", ").join(SQL(
        "SUM(%(amount)s) FILTER (WHERE sale.date_order >= (%(begin)s - make_interval(days => %(days)s)) AT TIME ZONE %(zone)s AT TIME ZONE 'UTC')",
        amount=rule.ordered, begin=begin, days=number, zone=zone) for number in days)
    cr.execute(SQL(
        """WITH mine AS (SELECT sale.id, sale.date_order, %(root)s AS root FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
                          WHERE sale.id IN %(orders)s)
           SELECT mine.id, %(sums)s FROM mine JOIN res_partner partner ON %(root)s = mine.root JOIN sale_order sale ON sale.partner_id = partner.id
            WHERE %(counted)s AND sale.company_id = %(company)s AND (sale.date_order, sale.id) < (mine.date_order, mine.id)
         GROUP BY mine.id""", root=root, orders=tuple(order_ids), sums=sums, counted=rule.counted, company=company_id))
    return {order: dict(zip(days, amounts, strict=True)) for order, *amounts in cr.fetchall()}
