def migrate(cr, version):
    """Versions of before say of points and commission what their campaign says now: nothing else is known."""
    cr.execute(
        """UPDATE promo_rule_version v SET is_point_excluded = c.is_point_excluded, is_commission_excluded = c.is_commission_excluded
             FROM promo_campaign c WHERE c.id = v.campaign_id AND v.is_commission_excluded IS NULL""")
