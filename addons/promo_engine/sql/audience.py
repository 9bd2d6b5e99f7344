"""Who belongs to which audience. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from odoo.tools import SQL

from .buyers import AMOUNT, COUNTED


def of_partners(cr, partner_ids):
    """:return: {partner id: [audience ids]}."""
    if not partner_ids:
        return {}
    cr.execute(SQL("SELECT partner_id, array_agg(audience_id) FROM promo_audience_member WHERE partner_id IN %s GROUP BY partner_id", tuple(partner_ids)))
    return dict(cr.fetchall())


def bought(cr, company_id, start, end, counted=COUNTED, amount=AMOUNT):
    """Count the orders of a time per buyer; a dealer is one buyer.

    :param start: naive UTC, included. :param end: not included. :param counted: as in ``orders_done``. :param amount: as there.
    :return: {buyer: (orders, amount)}.
    """
    cr.execute(SQL(
        """SELECT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id), COUNT(*), SUM(%(amount)s)
             FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE %(counted)s AND sale.company_id = %(company)s AND sale.date_order >= %(start)s AND sale.date_order < %(end)s GROUP BY 1""",
        counted=counted, amount=amount, company=company_id, start=start, end=end))
    return {buyer: (orders, amount) for buyer, orders, amount in cr.fetchall()}
