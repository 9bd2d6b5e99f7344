"""A backtest of past orders through the ORM, processor time: python -m tests.bench --database NAME promo_backtest.

Goods, orders and the campaign are made in a transaction that is rolled back.
"""
import time

from odoo.fields import Command

from .meter import environment
from .registry import Row, bench

ORDERS, LINES, RULES, BATCH = 200, 8, 40, 100


def _campaign(env, products):
    """A draft of RULES rules: percentages, amounts from a threshold on, and prices, each on a part of the goods."""
    rules = []
    for number in range(RULES):
        scope = {"product_ids": [Command.set(products[number % 5::5].ids)]}
        reward, level = [
            ({"kind": "percent", "rate": 5 + number % 7}, "item"), ({"kind": "amount", "amount": 10 + number}, "order"),
            ({"kind": "percent", "rate": 3, "target": "unit"}, "price")][number % 3]
        condition = [Command.create({"kind": "min_amount", "amount": 100 * (1 + number % 9)})]
        rules.append(Command.create({"name": f"Bench {number}", "level": level, "reward_ids": [Command.create(reward)], "condition_ids": condition, **scope}))
    return env["promo.campaign"].create({
        "name": "Bench", "date_start": "2026-01-01", "date_end": "2026-01-20", "rule_ids": rules})


@bench
def promo_backtest(database, options):
    """Orders a second of one process."""
    with environment(database) as env:
        if "promo.backtest" not in env:
            return
        products = env["product.product"].create([
            {"name": f"Bench {number}", "type": "consu", "list_price": 20 + 7 * number, "taxes_id": [Command.clear()]} for number in range(40)])
        partner = env["res.partner"].create({"name": "Bench"})
        orders = env["sale.order"].create([{
            "partner_id": partner.id, "order_line": [Command.create({"product_id": products[(number + k) % 40].id, "product_uom_qty": 1 + k % 3})
                                                     for k in range(LINES)]} for number in range(ORDERS)])
        orders.write({"state": "sale", "date_order": "2026-03-05 04:00:00"})
        test = env["promo.backtest"].create({"campaign_id": _campaign(env, products).id, "date_from": "2026-03-05", "date_to": "2026-03-05"})
        test._begin()
        test.state = "running"
        env.flush_all()
        env.invalidate_all()
        begin, priced = time.process_time(), 0
        while count := test._step(BATCH):
            priced += count
        rate = priced / (time.process_time() - begin)
        yield Row(f"backtest: orders of {LINES} lines, {RULES} rules, through the ORM", round(rate), "/s", None, ">= 50/s", rate >= 50 and test.changed > 0)
