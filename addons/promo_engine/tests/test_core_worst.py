"""The proof of the lowest price a product can reach. No Odoo, no database."""
import random
from dataclasses import replace

from odoo.addons.promo_engine.engine import Cart, Companions, Line, evaluate, reaching, worst_case
from odoo.addons.promo_engine.engine.worst import beside, likeness
from odoo.addons.promo_engine.tests.test_core_engine import rule, snapshot

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

TEN = {"type": "amount", "value": "10"}
HALF = {"type": "percent", "value": 50}


class TestWorst(BaseCase):
    LINE = Line("L", "A", 1, 10_000, cost_fen=6_000, ex_factory_fen=7_000, floor_fen=0, tags=frozenset({"t"}))

    def test_everything_that_can_meet_meets(self):
        rules = snapshot(
            rule("p", "price", HALF, scope={"tags": ["t"]}), rule("o", "order", TEN, conditions=[{"type": "min_amount", "value": "999"}]),
            rule("k", "coupon", {"type": "percent", "value": 10}, code="SECRET"), rule("other", "order", TEN, scope={"tags": ["x"]}))
        found = worst_case(rules, self.LINE)
        self.assertEqual((found.lowest_fen, found.rules, found.below), (4_454, ("p", "o", "k"), ("cost", "ex_factory")))
        self.assertFalse(found.ok)
        self.assertEqual(worst_case(snapshot(rule("n", "price", HALF, scope={"new_days": 9})), self.LINE).lowest_fen, 5_000, "a proof has no day: all is new")

    def test_groups_and_floors_hold(self):
        rules = snapshot(*(rule(name, "order", {"type": "percent", "value": value}, groups=[{"name": "g"}]) for name, value in (("a", 20), ("b", 30))))
        self.assertEqual(worst_case(rules, self.LINE).lowest_fen, 7_000)
        self.assertEqual(worst_case(rules, replace(self.LINE, floor_fen=7_500)).below, ())

    def test_buy_one_get_one_is_half_on_average_and_nothing_for_a_piece(self):
        found = worst_case(snapshot(rule("b", "item", {"type": "buy_get", "buy": 1, "get": 1})), self.LINE)
        self.assertEqual((found.lowest_fen, found.qty, found.single_fen), (5_000, 2, 0))

    def test_an_exclusive_rule_does_not_hide_what_happens_without_it(self):
        rules = snapshot(rule("e", "order", {"type": "amount", "value": "1"}, exclusive=True), rule("o", "order", {"type": "amount", "value": "60"}))
        self.assertEqual(worst_case(rules, self.LINE).lowest_fen, 4_000)

    def test_nothing_reaches_the_product(self):
        self.assertTrue(worst_case(snapshot(rule("o", "order", TEN, scope={"skus": ["Z"]})), self.LINE).ok)


    def test_what_is_given_beside_other_goods(self):
        """Coats bring scarves: the scarf is in no scope of the rule, and yet it is what comes below cost."""
        scarf = replace(self.LINE, sku="S", tags=frozenset({"s"}))
        for same_sku in (False, True):
            given = {"type": "buy_get", "buy": 2, "get": 1, "get_scope": {"tags": ["s"]}, "price": "50", "same_sku": same_sku}
            rules = snapshot(rule("b", "item", given, scope={"tags": ["t"]}), rule("o", "order", TEN, scope={"skus": ["S"]}))
            self.assertEqual(reaching(rules, scarf), ("b", "o"))
            found = worst_case(rules, scarf)
            self.assertEqual((found.lowest_fen, found.below), (4_000, ("cost", "ex_factory")))
            self.assertEqual(reaching(rules, self.LINE), (), "the coat keeps its price")

    def test_what_comes_in_place_of_a_gift(self):
        """The gift is for cups, and gone: its amount comes off all goods of the rule."""
        rules = snapshot(rule("g", "order", {"type": "gift", "sku": "G", "scope": {"skus": ["C"]}, "fallback_amount": "35"}))
        self.assertEqual(worst_case(rules, self.LINE).lowest_fen, 6_500)

    def test_a_set_of_named_goods(self):
        rules = snapshot(rule("s", "item", {"type": "bundle", "take": {"A": 2, "B": 1}, "pay": "150"}))
        other = Line("B", "B", 1, 10_000, 1)
        self.assertEqual(worst_case(rules, self.LINE).lowest_fen, 10_000, "nobody buys the set in part")
        self.assertEqual(worst_case(rules, self.LINE, others=(other,)).lowest_fen, 5_000)

    def test_an_amount_is_shared_with_what_reaches_its_threshold(self):
        """30.00 off 300.00: 10.00 of them bear a part of it, whatever else is bought; without a threshold one piece bears all of it."""
        small, over = replace(self.LINE, price_fen=1_000), [{"type": "min_amount", "value": "300"}]
        thirty = {"type": "amount", "value": "30"}
        for rules, wanted in (
                ((rule("o", "order", thirty, conditions=over),), 900),
                ((rule("o", "order", thirty),), 0),
                ((rule("o", "order", thirty, conditions=[{**over[0], "scope": {"tags": ["x"]}}], scope={"tags": ["t"]}),), 0),  # reached by other goods
                ((rule("o", "order", thirty, conditions=[{"type": "min_qty", "value": 2}]),), 0),
                ((rule("o", "order", {"type": "tiers", "tiers": [["300", "60"], ["1000", "100"]]}),), 800),  # the lower tier is the better one
                ((rule("p", "item", {"type": "percent", "value": 10}), rule("o", "order", thirty, conditions=over)), 799),
                ((rule("p", "price", HALF), rule("o", "order", thirty, conditions=over)), 450),  # looked at after the price level
                ((rule("b", "item", {"type": "buy_get", "buy": 1, "get": 1, "get_scope": {"tags": ["x"]}}), rule("o", "order", thirty, conditions=over)), 0)):
            with self.subTest(rules):
                self.assertEqual(worst_case(snapshot(*rules), small).lowest_fen, wanted)
        rules = snapshot(rule("o", "order", thirty, conditions=over))
        self.assertEqual(worst_case(rules, small, companions=Companions(rules, 9_500)).lowest_fen, 0, "what is near its lowest price leaves it to others")
        self.assertEqual(worst_case(rules, replace(self.LINE, price_fen=50_000)).lowest_fen, 47_000, "one piece reaches it alone")

    def test_no_cart_is_cheaper(self):
        """Law: in carts of several goods no piece costs less than its proof says, a fen for each rule aside."""
        rng = random.Random(7)
        for number in range(120):
            rows = [rule(f"r{place}", *rng.choice((
                ("item", {"type": "percent", "value": rng.randint(1, 40)}), ("order", {"type": "percent", "value": rng.randint(1, 20)}),
                ("order", {"type": "amount", "value": str(rng.randint(1, 40))}), ("coupon", {"type": "amount", "value": str(rng.randint(1, 40))}),
                ("order", {"type": "tiers", "tiers": [["100", str(rng.randint(1, 30))], ["400", str(rng.randint(30, 90))]]}))),
                scope=rng.choice(({}, {}, {"tags": ["t"]})), conditions=rng.choice(([], [{"type": "min_amount", "value": str(rng.randint(50, 400))}])))
                for place in range(rng.randint(1, 4))]
            rules = snapshot(*rows)
            goods = [Line(f"L{place}", f"S{place}", rng.randint(1, 4), rng.randint(300, 30_000), place, tags=frozenset(rng.choice(("t", "x"))))
                     for place in range(rng.randint(1, 4))]
            found = evaluate(Cart("c", tuple(goods)), rules)
            for line, result in zip(goods, found.lines, strict=True):
                worst = worst_case(rules, line)
                with self.subTest(f"{number} {line.id}"):
                    self.assertGreaterEqual(result.net_fen, (worst.lowest_fen - worst.slack_fen) * line.qty)

    def test_a_set_with_dearer_goods(self):
        """Any two for 150.00: beside one of 900.00 a piece of 100.00 bears a tenth of the price."""
        rules = snapshot(rule("s", "item", {"type": "set_price", "qty": 2, "value": "150"}))
        self.assertEqual(worst_case(rules, self.LINE).lowest_fen, 7_500)
        self.assertEqual(worst_case(rules, self.LINE, others=(Line("D", "D", 1, 90_000, 1),)).lowest_fen, 1_500)

    def test_no_group_of_goods_is_cheaper(self):
        """Law: offers of groups of pieces; beside as many of the dearest goods as make a group, a piece costs what it costs in no cart less."""
        rng = random.Random(11)
        for number in range(120):
            reward = rng.choice((
                {"type": "buy_get", "buy": rng.randint(1, 2), "get": 1, "percent": rng.choice((50, 100))}, {"type": "set_price", "qty": 3, "value": "99"},
                {"type": "nth_group", "size": rng.randint(2, 3), "n": 1, "percent": 50}, {"type": "unit_group", "size": 2, "set_price": "120"}))
            rules = snapshot(rule("g", "item", reward))
            goods = [Line(f"L{place}", f"S{place}", rng.randint(1, 2), rng.randint(300, 30_000), place) for place in range(rng.randint(1, 4))]
            dearest = max(goods, key=lambda line: line.price_fen)
            others = (replace(dearest, id="D", qty=beside(rules.rules[0].rewards[0]), seq=9),)
            found = evaluate(Cart("c", tuple(goods)), rules)
            for line, result in zip(goods, found.lines, strict=True):
                lowest = min(worst_case(rules, line, others=more).lowest_fen for more in ((), () if line is dearest else others))
                with self.subTest(f"{number} {line.id} {reward}"):
                    self.assertGreaterEqual(result.net_fen, (lowest - 1) * line.qty)

    def test_equal_goods_are_alike(self):
        """Alike is what no rule tells apart; cost and ex-factory price are compared afterwards."""
        rules = snapshot(
            rule("p", "price", HALF, scope={"tags": ["t"], "not_skus": ["N"]}), rule("g", "item", {"type": "buy_get", "get_scope": {"skus": ["A", "B"]}}),
            rule("h", "order", TEN, conditions=[{"type": "has", "scope": {"tags": ["h"]}}]),
            rule("s", "item", {"type": "bundle", "take": {"X": 1, "Y": 1}, "pay": "9"}))
        alike = likeness(rules)
        for change, same in (
                ({"sku": "B"}, True), ({"tags": frozenset({"t", "never asked"})}, True), ({"cost_fen": 1, "ex_factory_fen": None}, True),
                ({"sku": "C"}, False), ({"sku": "N"}, False), ({"sku": "X"}, False), ({"tags": frozenset()}, False), ({"tags": frozenset("th")}, False),
                ({"price_fen": 9_999}, False), ({"floor_fen": 1}, False)):
            with self.subTest(change):
                self.assertEqual(alike(replace(self.LINE, **change)) == alike(self.LINE), same)
