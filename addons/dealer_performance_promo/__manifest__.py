{
    "name": "Dealer commerce: campaigns from reports",
    "summary": "From customers chosen in a report to a campaign for them alone",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["dealer_performance", "promo_engine"],
    "data": [
        "views/perf_sales_report_views.xml",
        "views/perf_goods_view_views.xml",
    ],
    "auto_install": True,
}
