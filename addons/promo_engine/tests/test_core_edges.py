"""Laws of rules with several rewards of every kind, of shuffled files, and of after-effects. No Odoo, no database."""
import json
import random

from odoo.addons.dealer_base.tests.laws import seeds
from odoo.addons.promo_engine.engine import evaluate, read_snapshot, refund
from odoo.addons.promo_engine.engine.cases.cart import evaluate_case
from odoo.addons.promo_engine.tests.test_core_cases import cases
from odoo.addons.promo_engine.tests.test_core_engine import cart, rule, snapshot, why

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

LEVELS = ("price", "item", "order", "coupon", "platform", "shipping", "payment", "after")
SCOPES = ({}, {}, {"skus": ["A"]}, {"skus": ["B", "C"]}, {"tags": ["x"]}, {"not_tags": ["x"]}, {"price_min": "5", "price_max": "50"},
          {"undiscounted_only": True})
PICKS = ("cheapest", "dearest")
SORTS = ("asc", "desc")


def reward(rng):
    """A reward of any kind, with a scope of its own."""
    target = rng.choice(("order", "scope", "line", "unit", "shipping"))
    found = rng.choice((
        {"type": "percent", "value": rng.choice((7, "12.5", 33, 100, 140)), "target": target},
        {"type": "percent", "value": 50, "target": "unit", "pick": rng.choice(PICKS), "max_units": rng.randint(0, 3)},
        {"type": "amount", "value": rng.choice(("0.01", "5", "10.01", "200")), "target": target},
        {"type": "amount", "value": "3", "target": "unit", "groups_of": rng.randint(1, 3)},
        {"type": "fixed_price", "value": rng.choice(("1", "15")), "target": rng.choice(("order", "unit"))},
        {"type": "tiers", "on": "amount", "give": "amount", "tiers": [["10", "1.11"], ["30", "3.33", "G"]]},
        {"type": "tiers", "on": "qty", "give": "percent", "tiers": [[2, 10], [4, 15]]},
        {"type": "tiers", "on": "amount", "give": "coupon", "tiers": [["20", "C1"], ["50", "C2"]]},
        {"type": "every", "every": "10", "give": "amount", "value": "1.50", "max_times": rng.randint(1, 4)},
        {"type": "every", "every": "5", "give": "coupon", "value": "V", "per": "unit"},
        {"type": "buy_get", "buy": rng.randint(1, 2), "get": rng.randint(1, 2), "pick": rng.choice(PICKS), "partial": rng.random() < 0.5},
        {"type": "buy_get", "buy": 1, "get": 1, "price": "3", "get_scope": rng.choice(SCOPES)},
        {"type": "set_price", "qty": rng.randint(2, 3), "value": "15"},
        {"type": "unit_group", "size": rng.randint(1, 3), "sort": rng.choice(SORTS), rng.choice(("amount", "unit_price", "set_price")): "4"},
        {"type": "nth_group", "size": 2, "n": rng.randint(1, 2), "sort": rng.choice(SORTS), "pick": rng.choice(SORTS),
         "mode": rng.choice(("vertical", "horizontal")), "percent": 50},
        {"type": "gift", "sku": "G", "qty": rng.randint(1, 2), "per_qty": rng.randint(0, 3)},
        {"type": "pay", "balance": rng.choice(("5", "12.34", "100")), "per_unit_cap": rng.choice(("3.33", None))},
        {"type": "points", "per": 1},
    ))
    return {**found, "scope": rng.choice(SCOPES)}


def promotion(rng, k):
    """A promotion with up to three rewards."""
    row = {"id": f"p{k}", "level": rng.choice(LEVELS), "seq": k + 1, "rewards": [reward(rng) for _k in range(rng.randint(1, 3))],
           "scope": rng.choice(SCOPES), "clawback": rng.choice(("keep", "reprice")), "percent_base": rng.choice(("rule", "entry", "running"))}
    for chance, more in ((0.3, {"group": "g"}), (0.1, {"exclusive": True}), (0.1, {"not_with": ["p0"]}), (0.2, {"stack": False}),
                         (0.2, {"conditions": [{"type": "min_amount", "value": "19.98", "base": rng.choice(("entry", "running", "list"))}]}),
                         (0.1, {"cost_split": [{"who": "hq", "share": 33}, {"who": "store", "share": 0}]})):
        if rng.random() < chance:
            row.update(more)
    return row


def wild(seed):
    """A case in which anything may meet anything."""
    rng = random.Random(seed)
    lines = [{"id": f"L{k}", "sku": rng.choice("ABC"), "qty": rng.choice((0, 1, 1, 2, 3, 5)), "tags": rng.choice(([], ["x"])),
              "unit_price": rng.choice(("0.00", "0.01", "2.37", "9.99", "33.35", "100.00")), "floor_price": rng.choice((None, None, None, "0.50", "5.00")),
              "tax_pct": rng.choice((0, 13)), "tax_included": rng.random() < 0.7} for k in range(rng.randint(1, 4))]
    if rng.random() < 0.2:
        lines.append({"id": "N", "sku": "N", "qty": 1, "unit_price": "-7.77"})
    options = {"percent_base": rng.choice(("running", "entry", "rule")), "order": rng.choice(("levels", "levels", "as_listed")),
               "objective": rng.choice(("customer", "merchant", "declared")), "exclusive": rng.choice(("first", "best")),
               "percent_floor": rng.choice(("keep", "redistribute")), "price": rng.choice(("best", "stack")),
               "threshold_base": rng.choice(("entry", "running", "list"))}
    return {"id": str(seed), "kind": "cart", "use": "option", "options": options, "expected": {},
            "cart": {"lines": lines, "shipping": rng.choice((None, "8.00"))}, "promotions": [promotion(rng, k) for k in range(rng.randint(1, 5))]}


