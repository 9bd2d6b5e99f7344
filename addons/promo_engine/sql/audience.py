"""Who belongs to which audience. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from odoo.tools import SQL


def of_partners(cr, partner_ids):
    """:return: {partner id: [audience ids]}."""
    if not partner_ids:
        return {}
    cr.execute(SQL("SELECT partner_id, array_agg(audience_id) FROM promo_audience_member WHERE partner_id IN %s GROUP BY partner_id", tuple(partner_ids)))
    return dict(cr.fetchall())


def bought(cr, company_id, start, end):
    """:param start: naive UTC, included. :param end: not included. :return: {buyer: (orders, amount)} of confirmed orders; a dealer is one buyer."""
    cr.execute(SQL(
        """SELECT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id), COUNT(*), SUM(sale.amount_total)
             FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE sale.state = 'sale' AND sale.company_id = %s AND sale.date_order >= %s AND sale.date_order < %s GROUP BY 1""", company_id, start, end))
    return {buyer: (orders, amount) for buyer, orders, amount in cr.fetchall()}
