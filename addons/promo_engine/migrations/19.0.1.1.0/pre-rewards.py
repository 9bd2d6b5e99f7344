COLUMNS = (
    "amount", "price", "set_price", "cap", "unit_cap", "every_amount", "worth", "fallback", "unit_amount", "rate", "qty", "get_qty", "per_qty", "per_myriad",
    "max_times", "max_units", "groups_of", "days", "first", "gift_stock")


def migrate(cr, version):
    """Numbers of rewards that never made sense become what the form said of them: 0 = not used, at least one."""
    for column in COLUMNS:
        cr.execute(f'UPDATE promo_reward SET "{column}" = 0 WHERE "{column}" < 0')
    cr.execute("UPDATE promo_reward SET rate = 100 WHERE rate > 100")
    cr.execute('UPDATE promo_reward SET "count" = 1 WHERE "count" < 1')
