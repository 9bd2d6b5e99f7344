"""Freight of real dealer orders beside Odoo's own rule provider, in one run: python -m tests.bench --database NAME logistics_orders.

A thousand dealer orders, six carriers; everything is made in a transaction that is rolled back.
"""
import time

from odoo.fields import Command

from .meter import environment, statements, stopwatch
from .registry import Row, bench
from .tariff_orm import CARRIERS, _contract, _native

ORDERS, FEW, DRAFTS, TURNS = 1_000, 10, 100, 20


def _orders(env, districts):
    """Dealer orders as they stand in review: two lines each, consumers all over the country."""
    house = env["res.partner"].create({"name": "Bench house", "is_company": True, "dealer_level": "sales_company"})
    dealer = env["res.partner"].create({"name": "Bench dealer", "is_company": True, "dealer_level": "dealer", "parent_id": house.id})
    store = env["res.partner"].create({"name": "Bench store", "is_company": True, "dealer_level": "store", "parent_id": dealer.id})
    goods = env["product.product"].create([
        {"name": f"Bench {number}", "type": "consu", "is_storable": True, "weight": 0.3 + number / 10, "list_price": 100, "shelf_state": "on"}
        for number in range(20)])
    _prices(env, goods)
    return env["sale.order"].create([{
        # Not a draft yet: making them is not measured and needs no price.
        "partner_id": store.id, "is_dealer_order": True, "dealer_state": "submitted", "dealer_mode": "consumer",
        "consumer_division_id": districts[number % len(districts)].id,
        "order_line": [Command.create({"product_id": goods[(number + line) % 20].id, "product_uom_qty": 1 + number % 3}) for line in range(2)],
    } for number in range(ORDERS)])


def _prices(env, goods):
    """Ex-factory prices and an admin fee of today; another person activates them."""
    day = env.company._dealer_today()
    manager = env["res.users"].create({
        "name": "Bench manager", "login": f"bench-{time.time_ns()}", "group_ids": [Command.link(env.ref("dealer_base.group_fin_manager").id)]})
    known = env["dealer.price.version"].search([("company_id", "=", env.company.id), ("date_from", "=", day), ("state", "=", "active")])
    known.with_user(manager).action_close()
    env.flush_all()
    version = env["dealer.price.version"].create({
        "company_id": env.company.id, "date_from": day, "line_ids": [Command.create({"product_id": one.id, "ex_factory_price": 60}) for one in goods]})
    version.with_user(manager).action_activate()
    rules = env["logistics.fee.rule"]
    rules.search([("company_id", "=", env.company.id), ("event", "=", "order"), ("state", "=", "active")])._write_life(
        {"state": "closed", "closed_on": "2000-01-01"})
    rules.create({
        "name": "Bench fee", "company_id": env.company.id, "code": "admin", "event": "order", "kind": "percent", "rate_bp": 800,
        "date_from": "2020-01-01"}).with_user(manager).action_activate()


def _one_contract_of_each(env, orders, request_of):
    """The chosen quote of each order, ready to be stored."""
    rows = [(order, quotes[number % len(quotes)]) for number, (order, quotes) in enumerate(request_of.items()) if quotes]
    return [order for order, _quote in rows], [quote[1] for _order, quote in rows], [quote[2] for _order, quote in rows]


@bench
def logistics_orders(database, options):
    """1,000 dealer orders quoted and stored, one order live with six carriers, beside Odoo's rules."""
    # Only now, when the registry is loaded, are the add-ons on the path.
    from odoo.addons.online_offline_order.settlement import Refusal

    with environment(database) as env:
        env["logistics.contract"].search([("company_id", "=", env.company.id)]).active = False
        divisions = env["dealer.division"].search([("level", "=", "province")])
        districts = env["dealer.division"].search([("level", "=", "district")], limit=500)
        for number in range(CARRIERS):
            _contract(env, number, divisions)
        orders = _orders(env, districts)
        plain, rules = _native(env)
        env.flush_all()
        env.invalidate_all()
        orders[:1]._quotes_many()   # compiles the contracts, as the first request of a process does
        counts = []
        for size in (FEW, ORDERS):
            env.invalidate_all()
            with statements() as seen, stopwatch() as taken:
                found = orders[:size]._quotes_many()
            counts.append(len(seen))
        good = all(len(quotes) == CARRIERS for quotes in found.values())
        rules.rate_shipment(plain)
        with stopwatch() as native:
            for _ in range(200):
                rules.rate_shipment(plain)
        each = native[0] / 200
        yield Row("1,000 dealer orders quoted with six carriers", round(taken[0], 3), "s", round(each * ORDERS * CARRIERS, 3), "<= 2 s", taken[0] <= 2 and good)
        yield Row("statements for 1,000 orders (compared with 10)", counts[1], "", counts[0], "the same", counts[0] == counts[1])
        documents, requests, answers = _one_contract_of_each(env, orders, found)
        with statements() as seen, stopwatch() as stored:
            env["logistics.quote"]._store(env.company, requests, answers, document=documents)
            env.flush_all()
        yield Row("1,000 chosen quotes stored with their orders", round(stored[0], 3), "s", None, "<= 2 s", stored[0] <= 2)
        yield Row("statements of storing them", len(seen), "", None, "<= 25", len(seen) <= 25)
        drafts = orders[:DRAFTS]
        drafts.write({"dealer_state": "draft", "carrier_id": drafts._freight_carriers(env.company)[:1].id})
        env.flush_all()
        env.invalidate_all()
        with stopwatch() as settled:   # what the button "Quote again" does before it compares
            quotes = drafts._quotes_many()
            priced = [draft._settle(quotes[draft])[0] for draft in drafts]
        good = not any(isinstance(settlement, Refusal) for settlement in priced)
        yield Row(f"{DRAFTS} drafts quoted again with fees and choice, each", round(settled[0] / DRAFTS * 1_000, 1), "ms", None, "priced", good)
        with stopwatch() as live:   # the field of the form
            shown = 0
            for draft in drafts[:TURNS]:
                env.invalidate_all()
                shown += bool(env["sale.order"].browse(draft.id).quote_html)   # alone, as a form has it
        fast = live[0] / TURNS * 1_000
        reached = fast <= 50 and shown == TURNS
        yield Row("six carriers live on an order, chosen and drawn", round(fast, 1), "ms", round(each * CARRIERS * 1_000, 1), "<= 50 ms", reached)
