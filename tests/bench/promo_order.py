"""Pricing a real order beside Odoo's loyalty programs, in one run: python -m tests.bench --database NAME promo_order.

Goods, rules, programs and the order are made in a transaction that is rolled back. Both price the same order of 50 lines with the same 200 offers:
from an amount on, on a part of the goods, a percentage or an amount off.
"""
import time

from odoo.fields import Command

from .meter import environment, statements
from .registry import Row, bench

RULES, LINES, TURNS = 200, 50, 5
MOST_MS, MOST_STATEMENTS = 300, 25


def _offers(products):
    """What both are given: (goods, least amount, per cent or None, amount or None)."""
    for number in range(RULES):
        goods = products[number % 10::10]
        yield goods, 50 * (1 + number % 9), (3 + number % 5 if number % 2 else None), (None if number % 2 else 2 + number % 4)


def _campaign(env, products):
    """RULES rules in force. Approval asks for a second person; what is measured here is the price, not the flow."""
    rules = []
    for number, (goods, least, rate, amount) in enumerate(_offers(products)):
        reward = {"kind": "percent", "rate": rate} if rate else {"kind": "amount", "amount": amount}
        rules.append(Command.create({
            "name": f"Bench {number}", "level": "order", "product_ids": [Command.set(goods.ids)], "reward_ids": [Command.create(reward)],
            "condition_ids": [Command.create({"kind": "min_amount", "amount": least, "product_ids": [Command.set(goods.ids)]})]}))
    campaign = env["promo.campaign"].create({
        "name": "Bench", "date_start": "2026-01-01", "date_end": "2026-01-20", "rule_ids": rules})
    env.flush_all()
    env.cr.execute("UPDATE promo_campaign SET date_start = '2020-01-01', date_end = '2099-01-01', state = 'approved' WHERE id = %s", [campaign.id])
    env.invalidate_all()
    campaign.rule_ids._freeze()


def _programs(env, products):
    env["loyalty.program"].search([]).active = False
    env["loyalty.program"].create([{
        "name": f"Bench {number}", "program_type": "promotion", "trigger": "auto", "applies_on": "current",
        "rule_ids": [Command.create({"minimum_amount": least, "product_ids": [Command.set(goods.ids)], "reward_point_mode": "order"})],
        "reward_ids": [Command.create({
            "reward_type": "discount", "discount": rate or amount, "discount_mode": "percent" if rate else "per_order",
            "discount_applicability": "specific", "discount_product_ids": [Command.set(goods.ids)]})],
    } for number, (goods, least, rate, amount) in enumerate(_offers(products))])


def _order(env, partner, products):
    return env["sale.order"].create({"partner_id": partner.id, "order_line": [
        Command.create({"product_id": product.id, "product_uom_qty": 1 + place % 3}) for place, product in enumerate(products[:LINES])]})


def _measured(env, step):
    """:return: (milliseconds, statements) of the best of TURNS turns, each with a cold cache of records."""
    found = []
    for _turn in range(TURNS):
        env.flush_all()
        env.invalidate_all()
        begin = time.perf_counter()
        with statements() as seen:
            step()
            env.flush_all()
        found.append(((time.perf_counter() - begin) * 1_000, len(seen)))
    return min(found)


@bench
def promo_order(database, options):
    """Milliseconds and statements of one pricing of an order."""
    with environment(database) as env:
        if "promo.campaign" not in env or "loyalty.program" not in env or "coupon_point_ids" not in env["sale.order"]:
            return
        products = env["product.product"].create([
            {"name": f"Bench {number}", "type": "consu", "list_price": 20 + 7 * number, "taxes_id": [Command.clear()]} for number in range(LINES)])
        partner = env["res.partner"].create({"name": "Bench"})
        _campaign(env, products)
        order = _order(env, partner, products)
        own_ms, own_count = _measured(env, order.action_update_promotions)
        saved = order.promo_total
        order.is_promo_off = True
        _programs(env, products)
        other = _order(env, partner, products)
        other.is_promo_off = True
        native_ms, native_count = _measured(env, other._update_programs_and_rewards)
        yield Row(f"pricing an order of {LINES} lines, {RULES} rules", round(own_ms, 1), "ms", round(native_ms, 1), f"<= {MOST_MS} ms",
                  own_ms <= MOST_MS and saved > 0)
        yield Row("  its statements", own_count, "", native_count, f"<= {MOST_STATEMENTS}", own_count <= MOST_STATEMENTS)
