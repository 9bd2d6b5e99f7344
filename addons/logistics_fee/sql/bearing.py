"""Which kinds of rules about who bears a freight a company has at all; asked for each order, and most have none."""
from odoo.tools import SQL


def kinds(cr, company_id):
    """Tell what a company has beyond drafts.

    :return: (has rules of free shipping, has rules of bearers).
    """
    cr.execute(SQL(
        """SELECT EXISTS (SELECT FROM logistics_free_rule WHERE company_id = %(company)s AND state <> 'draft'),
                  EXISTS (SELECT FROM logistics_bearer_rule WHERE company_id = %(company)s AND state <> 'draft')""", company=company_id))
    return cr.fetchone()
