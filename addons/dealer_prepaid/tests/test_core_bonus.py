"""Bonus on top-ups: edges of the rules and the law that a dealer never keeps more than the money that stays earns."""
import random
from dataclasses import replace

from odoo.addons.dealer_prepaid.ledger.bonus import Bonus, BonusRule, best_bonus, bonus_of, claw_back

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

FOUR = BonusRule("four", from_fen=500_000, rate_bp=400)


class TestBonus(BaseCase):
    CASES = (  # label, rule, paid fen, bonus fen
        ("one fen below", FOUR, 499_999, 0),
        ("exactly", FOUR, 500_000, 20_000),
        ("rounds half up", replace(FOUR, from_fen=0, rate_bp=250), 1_020, 26),
        ("limit", replace(FOUR, max_fen=15_000), 500_000, 15_000),
        ("fixed", BonusRule("f", 100, fixed_fen=30), 100, 30),
        ("never more than paid", BonusRule("f", 0, fixed_fen=3_000), 100, 100),
        ("nothing paid", BonusRule("f", 0, fixed_fen=3_000), 0, 0),
    )

    def test_amount(self):
        for label, rule, paid, fen in self.CASES:
            with self.subTest(label):
                self.assertEqual(bonus_of(rule, paid), fen)

    def test_best(self):
        first = BonusRule("first", fixed_fen=50_000, first_only=True)
        self.assertEqual(best_bonus([FOUR, first], 500_000, is_first=True), Bonus("first", 50_000))
        self.assertEqual(best_bonus([FOUR, first], 500_000, is_first=False), Bonus("four", 20_000))
        self.assertIsNone(best_bonus([FOUR, first], 100, is_first=False))
        self.assertEqual(best_bonus([FOUR, replace(FOUR, key="later")], 500_000, is_first=False).key, "four")

    def test_claw_back(self):
        cases = (  # label, left, taken back before, gift left, (due, gift, cash)
            ("all leaves, gift untouched", 0, 0, 20_000, (20_000, 20_000, 0)),
            ("all leaves, half the gift spent", 0, 0, 8_000, (20_000, 8_000, 12_000)),
            ("falls below the smallest amount", 499_999, 0, 20_000, (20_000, 20_000, 0)),
            ("stays", 500_000, 0, 20_000, (0, 0, 0)),
            ("went back before", 0, 20_000, 0, (0, 0, 0)),
        )
        for label, left, before, gift, parts in cases:
            with self.subTest(label):
                result = claw_back(FOUR, 500_000, left, 20_000, before, gift)
                self.assertEqual((result.due_fen, result.gift_fen, result.cash_fen), parts)
        self.assertEqual(claw_back(FOUR, 1_000_000, 600_000, 40_000, 0, 40_000).due_fen, 16_000)
        with self.assertRaises(ValueError):
            claw_back(FOUR, 100, 101, 0, 0, 0)

    def test_leaving_in_steps_is_leaving_at_once(self):
        rand = random.Random(7)
        for _round in range(300):
            paid = rand.randint(1, 2_000_000)
            rule = BonusRule("r", rand.randint(0, 600_000), rand.randint(0, 2_000), rand.choice((0, 5_000)), rand.choice((0, 30_000)))
            granted, left, back = bonus_of(rule, paid), paid, 0
            while left:
                left = rand.randint(0, left - 1)
                step = claw_back(rule, paid, left, granted, back, rand.randint(0, granted))
                self.assertEqual(step.gift_fen + step.cash_fen, step.due_fen)
                back += step.due_fen
                self.assertLessEqual(granted - back, bonus_of(rule, left))
            self.assertEqual(back, granted)
