"""Fee engine at its edges; the case file is in test_core_cases.py. No Odoo, no database."""
from dataclasses import replace
from datetime import date

from odoo.addons.logistics_fee.tariff.fees import (
    Event,
    Line,
    Rule,
    Tier,
    check_rules,
    cliffs,
    days_without_rule,
    evaluate,
    gives_away,
    outside_range,
    replay_fee,
    ties,
)

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DAY = date(2026, 3, 1)


class TestFees(BaseCase):
    def test_mandatory_code_without_any_rule(self):
        result = evaluate((), Event("order", DAY, (Line(100, 1),)), mandatory=("admin",))
        self.assertEqual([problem.code for problem in result.problems], ["no_rule"])

    def test_one_uncovered_line_blocks_the_code(self):
        rule = Rule(1, "admin", "order", "percent", DAY, rate_ppm=80_000, categories=("A",))
        lines = (Line(10_000, 1, "A"), Line(10_000, 1, "B"))
        self.assertFalse(evaluate((rule,), Event("order", DAY, lines)).ok)
        self.assertTrue(evaluate((rule,), Event("order", DAY, lines[:1])).ok)

    def test_category_of_a_parent(self):
        rule = Rule(1, "admin", "order", "percent", DAY, rate_ppm=80_000, categories=("A",))
        event = Event("order", DAY, (Line(10_000, 1, "A1", ("A",)),))
        self.assertEqual(evaluate((rule,), event).total_by_code(), {"admin": 800})

    def test_bad_lines(self):
        rule = Rule(1, "admin", "order", "percent", DAY, rate_ppm=80_000)
        for line in (Line(-1, 1), Line(100, 0), Line(100, -2)):
            with self.subTest(line=line):
                result = evaluate((rule,), Event("order", DAY, (line,)))
                self.assertEqual([problem.code for problem in result.problems], ["bad_line"])

    def test_j3_and_j11(self):
        """600.00 ex-factory at 8 % is 48.00; two returned items handled at 10.00 each."""
        admin = Rule(1, "admin", "order", "percent", DAY, rate_ppm=80_000)
        handling = Rule(2, "handling", "return", "per_item", DAY, value_fen=1_000)
        order = Event("order", DAY, (Line(30_000, 2),))
        back = Event("return", DAY, (Line(30_000, 1),))
        self.assertEqual(evaluate((admin, handling), order).total_by_code(), {"admin": 4_800})
        self.assertEqual(evaluate((admin, handling), back).total_by_code(), {"handling": 1_000})

    def test_limit_of_the_whole_order_is_not_per_rule(self):
        """Two categories with 1.50 and 3.00: the order minimum of 4.00 is met, one of 5.00 is topped up once."""
        a = Rule("a", "admin", "order", "percent", DAY, scope="line", rate_ppm=50_000, categories=("A",), order_min_fen=400)
        b = Rule("b", "admin", "order", "percent", DAY, scope="line", rate_ppm=100_000, categories=("B",))
        event = Event("order", DAY, (Line(3_000, 1, "A"), Line(3_000, 1, "B")))
        self.assertEqual(evaluate((a, b), event).total_by_code(), {"admin": 450})
        topped = evaluate((replace(a, order_min_fen=500), b), event)
        self.assertEqual([(fee.rule, fee.fen, fee.limit_fen) for fee in topped.fees], [("a", 200, 50), ("b", 300, 0)])
        capped = evaluate((a, replace(b, order_max_fen=400)), event)
        self.assertEqual(capped.total_by_code(), {"admin": 400})
        for fee in (*topped.fees, *capped.fees):
            self.assertEqual(replay_fee(fee), fee.fen)

    def test_other_bases(self):
        retail = Rule(1, "service", "order", "percent", DAY, rate_ppm=10_000, base="retail")
        freight = Rule(2, "packing", "shipment", "percent", DAY, rate_ppm=100_000, base="freight")
        order = Event("order", DAY, (Line(10_000, 2, retail_fen=19_900),))
        self.assertEqual(evaluate((retail,), order).total_by_code(), {"service": 398})
        self.assertEqual([p.code for p in evaluate((retail,), Event("order", DAY, (Line(10_000, 2),))).problems], ["no_base"])
        shipment = Event("shipment", DAY, (Line(1, 1), Line(1, 2)), freight_fen=860)
        self.assertEqual(evaluate((freight,), shipment).total_by_code(), {"packing": 86})

    def test_region_and_size_conditions(self):
        usual = Rule(1, "packing", "shipment", "fixed", DAY, value_fen=100)
        far = Rule(2, "packing", "shipment", "fixed", DAY, value_fen=300, divisions=("650000",))
        small = Rule(3, "packing", "shipment", "fixed", DAY, value_fen=50, order_base_upto_fen=1_000)
        for unit, chain, expected in ((5_000, ("650102", "650000"), 300), (5_000, ("110105",), 100), (1_000, ("110105",), 50), (1_001, (), 100)):
            event = Event("shipment", DAY, (Line(unit, 1),), chain=chain)
            self.assertEqual(evaluate((usual, far, small), event).total_by_code(), {"packing": expected})

    def test_cliffs_ties_gaps_and_range(self):
        usual = Rule(1, "admin", "order", "percent", DAY, rate_ppm=80_000)
        large = Rule(2, "admin", "order", "percent", DAY, rate_ppm=60_000, order_base_from_fen=100_000)
        found = cliffs((usual, large), DAY)
        self.assertEqual(dict(found[0].params), {"code": "admin", "size_fen": 99_999, "before_fen": 8_000, "after_fen": 6_000})
        whole = Rule(3, "admin", "order", "tier_whole", DAY, tiers=(Tier(100_000, 80_000), Tier(None, 60_000)))
        self.assertEqual(len(cliffs((whole,), DAY)), 1)
        self.assertFalse(cliffs((replace(whole, kind="tier_marginal"),), DAY))
        twin = replace(usual, key=9)
        self.assertEqual([finding.rules for finding in ties((usual, large, twin))], [(1, 9)])
        self.assertFalse(ties((usual, replace(twin, priority=1))))
        self.assertFalse(ties((replace(usual, categories=("A",)), replace(twin, categories=("B",)))))
        self.assertEqual([outside_range(replace(usual, rate_ppm=rate)) for rate in (49_999, 50_000, 100_000, 100_001)], [True, False, False, True])
        self.assertTrue(outside_range(Rule(1, "admin", "order", "fixed", DAY)))
        self.assertTrue(outside_range(replace(whole, tiers=(Tier(None, 20_000),))))
        self.assertFalse(gives_away(usual))
        self.assertFalse(gives_away(replace(usual, code="service", max_fen=1, base="retail")))
        for values in (
                {"bearer": "hq"}, {"bearer": "consumer"}, {"base": "freight"}, {"min_fen": 1}, {"max_fen": 1}, {"order_min_fen": 1}, {"order_max_fen": 1}):
            self.assertTrue(gives_away(replace(usual, **values)), values)
        until = replace(usual, valid_to=date(2026, 3, 31))
        again = replace(usual, valid_from=date(2026, 4, 3), valid_to=date(2026, 4, 30))
        self.assertEqual(
            days_without_rule((again, until, large), "order", "admin", date(2026, 2, 27), date(2026, 5, 2)),
            [(date(2026, 2, 27), date(2026, 2, 28)), (date(2026, 4, 1), date(2026, 4, 2)), (date(2026, 5, 1), date(2026, 5, 2))])
        self.assertEqual({finding.code for finding in check_rules((usual, large, twin, replace(usual, key=4, rate_ppm=1, priority=-3)), DAY)}, {
            "fee_tie", "fee_cliff", "fee_out_of_range"})