def told(result):
    """What a result says, without the versions of the rules: a listing is part of those."""
    return (result.lines, result.shipping, result.assets, result.payable_fen,
            [(effect.rule, effect.shares, effect.shipping, effect.gifts, effect.issues) for effect in result.effects])


class TestWild(BaseCase):
    @seeds(200)
    def test_whatever_meets_the_laws_hold(self, seed):
        """The checks inside of ``evaluate`` are the laws; a return of any pieces works and never costs the buyer money."""
        rng = random.Random(seed)
        result, goods, rules, options, _decimals = evaluate_case(wild(seed))
        plan = refund(result, {line.id: rng.randint(0, line.qty) for line in goods.lines}, cart=goods, snapshot=rules, options=options)
        self.assertEqual(plan.cash_fen + plan.assets_fen + plan.clawback_fen, plan.goods_fen)
        if all(line.net_fen >= 0 for line in result.lines):
            self.assertGreaterEqual(min(plan.cash_fen, plan.assets_fen, plan.clawback_fen), 0)

    @seeds(100)
    def test_the_listing_does_not_matter_where_a_sequence_is_given(self, seed):
        case, rng = wild(seed), random.Random(seed)
        case["options"]["order"] = "levels"
        found = evaluate_case(case)[0]
        rng.shuffle(case["promotions"])
        for row in case["promotions"]:
            rng.shuffle(row.get("conditions", []))
        again = evaluate_case(case)[0]
        self.assertEqual(told(again), told(found))

    def test_every_case_of_a_file_shuffled(self):
        """A case whose promotions carry the sequence that their listing meant gives the same in any listing."""
        for case in cases():
            if case.get("kind", "cart") != "cart" or (case.get("options") or {}).get("order") == "as_listed":
                continue
            plain = json.loads(json.dumps(case))
            for k, row in enumerate(plain["promotions"]):
                row["seq"] = (row.get("seq") or 0) * 1_000 + k
            found = evaluate_case(plain)[0]
            plain["promotions"].reverse()
            plain["cart"]["codes"] = [*reversed(plain["cart"].get("codes") or ())]
            for row in plain["cart"]["lines"]:
                row["tags"] = [*reversed(row.get("tags") or ())]
            again = evaluate_case(plain)[0]
            with self.subTest(case["id"]):
                self.assertEqual(told(again), told(found))
                self.assertEqual(found.payable_fen, evaluate_case(case)[0].payable_fen)


class TestAfter(BaseCase):
    def test_an_after_effect_changes_no_amount(self):
        """Assets have paid by then: money taken afterwards would leave less than nothing to pay."""
        rules = snapshot(rule("card", "payment", {"type": "pay", "balance": "95"}),
                         rule("late", "after", {"type": "amount", "value": "50"}, {"type": "percent", "value": 100, "target": "shipping"},
                              {"type": "points", "per": 1}))
        result = evaluate(cart(("A", 1, 10_000)), rules)
        self.assertEqual((result.total_fen, result.payable_fen), (10_000, 500))
        self.assertEqual([(issue.key, issue.count) for issue in result.issues], [("points", 100)])

    def test_a_late_discount_says_that_it_does_nothing(self):
        result = evaluate(cart(("A", 1, 10_000)), snapshot(rule("late", "after", {"type": "amount", "value": "50"})))
        self.assertEqual((result.total_fen, why(result, "late")), (10_000, "no_benefit"))


class TestWhatAmountsMayNot(BaseCase):
    def test_an_amount_below_zero_raises_no_price(self):
        for target in ("order", "scope", "line", "unit", "shipping"):
            found = read_snapshot([rule("r", "item", {"type": "amount", "value": "-5", "target": target})])
            with self.subTest(target):
                self.assertEqual(evaluate(cart(("A", 2, 1_000)), found).total_fen, 2_000)


class TestAsGiven(BaseCase):
    """What was given by an earlier engine."""

    def test_goods_that_stay_keep_it(self):
        rules = snapshot(rule("r", "order", {"type": "amount", "value": "10"}, conditions=[{"type": "min_amount", "value": "30"}], clawback="reprice"))
        carts = cart(("A", 2, 2_000))
        result = evaluate(carts, rules)
        self.assertTrue(result.gave_as(evaluate(carts, rules)))
        self.assertFalse(result.gave_as(evaluate(carts, snapshot())))
        for given, charged in ((False, 500), (True, 0)):
            plan = refund(result, {"L1": 1}, cart=carts, snapshot=rules, as_given=given)
            self.assertEqual((plan.goods_fen, plan.clawback_fen), (1_500, charged))
        self.assertEqual(refund(result, {"L1": 2}, cart=carts, snapshot=rules, as_given=True).cash_fen, 3_000)


class TestSharedStock(BaseCase):
    def test_rules_share_what_lies_there(self):
        """Each rule has ten gifts of its own planned; three lie there for both."""
        def gift(stock):
            return {"type": "gift", "sku": "G", "qty": 2, "stock": stock, "choices": ["H"], "value": "3"}

        rules = snapshot(rule("f", "item", gift("one")), rule("g", "item", gift("two")))
        result = evaluate(cart(("A", 1, 5_000)), rules, {"one": 10, "two": 10, "free:G": 3, "free:H": 9})
        self.assertEqual(sorted((gift.rule, gift.sku, gift.qty, gift.limit) for gift in result.gifts),
                         [("f", "G", 2, "one"), ("g", "G", 1, "two"), ("g", "H", 1, "")])
