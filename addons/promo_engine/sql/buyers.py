"""What buyers bought before. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from odoo.tools import SQL

COUNTED, AMOUNT = SQL("sale.state = 'sale'"), SQL("sale.amount_total")


def orders_done(cr, company_id, root_ids, counted=COUNTED, amount=AMOUNT, without_id=0):
    """Count confirmed orders per buyer.

    :param root_ids: ids of dealers, of whom all stores count, and of other buyers, of whom all addresses count.
    :param counted: condition on ``sale``: which orders count. :param amount: what one of them is worth.
    :param without_id: id of an order that does not count, such as the one that is being priced.
    :return: {root id: (orders, amount, last date or None)}.
    """
    if not root_ids:
        return {}
    cr.execute(SQL(
        """SELECT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) AS root, COUNT(*), SUM(%(amount)s), MAX(sale.date_order)
             FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE %(counted)s AND sale.company_id = %(company)s AND sale.id <> %(without)s
              AND COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) IN %(roots)s
         GROUP BY root""", company=company_id, roots=tuple(root_ids), counted=counted, amount=amount, without=without_id))
    return {root: (count, total, last) for root, count, total, last in cr.fetchall()}
