"""The proof of the lowest price a product can reach. No Odoo, no database."""
from dataclasses import replace

from odoo.addons.promo_engine.engine import Line, reaching, worst_case
from odoo.addons.promo_engine.engine.worst import likeness
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
        self.assertEqual((found.lowest_fen, found.rules, found.below), (3_600, ("p", "o", "k"), ("cost", "ex_factory")))
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
