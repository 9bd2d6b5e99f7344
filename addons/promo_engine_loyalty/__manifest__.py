{
    "name": "Dealer commerce: promotions beside Odoo's loyalty",
    "summary": "Campaigns first, loyalty programs on what they left alone: no line gets both",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["promo_engine", "sale_loyalty"],
    "auto_install": True,
}
