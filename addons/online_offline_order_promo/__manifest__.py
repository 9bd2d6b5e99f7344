{
    "name": "Dealer commerce: promotions on dealer orders",
    "summary": "What promotions may do to an order that is settled from the prepaid account",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["online_offline_order", "promo_engine"],
    "auto_install": True,
}
