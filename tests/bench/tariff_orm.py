"""Freight through the ORM beside Odoo's own rule provider, in one run: python -m tests.bench --database NAME tariff_orm.

Contracts, carriers and the order are made in a transaction that is rolled back.
"""
from datetime import date

from odoo.fields import Command

from .meter import environment, statements, stopwatch
from .registry import Row, bench

CARRIERS, ORDERS, FEW, TURNS = 6, 1_000, 10, 20
DAY = date(2026, 3, 2)


def _contract(env, number, provinces):
    """A carrier with an active charge contract: five zones of first and continued weight."""
    # Only now, when the registry is loaded, are the add-ons on the path.
    from odoo.addons.logistics_fee.adapters.snapshot import band_values
    from odoo.addons.logistics_fee.tariff import checksum
    from odoo.addons.logistics_fee.tariff.forms import compile_form

    carrier = env.ref("logistics_fee.carrier_sf").copy({"name": f"Bench {number}", "dealer_code": f"BENCH{number}"})
    contract = env["logistics.contract"].create({"name": f"Bench {number}", "carrier_id": carrier.id, "side": "charge"})
    zones = []
    for position in range(5):
        bands, _per = compile_form({
            "form": "first_continue", "first_kg": "1", "first_fee": f"{8 + number + position}.00",
            "continue": [{"to": "10", "step_kg": "0.5", "fee": "1.50"}, {"to": None, "step_kg": "1", "fee": "2.00"}]})
        zones.append(Command.create({
            "code": f"Z{position}", "line_ids": [Command.create({"division_id": d.id}) for d in provinces[position::5]],
            "band_ids": [Command.create(band_values(band)) for band in bands]}))
    version = env["logistics.contract.version"].create({"contract_id": contract.id, "valid_from": "2026-01-01", "zone_ids": zones})
    text = version._canonical_text()
    # Activation asks for a second person; what is measured here is the price, not the flow.
    version._write_life({"state": "active", "source": text, "checksum": checksum(text)})
    return carrier


def _native(env):
    """An order and a carrier of Odoo's rule provider with the same ladder."""
    product = env["product.product"].create({"name": "Bench", "type": "consu", "weight": 1.4, "list_price": 100})
    freight = env["product.product"].create({"name": "Bench freight", "type": "service", "list_price": 0})
    partner = env["res.partner"].create({"name": "Bench", "country_id": env.ref("base.cn").id, "zip": "610000"})
    order = env["sale.order"].create({
        "partner_id": partner.id, "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 2})]})
    carrier = env["delivery.carrier"].create({
        "name": "Bench rules", "delivery_type": "base_on_rule", "product_id": freight.id, "price_rule_ids": [
            Command.create({"variable": "weight", "operator": "<=", "max_value": 1, "list_base_price": 8}),
            Command.create({"variable": "weight", "operator": ">", "max_value": 1, "list_base_price": 5, "list_price": 3, "variable_factor": "weight"})]})
    return order, carrier


@bench
def tariff_orm(database, options):
    """1,000 quotes and one live comparison of six carriers, beside Odoo's rules."""
    with environment(database) as env:
        divisions = env["dealer.division"].search([("level", "=", "province")])
        districts = env["dealer.division"].search([("level", "=", "district")], limit=500)
        carriers = [_contract(env, number, divisions) for number in range(CARRIERS)]
        env.flush_all()
        order, rules = _native(env)
        quoting, company = env["logistics.quoting"], env.company
        requests = [
            {"carrier_id": carriers[i % CARRIERS].id, "division_id": districts[i % len(districts)].id, "parcels": [300 + i * 7], "on_date": DAY}
            for i in range(ORDERS)]
        quoting._quote_many(company, requests)   # compiles the contracts, as the first request of a process does
        counts = []
        for size in (FEW, ORDERS):
            env.invalidate_all()
            with statements() as seen, stopwatch() as taken:
                answers = quoting._quote_many(company, requests[:size])
            counts.append(len(seen))
        refused = sum(not answer["ok"] for answer in answers)
        rules.rate_shipment(order)
        with stopwatch() as native:
            for _ in range(200):
                rules.rate_shipment(order)
        each = native[0] / 200
        yield Row("1,000 orders quoted through the ORM", round(taken[0], 3), "s", round(each * ORDERS, 3), "<= 2 s", taken[0] <= 2 and not refused)
        yield Row("statements for 1,000 (compared with 10)", counts[1], "", counts[0], "the same", counts[0] == counts[1])
        with stopwatch() as live:
            for _ in range(TURNS):
                env.invalidate_all()
                found = quoting._quote_live([carrier.id for carrier in carriers], districts[7].code, [2_800], DAY)
        fast = live[0] / TURNS * 1_000
        good = fast <= 50 and all(answer["ok"] for answer in found)
        yield Row("six carriers live on an order", round(fast, 1), "ms", round(each * CARRIERS * 1_000, 1), "<= 50 ms", good)
