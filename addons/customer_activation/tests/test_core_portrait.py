"""The portrait without a database: edges of classes and risk, and laws for every seed."""
import random
from datetime import datetime, timedelta

from odoo.addons.customer_activation.funnel import Portrait, portrait, usual_days
from odoo.addons.dealer_base.tests.laws import seeds

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

NOW = datetime(2026, 11, 23)


def ago(days):
    """Give the time some days before now."""
    return NOW - timedelta(days=days)


class TestPortrait(BaseCase):
    def test_edges(self):
        self.assertEqual(portrait([], NOW, 100, 10), Portrait())
        for label, orders, want in (
            ("class a", [(ago(1), 100)], ("a", "low")), ("a fen below", [(ago(1), 99)], ("b", "low")), ("class c", [(ago(1), 9)], ("c", "low")),
            ("67 days of 45", [(ago(67), 100)], ("a", "low")), ("68 days", [(ago(68), 100)], ("a", "middle")), ("135 days", [(ago(135), 100)], ("a", "middle")),
            ("136 days", [(ago(136), 100)], ("a", "high")), ("out of the window", [(ago(181), 100)], ("c", "high")),
        ):
            with self.subTest(label):
                found = portrait(orders, NOW, 100, 10)
                self.assertEqual((found.grade, found.risk), want)
        self.assertEqual([usual_days(times) for times in ([], [NOW], [NOW, ago(7)], [NOW, NOW], [NOW, ago(10), ago(40)])], [45, 45, 7, 1, 10])
        with self.assertRaises(ValueError):
            portrait([], NOW, 1, 2)

    def test_potential(self):
        found = portrait([(ago(100), 500), (ago(80), 300), (ago(5), 200)], NOW, 1000, 10)
        self.assertEqual((found.potential_fen, found.average_fen, found.frequency, found.spent_fen), (600, 333, 50, 1000))

    @seeds(100)
    def test_laws(self, seed):
        rng = random.Random(seed)
        orders = [(ago(rng.randrange(300)), rng.randrange(1, 10_000)) for _n in range(rng.randrange(1, 12))]
        found = portrait(orders, NOW, 20_000, 5_000)
        self.assertEqual(found, portrait(rng.sample(orders, len(orders)), NOW, 20_000, 5_000), "the order of the list does not matter")
        more = portrait([*orders, (NOW, 100)], NOW, 20_000, 5_000)
        self.assertEqual(more.spent_fen, found.spent_fen + 100)
        self.assertLessEqual(more.grade, found.grade, "who buys more never falls")
        self.assertEqual(more.risk, "low", "who ordered today stays")
        self.assertTrue(found.average_fen <= found.spent_fen and 0 <= found.potential_fen <= found.spent_fen)
