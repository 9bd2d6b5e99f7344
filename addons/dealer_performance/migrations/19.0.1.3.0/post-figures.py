SAYS = {"en_US": " Goods sent in exchange are no order of their own.", "zh_CN": "换货发出的商品不单独算作订单。"}


def migrate(cr, version):
    """Say on the dashboard that exchanges do not count as orders, beneath what stands there: the definitions are the users' own."""
    if not version:
        return
    for lang, words in SAYS.items():
        cr.execute(
            """UPDATE perf_figure SET definition = jsonb_set(definition, ARRAY[%(lang)s], to_jsonb((definition ->> %(lang)s) || %(words)s))
                WHERE code IN ('orders_today', 'active_dealers') AND strpos(definition ->> %(lang)s, %(words)s) = 0""", {"lang": lang, "words": words})
