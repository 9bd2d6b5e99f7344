"""Laws of the promotion core on random carts and rules. No Odoo, no database; hypothesis drives the seeds where it is installed."""
import json
import random
from dataclasses import replace
from itertools import combinations

from odoo.addons.dealer_base.money import allocate
from odoo.addons.dealer_base.tests.laws import seeds
from odoo.addons.promo_engine.engine import (
    Cart,
    Counter,
    Line,
    Options,
    confirm,
    evaluate,
    outcome_row,
    read_outcome,
    read_rule,
    read_snapshot,
    refund,
    release,
    reserve,
    rule_row,
    snapshot_of,
    worst_case,
)
from odoo.addons.promo_engine.engine.cases.inputs import read_cart, read_promotions
from odoo.addons.promo_engine.engine.choose.conflicts import components, links_of
from odoo.addons.promo_engine.engine.spread import spread, spread_units
from odoo.addons.promo_engine.tests.generator import gen

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

RUNS = 60


def small(seed, **more):
    """A small random cart with its rules."""
    rng = random.Random(seed)
    case = gen(seed, **{"n_lines": rng.randint(1, 6), "n_rules": rng.randint(1, 16), "when": rng.choice(("some", "all")), **more})
    for row in case["promotions"]:
        if rng.random() < 0.2:
            row["cost_split"] = [{"who": "hq", "share": rng.randint(0, 100)}, {"who": "store", "share": 0}]
            row["settles"] = rng.random() < 0.5
        if rng.random() < 0.15:
            row["limits"] = [{"id": f"limit{rng.randint(1, 3)}", "kind": rng.choice(("total", "quota", "budget"))}]
        if rng.random() < 0.1:
            row["not_with"] = [f"R{rng.randint(0, 15):04d}"]
        if rng.random() < 0.03:
            row["exclusive"] = True
        if rng.random() < 0.1:
            row["line_exclusive"] = True
    left = {f"limit{k}": rng.choice((0, 1, 2, 500, 100_000)) for k in (1, 2, 3)}
    options = Options(percent_floor=rng.choice(("keep", "redistribute")), percent_base=rng.choice(("running", "entry", "rule")),
                      threshold_base=rng.choice(("entry", "running", "list")), order=rng.choice(("levels", "levels", "as_listed")),
                      exclusive=rng.choice(("first", "best")), objective=rng.choice(("customer", "customer", "merchant", "declared")),
                      order_cap_bp=rng.choice((10_000, 10_000, 4_000)))
    return read_cart(case, 2), read_promotions(case, 2), left, options


