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
