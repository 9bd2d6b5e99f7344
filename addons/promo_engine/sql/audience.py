"""Who belongs to which audience. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from odoo.tools import SQL


def of_partners(cr, partner_ids):
    """Read in one statement what rules may ask of buyers beside their own fields.

    :return: ({partner id: [audience ids]}, {partner id: [ids of campaigns that accepted him]}, whether any rule asks for
        the account of a buyer).
    """
    cr.execute(SQL(
        """SELECT 'audience', partner_id, array_agg(audience_id) FROM promo_audience_member WHERE partner_id = ANY(%(partners)s) GROUP BY partner_id
        UNION ALL
           SELECT 'entry', partner_id, array_agg(campaign_id) FROM promo_entry
            WHERE partner_id = ANY(%(partners)s) AND state = 'accepted' GROUP BY partner_id
        UNION ALL
           SELECT 'activation', NULL, NULL WHERE EXISTS (SELECT FROM promo_condition WHERE fact IN ('activation', 'registered'))
               OR EXISTS (SELECT FROM promo_rule_version WHERE is_current AND source::text ~ '"(activation|registered)"')""",
        partners=list(partner_ids)))
    found = {"audience": {}, "entry": {}, "activation": {}}
    for kind, partner, ids in cr.fetchall():
        found[kind][partner] = ids
    return found["audience"], found["entry"], bool(found["activation"])
