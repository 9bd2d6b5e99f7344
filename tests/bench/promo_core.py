"""Speed of the promotion core, processor time only: python -m tests.bench.pure promo_core, without Odoo and without a database.

The carts and rules are those of ``addons/promo_engine/tests/generator.py``; every variant is evaluated for several seeds, the hash of the result included.
Beside the figure stands its goal. Status 1 when a goal is missed, when shares do not add up, or when the order of the input matters.
"""
import json
import random
import statistics
import sys
import time
from dataclasses import replace

from odoo.addons.promo_engine.engine import evaluate, snapshot_of
from odoo.addons.promo_engine.engine.cases.inputs import read_cart, read_promotions
from odoo.addons.promo_engine.tests.generator import VARIANTS, gen

from tests.bench.registry import Row, bench

SEEDS = 10
GOALS = {"default": (50, 120), "all eligible": (None, 120), "200 x 200": (250, None)}


def spent(cart, snapshot):
    """Milliseconds of processor time of an evaluation with its hash; and the result."""
    begin = time.process_time()
    result = evaluate(cart, snapshot)
    hashed = bool(result.result_hash)
    return (time.process_time() - begin) * 1_000 if hashed else None, result


def shuffled(cart, snapshot, seed):
    """The same cart and rules in another order."""
    rng = random.Random(seed)
    lines, rules, codes = list(cart.lines), list(snapshot.rules), sorted(cart.codes)
    for items in (lines, rules, codes):
        rng.shuffle(items)
    return replace(cart, lines=tuple(lines), codes=frozenset(codes)), snapshot_of(rules)


def check(cart, snapshot, result, seed):
    """What has to hold beside the time: the same hash for another order, shares that add up, no piece below its floor."""
    assert evaluate(*shuffled(cart, snapshot, seed)).result_hash == result.result_hash, "the order of the input changes the result"
    assert sum(effect.goods_fen for effect in result.effects) == result.discount_fen, "shares do not add up to the discount"
    floors = {line.id: min(line.floor_fen, line.price_fen) for line in cart.lines}
    assert all(now >= floors[line.id] for line in result.lines for _count, now in line.pieces), "a piece is below its floor"


@bench
def promo_core(database=None, options=None):
    """Median and worst time of every variant, each with its goal."""
    for name, variant in VARIANTS.items():
        times, cut = [], 0
        for seed in range(SEEDS):
            case = gen(seed, **variant)
            cart, snapshot = read_cart(case, 2), read_promotions(case, 2)
            taken, result = min((spent(cart, snapshot) for _run in range(2)), key=lambda pair: pair[0])
            times.append(taken)
            cut += len(result.searches)
            check(cart, snapshot, result, seed)
        median, worst = statistics.median(times), max(times)
        goal, most = GOALS.get(name, (None, None))
        yield Row(f"{name}: median", round(median, 1), "ms", None, f"<= {goal} ms" if goal else "", median <= goal if goal else None)
        yield Row(f"{name}: worst of {SEEDS} ({cut} searches cut short)", round(worst, 1), "ms", None, f"<= {most} ms" if most else "",
                  worst <= most if most else None)
    case = gen(1, n_lines=8, n_rules=40)
    cart, snapshot = read_cart(case, 2), read_promotions(case, 2)
    rate = 1_000 / statistics.median(spent(cart, snapshot)[0] for _run in range(50))
    yield Row("backtest: orders of 8 lines, 40 rules", round(rate), "/s", None, ">= 50/s", rate >= 50)


def main():
    """Print the figures as a table and as JSON; return the status."""
    rows = list(promo_core())
    head = ["figure", "measured", "native", "ratio", "goal", "reached"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    sys.stdout.write("\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n")
    sys.stdout.write(json.dumps({row.figure: row.measured for row in rows}) + "\n")
    return 0 if all(row.reached is not False for row in rows) else 1
