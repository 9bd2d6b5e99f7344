"""Fen arithmetic at its edges. No Odoo, no database."""
import random
from decimal import Decimal

from odoo.addons.dealer_base.money import (
    AmountError,
    allocate,
    apportion,
    capitals,
    from_fen,
    percent_of,
    round_div,
    split_by_progress,
    to_fen,
    yuan,
)

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestConvert(BaseCase):
    GOOD = (
        (0, 0), (5000, 500_000), (4999.99, 499_999), ("132.50", 13_250), (Decimal("0.01"), 1), (-0.29, -29),
        (1.005, 101), (-1.005, -101), (0.1 + 0.2, 30), (12345678901.23, 1_234_567_890_123),
    )
    BAD = (float("nan"), float("inf"), "-inf", "abc", "", None, True, 1e300, "1,5")

    def test_to_fen(self):
        for value, fen in self.GOOD:
            with self.subTest(value=value):
                self.assertEqual(to_fen(value), fen)

    def test_refused(self):
        for value in self.BAD:
            with self.subTest(value=value), self.assertRaises(AmountError):
                to_fen(value)

    def test_exact(self):
        self.assertEqual(to_fen("5000.00", exact=True), 500_000)
        self.assertEqual(to_fen(0.29, exact=True), 29)
        with self.assertRaises(AmountError):
            to_fen("0.005", exact=True)

    def test_capitals(self):
        """What stands on a Chinese receipt beside the figures."""
        for fen, text in (
                (0, "零元整"), (1, "壹分"), (50, "伍角整"), (105, "壹元零伍分"), (1_050, "壹拾元伍角整"), (100_506, "壹仟零伍元零陆分"), (500_000, "伍仟元整"),
                (123_456, "壹仟贰佰叁拾肆元伍角陆分"), (1_000_100, "壹万零壹元整"), (10_000_000, "壹拾万元整"), (100_000_000_000, "壹拾亿元整"),
                (1_000_000_100, "壹仟万零壹元整"), (-13_250, "负壹佰叁拾贰元伍角整"), (20_000_000_099, "贰亿元玖角玖分")):
            with self.subTest(fen=fen):
                self.assertEqual(capitals(fen), text)
        with self.assertRaises(AmountError):
            capitals(10 ** 14)

    def test_round_trip_and_text(self):
        for fen in (0, 1, -1, 13_250, -123_456_789):
            self.assertEqual(to_fen(from_fen(fen)), fen)
            self.assertEqual(to_fen(float(from_fen(fen))), fen)
        self.assertEqual(yuan(-123_450), "-1,234.50")


class TestRounding(BaseCase):
    def test_half_away_from_zero(self):
        for top, bottom, expected in ((5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (0, 7, 0), (1, 2, 1)):
            self.assertEqual(round_div(top, bottom), expected)
        with self.assertRaises(ValueError):
            round_div(1, 0)

    def test_percent(self):
        for fen, rate_bp, expected in ((60_000, 800, 4_800), (20_005, 800, 1_600), (3_333, 700, 233), (-60_000, 800, -4_800)):
            self.assertEqual(percent_of(fen, rate_bp), expected)


class TestSplit(BaseCase):
    def test_allocate(self):
        for total, weights, expected in (
            (100, (10_000, 20_001), [33, 67]),
            (1, (1, 1, 1), [1, 0, 0]),
            (-100, (1, 1, 1), [-34, -33, -33]),
            (0, (0, 1), [0, 0]),
        ):
            self.assertEqual(allocate(total, weights), expected)
        for weights in ((), (0, 0), (-1, 2)):
            with self.assertRaises(ValueError):
                allocate(100, weights)

    def test_apportion(self):
        for total, weights, expected in (
            (1000, (1, 1, 1), [333, 334, 333]),
            (1, (1, 1, 1), [0, 1, 0]),
            (701, (50, 0, 50), [351, 0, 350]),
        ):
            self.assertEqual(apportion(total, weights), expected)

    def test_split_by_progress(self):
        self.assertEqual(split_by_progress(3_200, 0, 800, 1_600), 1_600)
        self.assertEqual(split_by_progress(3_200, 800, 800, 1_600), 1_600)
        for bad in ((100, 0, 1, 0), (100, -1, 1, 2), (100, 0, 3, 2), (100, 1, -1, 2)):
            with self.assertRaises(ValueError):
                split_by_progress(*bad)

    def test_law_parts_add_up(self):
        rng = random.Random(20260331)
        for _ in range(2_000):
            total = rng.randint(-10**7, 10**7)
            weights = [rng.randint(0, 5_000) for _ in range(rng.randint(1, 9))] + [rng.randint(1, 9)]
            self.assertEqual(sum(allocate(total, weights)), total)
            self.assertEqual(sum(apportion(total, weights)), total)
            for part, weight in zip(allocate(total, weights), weights, strict=True):
                self.assertLess(abs(part - total * weight / sum(weights)), 1)
