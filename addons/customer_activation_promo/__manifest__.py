{
    "name": "Dealer commerce: coupons against reasons",
    "summary": "From the reason why a customer does not order to a voucher made for him, and what came of it",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["customer_activation", "promo_engine"],
    "data": [
        "security/ir.model.access.csv",
        "security/activation_offer_rules.xml",
        "views/activation_offer_views.xml",
        "views/activation_record_views.xml",
        "views/activation_reason_views.xml",
        "views/activation_sheet_line_views.xml",
        "views/promo_audience_views.xml",
        "views/promo_voucher_batch_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["customer_activation_promo/static/tests/tours/*.js"],
    },
    "auto_install": True,
}
