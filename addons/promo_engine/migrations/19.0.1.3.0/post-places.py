"""Whom a quota is set aside for is kept with each version; those that are there get it as their rule says it now."""


def migrate(cr, version):
    """Again changes nothing."""
    cr.execute(
        """WITH mine AS (
             SELECT quota.rule_id, jsonb_object_agg(
                      'rule' || quota.rule_id || ':place' || quota.id,
                      jsonb_build_array('rule' || quota.rule_id, quota.place, CASE WHEN quota.place = 'region' THEN %s || COALESCE(quota.division_id, 0)
                                                                               ELSE %s || COALESCE(quota.partner_id, 0) END)) AS places
               FROM promo_quota quota GROUP BY quota.rule_id)
           UPDATE promo_rule_version version SET places = mine.places FROM mine WHERE mine.rule_id = version.rule_id AND version.places IS NULL""",
        ["d", "r"])
