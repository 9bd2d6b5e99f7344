"""Which frozen versions are in force: one statement per evaluation."""
from odoo.tools import SQL


def current_versions(cr, company_id, now):
    """:return: ((version id, True when stopped, "price" when blocked, else False), ...) of a company, sorted; what is over for more than a day is left out.

    Where a change is planned the campaign says what will be: the version itself knows when it ends.
    """
    cr.execute(SQL(
        """SELECT version.id, campaign.is_paused IS TRUE OR rule.is_paused IS TRUE, rule.blocked_at IS NOT NULL
             FROM promo_rule_version version
             JOIN promo_rule rule ON rule.id = version.rule_id
             JOIN promo_campaign campaign ON campaign.id = rule.campaign_id
            WHERE version.is_current AND version.company_id = %s AND campaign.state NOT IN ('closed', 'cancelled')
              AND (campaign.state <> 'approved' OR campaign.date_end > %s - interval '1 day')
         ORDER BY version.id""", company_id, now))
    return tuple((version, "price" if blocked else stopped) for version, stopped, blocked in cr.fetchall())
