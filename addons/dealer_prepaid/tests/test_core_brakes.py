"""N17 without Odoo: when a dealer's own brake asks him."""
from odoo.addons.dealer_prepaid.ledger.brakes import Ask, Brake, asks

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestBrakes(BaseCase):
    CASES = (  # label, brake, amount, codes
        ("nothing asked for", Brake("a"), 999_999, []),
        ("exactly the amount", Brake("a", ask_above_fen=68_000), 68_000, []),
        ("one fen above", Brake("a", ask_above_fen=68_000), 68_001, ["order"]),
        ("the day is exactly full", Brake("a", day_fen=100_000, used_day_fen=32_000), 68_000, []),
        ("one fen beyond the day", Brake("a", day_fen=100_000, used_day_fen=32_001), 68_000, ["day"]),
        ("the month is exactly full", Brake("a", month_fen=100_000, used_month_fen=32_000), 68_000, []),
        ("one fen beyond the month", Brake("a", month_fen=100_000, used_month_fen=32_001), 68_000, ["month"]),
        ("all three", Brake("a", 1, 1, 1), 2, ["order", "day", "month"]),
    )

    def test_cases(self):
        for label, brake, amount, codes in self.CASES:
            with self.subTest(label):
                self.assertEqual([ask.code for ask in asks([brake], amount)], codes)

    def test_account_and_store_stand_apart(self):
        found = asks([Brake("account", month_fen=10), Brake("store", ask_above_fen=5)], 11)
        self.assertEqual(found, [Ask("month", "account", 10, 11), Ask("order", "store", 5, 11)])
