"""Commission, KPI and targets without a database: J22's figures, edges of brackets, and the laws of the issue."""
import random

from odoo.addons.dealer_base.tests.laws import seeds
from odoo.addons.dealer_performance.scoring import (
    INDICATORS,
    MARGINAL,
    WHOLE,
    Bracket,
    Figures,
    Line,
    PointRule,
    Scheme,
    Weighted,
    check_brackets,
    check_weights,
    coefficient_bp,
    commission_of,
    completion_bp,
    low_streak,
    points_of,
    run_month,
    score_bp,
    split_target,
)

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

THREE = (Bracket(0, 10_000_000, 100), Bracket(10_000_000, 30_000_000, 150), Bracket(30_000_000, None, 200))


def flat(rate_bp):
    """One rate for everything."""
    return Scheme((Bracket(0, None, rate_bp),))


def random_scheme(rng):
    """Brackets without gaps, either mode."""
    edges = sorted(rng.sample(range(1, 50_000_000), rng.randrange(4)))
    starts, ends = [0, *edges], [*edges, None]
    return Scheme(tuple(Bracket(a, b, rng.randrange(0, 800)) for a, b in zip(starts, ends, strict=True)), rng.choice((WHOLE, MARGINAL)))


class TestCommission(BaseCase):
    CASES = (  # label, mode, sales fen, commission fen
        ("nothing", MARGINAL, 0, 0),
        ("within the first", MARGINAL, 5_000_000, 50_000),
        ("one fen below, marginal", MARGINAL, 9_999_999, 100_000),
        ("exactly, marginal", MARGINAL, 10_000_000, 100_000),
        ("second, marginal", MARGINAL, 20_000_000, 250_000),
        ("third, marginal", MARGINAL, 40_000_000, 600_000),
        ("one fen below, whole", WHOLE, 9_999_999, 100_000),
        ("exactly, whole", WHOLE, 10_000_000, 150_000),
        ("third, whole", WHOLE, 40_000_000, 800_000),
        ("more came back than went out", WHOLE, -100_000, -1_000),
    )

    def test_brackets(self):
        for label, mode, sales, want in self.CASES:
            with self.subTest(label):
                self.assertEqual(commission_of(Scheme(THREE, mode), sales), want)

    def test_j22(self):
        """November's 400,000.00 for the three posts; December's -1,000.00 of a small representative is carried."""
        for label, rate, coefficient, want in (("manager", 100, 9300, 372_000), ("operations", 150, 9200, 552_000), ("service", 500, 10_000, 2_000_000)):
            with self.subTest(label):
                self.assertEqual(commission_of(flat(rate), 40_000_000, coefficient), want)
        december = run_month(flat(150), [Line(200_000), Line(-300_000)], 9200)
        self.assertEqual((december.sales_fen, december.commission_fen, december.payable_fen, december.carried_out_fen), (-100_000, -1_380, 0, -1_380))
        january = run_month(flat(150), [Line(200_000)], 9200, carried_in_fen=december.carried_out_fen)
        self.assertEqual((january.commission_fen, january.payable_fen, january.carried_out_fen), (2_760, 1_380, 0))

    def test_wrong_brackets(self):
        for label, brackets, codes in (
            ("none", (), ("none",)), ("begins late", (Bracket(1, None, 1),), ("first_not_zero",)),
            ("gap", (Bracket(0, 10, 1), Bracket(11, None, 1)), ("gap",)), ("overlap", (Bracket(0, 10, 1), Bracket(9, None, 1)), ("overlap",)),
            ("open inside", (Bracket(0, None, 1), Bracket(9, None, 1)), ("overlap",)), ("closed end", (Bracket(0, 10, 1),), ("last_not_open",)),
            ("empty", (Bracket(0, 0, 1), Bracket(0, None, 1)), ("empty",)), ("negative", (Bracket(0, None, -1),), ("negative_rate",)),
            ("right", THREE, ()),
        ):
            with self.subTest(label):
                self.assertEqual(check_brackets(brackets), codes)
                if codes:
                    with self.assertRaises(ValueError):
                        commission_of(Scheme(brackets), 1)

    @seeds(200)
    def test_any_partition_gives_the_same(self, seed):
        rng = random.Random(seed)
        scheme, coefficient = random_scheme(rng), rng.randrange(0, 12_000)
        amounts = [rng.randrange(-200_000, 5_000_000) for _n in range(rng.randrange(1, 12))]
        whole = run_month(scheme, [Line(sum(amounts))], coefficient)
        shuffled = [Line(amount) for amount in rng.sample(amounts, len(amounts))]
        self.assertEqual(run_month(scheme, shuffled, coefficient), whole)
        cut = []
        for amount in amounts:
            part = rng.randrange(-abs(amount), abs(amount) + 1)
            cut += [Line(part), Line(amount - part)]
        self.assertEqual(run_month(scheme, cut, coefficient), whole)

    @seeds(200)
    def test_full_refund_nets_to_zero_over_both_runs(self, seed):
        rng = random.Random(seed)
        november, december = random_scheme(rng), random_scheme(rng)
        others = [rng.randrange(0, 3_000_000) for _n in range(rng.randrange(5))]
        order, coefficients = rng.randrange(1, 20_000_000), (rng.randrange(12_000), rng.randrange(12_000))
        sold = run_month(november, [Line(amount) for amount in (*others, order)], coefficients[0])
        past = {"2026-11": (november, coefficients[0], sold.sales_fen)}
        parts = [rng.randrange(order) for _n in range(rng.randrange(3))]
        edges = [0, *sorted(parts), order]
        returned = [Line(low - high, "2026-11") for low, high in zip(edges, edges[1:], strict=False)]
        later = run_month(december, returned, coefficients[1], past)
        without = run_month(november, [Line(amount) for amount in others], coefficients[0])
        self.assertEqual(sold.commission_fen + later.claw_back_fen, without.commission_fen)
        self.assertEqual(later.commission_fen, 0)

    @seeds(100)
    def test_nothing_is_lost_in_what_is_carried(self, seed):
        rng = random.Random(seed)
        carried = paid = earned = 0
        for _month in range(8):
            result = run_month(flat(150), [Line(rng.randrange(-900_000, 900_000))], 10_000, carried_in_fen=carried)
            earned, paid, carried = earned + result.commission_fen, paid + result.payable_fen, result.carried_out_fen
            self.assertGreaterEqual(result.payable_fen, 0)
        self.assertEqual(earned, paid + carried)

    @seeds(100)
    def test_marginal_never_falls_when_more_is_sold(self, seed):
        rng = random.Random(seed)
        scheme = Scheme(random_scheme(rng).brackets, MARGINAL)
        sales = rng.randrange(60_000_000)
        self.assertLessEqual(commission_of(scheme, sales), commission_of(scheme, sales + rng.randrange(10_000)))