class TestLaws(BaseCase):
    @seeds(RUNS)
    def test_shares_lead_from_the_list_to_the_net(self, seed):
        cart, snapshot, left, options = small(seed)
        result = evaluate(cart, snapshot, left, options)
        per_line = {line.id: 0 for line in result.lines}
        for effect in result.effects:
            for name, _start, count, share in effect.shares:
                self.assertGreater(count * share, 0)
                per_line[name] += count * share
            if effect.costs:
                gifts = sum(gift.qty * gift.value_fen for gift in effect.gifts)
                self.assertEqual(sum(part for _who, part in effect.costs), effect.goods_fen + effect.shipping_fen + gifts)
        floors = {line.id: line.floor_fen for line in cart.lines}
        for line in result.lines:
            self.assertEqual(line.list_fen - per_line[line.id], line.net_fen)
            self.assertEqual(sum(count for count, _now in line.pieces), line.qty)
            self.assertTrue(all(now >= min(floors[line.id], line.list_fen // line.qty) for _count, now in line.pieces))
        self.assertGreaterEqual(result.payable_fen, 0)
        self.assertGreaterEqual(result.shipping_fen, 0)

    @seeds(RUNS)
    def test_every_rule_is_applied_or_says_why_not(self, seed):
        cart, snapshot, left, options = small(seed)
        result = evaluate(cart, snapshot, left, options)
        told = set(result.applied) | {row.rule for row in result.rejected}
        self.assertEqual(told, {rule.id for rule in snapshot.rules})
        self.assertFalse(set(result.applied) & {row.rule for row in result.rejected if row.code != "stock_gift"})

    @seeds(RUNS)
    def test_the_order_of_the_input_does_not_matter(self, seed):
        cart, snapshot, left, options = small(seed)
        result, rng = evaluate(cart, snapshot, left, options), random.Random(seed)
        lines, rules = list(cart.lines), list(snapshot.rules)
        rng.shuffle(lines)
        rng.shuffle(rules)
        again = replace(cart, lines=tuple(lines), codes=frozenset(sorted(cart.codes, reverse=True)))
        other = evaluate(again, snapshot_of(rules), dict(sorted(left.items(), reverse=True)), options)
        self.assertEqual(other.result_hash, result.result_hash)
        self.assertEqual(other, result)

    @seeds(RUNS)
    def test_without_some_rules_is_a_snapshot_of_the_others(self, seed):
        rules = small(seed)[1].rules
        gone = {rule.id for rule in rules[::2]}
        fewer, anew = snapshot_of(rules).without(gone), snapshot_of(rule for rule in rules if rule.id not in gone)
        self.assertEqual((fewer, fewer.versions, fewer.hash), (anew, anew.versions, anew.hash))

    @seeds(RUNS)
    def test_no_limit_is_passed(self, seed):
        cart, snapshot, left, options = small(seed)
        for name, amount in evaluate(cart, snapshot, left, options).limits:
            self.assertLessEqual(amount, left[name])

    @seeds(RUNS)
    def test_groups_and_pairs_hold(self, seed):
        cart, snapshot, left, options = small(seed)
        result, rules = evaluate(cart, snapshot, left, options), snapshot.by_id
        applied = [rules[name] for name in result.applied]
        for first, second in combinations([rule for rule in applied if rule.level != "price"], 2):
            self.assertFalse({second.id} & set(first.not_with) or {first.id} & set(second.not_with))
            self.assertFalse({group.name for group in first.groups} & {group.name for group in second.groups})
        exclusive = [rule for rule in applied if rule.exclusive]
        if exclusive:
            self.assertEqual([rule.id for rule in applied if rule.level in ("item", "order", "coupon", "platform", exclusive[0].level)],
                             [exclusive[0].id])

    @seeds(RUNS)
    def test_returns_in_parts_give_what_a_whole_one_gives(self, seed):
        cart, snapshot, left, options = small(seed)
        result, rng = evaluate(cart, snapshot, left, options), random.Random(seed)
        pieces = [line.id for line in result.lines for _k in range(line.qty)]
        rng.shuffle(pieces)
        before, cash, assets = {}, 0, 0
        while pieces:
            size = rng.randint(1, 3)
            now = {}
            for name in pieces[:size]:
                now[name] = now.get(name, 0) + 1
            pieces = pieces[size:]
            plan = refund(result, now, before=before)
            self.assertGreaterEqual(plan.cash_fen, 0)
            self.assertEqual(plan.cash_fen + plan.assets_fen + plan.clawback_fen, plan.goods_fen)
            cash, assets = cash + plan.cash_fen, assets + plan.assets_fen
            before = {name: before.get(name, 0) + now.get(name, 0) for name in {*before, *now}}
        self.assertEqual(cash + assets, result.goods_fen)
        self.assertEqual(assets, sum(sum(use.line_fen) for use in result.assets))

    @seeds(RUNS)
    def test_what_is_stored_is_read_back(self, seed):
        cart, snapshot, left, options = small(seed)
        result = evaluate(cart, snapshot, left, options)
        again = read_outcome(json.loads(json.dumps(outcome_row(result))))
        self.assertEqual(again.result_hash, result.result_hash)
        rows = json.loads(json.dumps([rule_row(rule) for rule in snapshot.rules]))
        self.assertEqual([read_rule(row) for row in rows], list(snapshot.rules))
        stored = read_snapshot(rows)
        self.assertEqual((stored.problems, stored.hash), ((), snapshot.hash))
        self.assertEqual(evaluate(cart, stored, left, options).result_hash, result.result_hash)

    @seeds(RUNS)
    def test_only_rules_that_settle_change_the_settlement_base(self, seed):
        cart, snapshot, left, options = small(seed)
        rules = snapshot.by_id
        for effect in evaluate(cart, snapshot, left, options).effects:
            borne = sum(fen for _line, fen in effect.settlement)
            if not rules[effect.rule].settles:
                self.assertEqual(borne, 0)
            elif effect.costs and not (effect.gifts or effect.shipping_fen):
                self.assertEqual(borne, dict(effect.costs)["hq"])

    @seeds(RUNS)
    def test_a_split_is_whole_fair_and_inside_its_limits(self, seed):
        rng = random.Random(seed)
        weights = [rng.choice((0, 1, 5, rng.randint(0, 10_000))) for _k in range(rng.randint(1, 9))]
        caps = [rng.randint(0, 3_000) for _weight in weights]
        total = rng.randint(0, 12_000)
        parts = spread(total, weights, caps)
        self.assertEqual(sum(parts), min(total, sum(caps)))
        self.assertTrue(all(0 <= part <= cap for part, cap in zip(parts, caps, strict=True)))
        if any(weights):
            self.assertEqual(spread(total, weights), allocate(total, weights))

    @seeds(RUNS)
    def test_runs_of_pieces_share_like_single_pieces(self, seed):
        rng = random.Random(seed)
        runs, at = [], 0
        for _k in range(rng.randint(1, 5)):
            count = rng.randint(1, 4)
            runs.append((at, count, rng.randint(0, 50)))
            at += count
        units = [now for _start, count, now in runs for _k in range(count)]
        share = rng.randint(0, sum(units))
        found = [0] * at
        for start, count, fen in spread_units(share, runs):
            for k in range(start, start + count):
                found[k] += fen
        self.assertEqual(found, allocate(share, units) if share else [0] * at)

    @seeds(RUNS)
    def test_long_lines_share_like_lines_of_one_piece(self, seed):
        """A line of n pieces and n lines of one piece lose the same, however often rules are applied."""
        rng = random.Random(seed)
        qty, price = rng.randint(2, 7), rng.randint(1, 3_000)
        rows = [{"id": f"R{k}", "level": "order", "seq": k, "rewards": [
            {"type": "amount", "value_fen": rng.randint(1, 900)} if rng.random() < 0.5 else {"type": "percent", "value_bp": rng.randint(1, 3_000)}]}
            for k in range(4)]
        snapshot = read_snapshot(rows)
        together = evaluate(Cart("a", (Line("L", "A", qty, price),)), snapshot)
        single = evaluate(Cart("a", tuple(Line(f"L{k}", "A", 1, price, k) for k in range(qty))), snapshot)
        self.assertEqual([now for count, now in together.lines[0].pieces for _k in range(count)], [line.net_fen for line in single.lines])

    @seeds(RUNS)
    def test_the_search_finds_what_trying_everything_finds(self, seed):
        rng = random.Random(seed)
        lines = tuple(Line(f"L{k}", f"S{k}", rng.randint(1, 3), rng.randint(100, 9_000), k, frozenset(rng.sample("abc", 1))) for k in range(3))
        rows = [{"id": f"R{k}", "level": "order", "seq": k, "scope": {"tags": rng.sample("abc", rng.randint(1, 2))}, "rewards": [
            {"type": "amount", "value_fen": rng.randint(1, 4_000)} if rng.random() < 0.5 else {"type": "percent", "value_bp": rng.randint(1, 6_000)}],
            "not_with": [f"R{j}" for j in range(k) if rng.random() < 0.4],
            "groups": [{"name": "g", "mode": "at_most", "n": 2}] if rng.random() < 0.5 else []} for k in range(6)]
        cart, snapshot = Cart("s", lines), read_snapshot(rows)
        if len(components(snapshot.rules, links_of(snapshot.rules))) > 1:
            return      # independent parts are chosen one by one, as the design says
        best = 0
        for size in range(7):
            for chosen in combinations(snapshot.rules, size):
                names = {rule.id for rule in chosen}
                if any(set(rule.not_with) & names for rule in chosen) or sum(bool(rule.groups) for rule in chosen) > 2:
                    continue
                free = snapshot_of(replace(rule, groups=(), not_with=()) for rule in chosen)
                best = max(best, evaluate(cart, free).discount_fen)
        self.assertEqual(evaluate(cart, snapshot).discount_fen, best)

    @seeds(RUNS)
    def test_a_fen_more_never_lowers_what_is_paid_in_full_reduction(self, seed):
        """Inside a tier a dearer order never costs less."""
        rng = random.Random(seed)
        snapshot = read_snapshot([{"id": "t", "level": "order", "rewards": [{"type": "tiers", "tiers": [["100", "10"], ["300", "40"]]}]}])
        price = rng.choice((rng.randint(1, 50_000), 9_998, 29_998))
        paid = [evaluate(Cart("f", (Line("L", "A", 1, price + more),)), snapshot).payable_fen for more in (0, 1)]
        if price + 1 not in (10_000, 30_000):
            self.assertEqual(paid[1], paid[0] + 1)

    @seeds(RUNS)
    def test_no_cart_with_one_product_is_cheaper_than_its_worst_price(self, seed):
        cart, snapshot, _left, options = small(seed, n_lines=1)
        options = replace(options, order="levels")
        line = cart.lines[0]
        worst = worst_case(snapshot, line, options=options)
        for qty in (line.qty, 1, 2, 4):
            found = evaluate(replace(cart, lines=(replace(line, qty=qty),)), snapshot, None, options).lines[0]
            self.assertGreaterEqual(found.net_fen, (worst.lowest_fen - worst.slack_fen) * qty)
            self.assertGreaterEqual(min(now for _count, now in found.pieces), worst.single_fen - worst.slack_fen)

    @seeds(RUNS)
    def test_counters_never_pass_their_capacity(self, seed):
        rng = random.Random(seed)
        counter = Counter(rng.randint(0, 12))
        for _step in range(40):
            key, amount = f"k{rng.randint(1, 6)}", rng.randint(1, 4)
            act = rng.randint(1, 3)
            if act == 1:
                counter = reserve(counter, key, amount) or counter
            elif act == 2:
                counter = confirm(counter, key, rng.choice((None, amount))) or counter
            else:
                counter = release(counter, key, charge_back=rng.random() < 0.5)
            self.assertLessEqual(counter.reserved + counter.confirmed, counter.capacity)
            self.assertGreaterEqual(min([0, *(row[1] for row in counter.held)]), 0)
