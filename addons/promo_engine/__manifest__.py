{
    "name": "Dealer commerce: promotions",
    "summary": "Campaigns that are exact to the fen, explained, and safe to run",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Dealer Commerce",
    "category": "Sales/Dealer Commerce",
    "depends": ["dealer_base", "sale"],
}
