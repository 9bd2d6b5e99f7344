{
    "name": "Dealer commerce: promotions on dealer orders",
    "summary": "What promotions may do to an order that is settled from the prepaid account",
    "version": "19.0.1.2.0",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["online_offline_order", "promo_engine"],
    "data": [
        "views/promo_backtest_line_views.xml",
        "views/promo_backtest_views.xml",
        "views/promo_campaign_views.xml",
        "views/promo_price_copy_views.xml",
        "views/promo_promise_views.xml",
        "views/promo_rule_views.xml",
        "views/portal_order_templates.xml",
        "views/sale_order_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["online_offline_order_promo/static/tests/tours/*.js"],
    },
    "auto_install": True,
    "post_init_hook": "post_init_hook",
}
