"""Fee engine at its edges; the case file is in test_core_cases.py. No Odoo, no database."""
from datetime import date

from odoo.addons.logistics_fee.tariff.fees import Event, Line, Rule, evaluate

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
