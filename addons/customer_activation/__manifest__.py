{
    "name": "Dealer commerce: customer activation",
    "summary": "Nomination of dealers and stores by the sales company, two approvals, invitation",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["dealer_base", "sale", "auth_signup"],
    "data": [
        "security/ir.model.access.csv",
        "security/activation_rules.xml",
        "data/nomination_criterion_data.xml",
        "views/dealer_nomination_reject_views.xml",
        "views/dealer_nomination_views.xml",
        "views/dealer_nomination_criterion_views.xml",
        "views/res_partner_views.xml",
    ],
    "post_init_hook": "post_init_hook",
}
