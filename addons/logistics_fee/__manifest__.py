{
    "name": "Logistics Fee",
    "summary": "Carrier contracts, tariff versions and fees with an explanation of every fen",
    "version": "19.0.1.0.0",
    "category": "Sales/Dealer Commerce",
    "author": "Dealer Commerce",
    "license": "LGPL-3",
    "depends": ["dealer_base", "delivery"],
    "data": [],
    "installable": True,
}
