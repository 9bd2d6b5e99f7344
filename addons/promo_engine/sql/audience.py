"""Who belongs to which audience. Read while an order is being priced: nothing may be flushed here that depends on its price."""
from odoo.tools import SQL


def of_partners(cr, partner_ids):
    """Read in one statement what rules may ask of buyers beside their own fields.

    :return: ({partner id: [audience ids]}, {partner id: [ids of campaigns that accepted him]}, whether any rule asks for
        the account of a buyer, numbers of last days in which rules ask what he spent).
    """
    cr.execute(SQL(
        """SELECT 'audience', partner_id, array_agg(audience_id) FROM promo_audience_member WHERE partner_id = ANY(%(partners)s) GROUP BY partner_id
        UNION ALL
           SELECT 'entry', partner_id, array_agg(campaign_id) FROM promo_entry
            WHERE partner_id = ANY(%(partners)s) AND state = 'accepted' GROUP BY partner_id
        UNION ALL
           SELECT 'activation', NULL, NULL WHERE EXISTS (SELECT FROM promo_condition WHERE fact IN ('activation', 'registered'))
               OR EXISTS (SELECT FROM promo_rule_version WHERE is_current AND source::text ~ '"(activation|registered)"')
        UNION ALL
           SELECT 'days', NULL, array_agg(DISTINCT days) FROM (
               SELECT days FROM promo_condition WHERE kind = 'spent' AND days > 0
                UNION SELECT (cond ->> 'days')::int FROM promo_rule_version, jsonb_array_elements(source -> 'conditions') cond
                       WHERE is_current AND source::text ~ '"spent"' AND cond ->> 'type' = 'spent' AND cond ->> 'days' IS NOT NULL) asked""",
        partners=list(partner_ids)))
    found = {"audience": {}, "entry": {}, "activation": {}, "days": {}}
    for kind, partner, ids in cr.fetchall():
        found[kind][partner] = ids
    return found["audience"], found["entry"], bool(found["activation"]), tuple(filter(None, found["days"].get(None) or ()))
