"""Who belongs to which audience. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from odoo.tools import SQL


def of_partners(cr, partner_ids):
    """:return: {partner id: [audience ids]}."""
    if not partner_ids:
        return {}
    cr.execute(SQL("SELECT partner_id, array_agg(audience_id) FROM promo_audience_member WHERE partner_id IN %s GROUP BY partner_id", tuple(partner_ids)))
    return dict(cr.fetchall())
