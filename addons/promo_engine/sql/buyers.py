"""What buyers bought before. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from typing import NamedTuple

from odoo.tools import SQL


class Bought(NamedTuple):
    """What counts as bought; each is an SQL expression on ``sale``.

    :ivar counted: which orders count. :ivar ordered: what one of them was worth when it was placed, in the currency of its company; conditions of
        rules ask for it.
    :ivar kept: the same, less what came back; results, levels and audiences show it.
    """

    counted: SQL
    ordered: SQL
    kept: SQL


# What credit notes gave back, less what was invoiced again: whatever an order's invoices come to beyond its total.
_BACK = SQL("""COALESCE((
    SELECT GREATEST(0, COALESCE(SUM(part.amount) FILTER (WHERE note.move_type = 'out_refund'), 0)
                       - GREATEST(0, COALESCE(SUM(part.amount) FILTER (WHERE note.move_type = 'out_invoice'), 0) - sale.amount_total))
      FROM (SELECT one.move_id, one.price_total AS amount FROM account_move_line one WHERE one.id IN (
              SELECT rel.invoice_line_id FROM sale_order_line part JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = part.id
               WHERE part.order_id = sale.id AND part.is_downpayment IS NOT TRUE)
         UNION ALL
            SELECT one.move_id, one.price_total FROM account_move_line one WHERE one.promo_withdrawn_id = sale.id) part
      JOIN account_move note ON note.id = part.move_id AND note.state = 'posted'), 0)""")



def _own_currency(amount):
    """:return: what an amount of ``sale`` is in the currency of its company, at the rate of its day."""
    return SQL("CASE WHEN COALESCE(sale.currency_rate, 0) IN (0, 1) THEN %(amount)s ELSE ROUND((%(amount)s)::numeric / sale.currency_rate::numeric, 2) END",
               amount=amount)


BOUGHT = Bought(SQL("sale.state = 'sale'"), _own_currency(SQL("sale.amount_total")), _own_currency(SQL("sale.amount_total - %s", _BACK)))


def orders_done(cr, company_id, root_ids, counted, amount, without_id=0):
    """Count the orders of buyers.

    :param root_ids: ids of dealers, of whom all stores count, and of other buyers, of whom all addresses count.
    :param counted: condition on ``sale``: which orders count, see Bought. :param amount: what one of them is worth.
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


def spent_since(cr, company_id, root_ids, rule, starts):
    """Sum what buyers ordered in several times at once, in one statement.

    :param root_ids: as in ``orders_done``. :param rule: Bought. :param starts: {name: naive UTC from which on orders count}.
    :return: {root id: {name: amount or None}}.
    """
    if not root_ids or not starts:
        return {}
    names, amount = sorted(starts), rule.ordered
    sums = SQL(", ").join(SQL("SUM(%s) FILTER (WHERE sale.date_order >= %s)", amount, starts[name]) for name in names)
    cr.execute(SQL(
        """SELECT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) AS root, %(sums)s
             FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE %(counted)s AND sale.company_id = %(company)s AND sale.date_order >= %(first)s
              AND COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id) IN %(roots)s
         GROUP BY root""", sums=sums, counted=rule.counted, company=company_id, first=min(starts.values()), roots=tuple(root_ids)))
    return {root: dict(zip(names, rows, strict=True)) for root, *rows in cr.fetchall()}


def bought(cr, company_id, start, end, rule, partner_ids=None):
    """Count the orders of a time per buyer; a dealer with his stores is one buyer.

    :param start: naive UTC, included. :param end: not included, None = no end. :param rule: Bought. :param partner_ids: of these partners alone.
    :return: {buyer: (orders, amount that was kept)}.
    """
    cr.execute(SQL(
        """SELECT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id), COUNT(*), SUM(%(amount)s)
             FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE %(counted)s AND sale.company_id = %(company)s AND sale.date_order >= %(start)s AND %(before)s AND %(mine)s GROUP BY 1""",
        counted=rule.counted, amount=rule.kept, company=company_id, start=start, before=SQL("sale.date_order < %s", end) if end else SQL("TRUE"),
        mine=SQL("TRUE") if partner_ids is None else SQL("sale.partner_id IN %s", tuple(partner_ids))))
    return {buyer: (orders, amount) for buyer, orders, amount in cr.fetchall()}


def changed_buyers(cr, company_id, since, rule):
    """:param since: naive UTC. :param rule: Bought. :return: ids of the buyers of whom an order that counts was written since then."""
    cr.execute(SQL(
        """SELECT DISTINCT COALESCE(partner.dealer_id, partner.commercial_partner_id, partner.id)
             FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE %s AND sale.company_id = %s AND sale.write_date >= %s""", rule.counted, company_id, since))
    return [buyer for (buyer,) in cr.fetchall()]
