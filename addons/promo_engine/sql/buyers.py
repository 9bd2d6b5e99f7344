"""What buyers bought before. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from odoo.tools import SQL


def orders_done(cr, company_id, root_ids):
    """Count confirmed orders per buyer.

    :param root_ids: ids of dealers, of whom all stores count, and of other buyers, of whom all addresses count.
    :return: {root id: (orders, amount, last date or None)}.
    """
    if not root_ids:
        return {}
    cr.execute(SQL(
        """SELECT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) AS root, COUNT(*), SUM(sale.amount_total), MAX(sale.date_order)
             FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE sale.state = 'sale' AND sale.company_id = %(company)s
              AND COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) IN %(roots)s
         GROUP BY root""", company=company_id, roots=tuple(root_ids)))
    return {root: (count, amount, last) for root, count, amount, last in cr.fetchall()}