class TestKpi(BaseCase):
    def test_j22_coefficients(self):
        for label, lines, want in (
            ("manager", ((9000, 3000), (10_000, 5000), (8000, 2000)), 9300), ("operations", ((10_000, 6000), (8000, 4000)), 9200),
            ("service", ((10_000, 6000), (10_000, 4000)), 10_000), ("operations at 90 %", ((9000, 6000), (0, 4000)), 5400),
        ):
            with self.subTest(label):
                self.assertEqual(coefficient_bp(Weighted(*line) for line in lines), want)
        for weights in ((), (5000,), (6000, 5000), (10_000, 0), (-1, 10_001)):
            with self.subTest(weights=weights):
                self.assertFalse(check_weights(weights))
                with self.assertRaises(ValueError):
                    coefficient_bp(Weighted(10_000, weight) for weight in weights)

    INDICATOR_CASES = (  # code, figures, all or nothing, basis points
        ("task_rate", Figures(90, 100), True, 9000),
        ("task_rate", Figures(150, 100), True, 10_000),
        ("task_rate", Figures(-5, 100), True, 0),
        ("task_rate", Figures(5, 0), True, 0),
        ("shop_count", Figures(3, 4), True, 7500),
        ("profit", Figures(160, 20_000, 100), True, 8000),
        ("profit", Figures(160, 20_000, 0), True, 0),
        ("threshold", Figures(40, 4000, 100), True, 10_000),
        ("threshold", Figures(39, 4000, 100), True, 0),
        ("threshold", Figures(39, 4000, 100), False, 9750),
    )

    def test_indicators(self):
        self.assertEqual(set(INDICATORS), {case[0] for case in self.INDICATOR_CASES})
        for code, figures, strict, want in self.INDICATOR_CASES:
            with self.subTest(code=code, figures=figures):
                self.assertEqual(score_bp(code, figures, all_or_nothing=strict), want)

    def test_low_streak(self):
        for values, want in (((), 0), ((5500, 5500, 5500), 3), ((5500, 6000), 0), ((9000, 5999), 1)):
            with self.subTest(values=values):
                self.assertEqual(low_streak(values), want)


class TestTargets(BaseCase):
    @seeds(100)
    def test_split_sums(self, seed):
        rng = random.Random(seed)
        amount, weights = rng.randrange(10**10), [rng.randrange(1, 50) for _n in range(rng.randrange(1, 13))]
        parts = split_target(amount, weights)
        self.assertEqual((sum(parts), len(parts)), (amount, len(weights)))

    def test_points(self):
        rules = (PointRule(10_000, 100), PointRule(8_000, 60))
        for completion, want in ((None, 0), (7_999, 0), (8_000, 60), (12_000, 100)):
            with self.subTest(completion=completion):
                self.assertEqual(points_of(rules, completion), want)
        self.assertEqual((completion_bp(90, 100), completion_bp(1, 0)), (9000, None))
