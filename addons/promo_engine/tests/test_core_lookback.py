"""The look-back of prices, by the minute and by the day in China. No Odoo, no database."""
from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.addons.promo_engine.engine.lookback import Seen, claim_problems, look_back, opens

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

CHINA = ZoneInfo("Asia/Shanghai")


def local(text):
    """A time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def log(*rows):
    """Entries of (kind, time in China, fen)."""
    return [Seen(local(at), number, kind, fen) for number, (kind, at, fen) in enumerate(rows)]


START = local("2026-12-12 10:00")


class TestLookBack(BaseCase):
    def base(self, *rows, starts=START):
        found = look_back(log(*rows), starts)
        return tuple(entry and entry.fen for entry in found)

    def test_window_opens_at_midnight_in_china(self):
        self.assertEqual(opens(START, 30, "Asia/Shanghai"), local("2026-11-12 00:00"))
        self.assertEqual(opens(local("2026-12-12 00:00"), 7, "Asia/Shanghai"), local("2026-12-05 00:00"))

    def test_ordered_by_the_minute(self):
        self.assertEqual(self.base(("ordered", "2026-11-12 00:00", 14_000))[1], 14_000)
        self.assertEqual(self.base(("ordered", "2026-11-11 23:59", 14_000))[1], None, "the day before the window")
        self.assertEqual(self.base(("ordered", "2026-12-12 09:59", 14_000))[1], 14_000)
        self.assertEqual(self.base(("ordered", "2026-12-12 10:00", 14_000))[1], None, "the minute of the start is the campaign's")

    def test_a_day_in_china_is_not_one_in_london(self):
        midnight = local("2026-12-12 00:00")
        # Midnight of 12 December in China is the 11th in London, where the window opens a day earlier.
        seen = [Seen(datetime.fromisoformat("2026-11-11T16:00:00+00:00"), 1, "ordered", 5_000),
                Seen(datetime.fromisoformat("2026-11-11T15:59:00+00:00"), 2, "ordered", 4_000)]
        self.assertEqual(look_back(seen, midnight).ordered.fen, 5_000)
        self.assertEqual(look_back(seen, midnight, "Europe/London").ordered.fen, 4_000)

    def test_deal_of_seven_days_else_the_last(self):
        old, low, last = ("deal", "2026-11-20 10:00", 8_000), ("deal", "2026-12-01 10:00", 5_000), ("deal", "2026-12-04 23:59", 9_000)
        self.assertEqual(self.base(old, low, last)[0], 9_000, "none in the window: the last one, not the lowest")
        self.assertEqual(self.base(old, low, last, ("deal", "2026-12-05 00:00", 9_500))[0], 9_500)
        self.assertEqual(self.base()[0], None)

    def test_offered_counts_what_was_in_force(self):
        tag, cheap, back = ("offered", "2026-01-01 00:00", 20_000), ("offered", "2026-11-01 00:00", 15_000), ("offered", "2026-11-12 00:00", 20_000)
        self.assertEqual(self.base(tag)[2], 20_000)
        self.assertEqual(self.base(tag, cheap, back)[2], 15_000, "in force when the window opens, ended in its first minute")
        self.assertEqual(self.base(tag, cheap, ("offered", "2026-11-11 23:59", 20_000))[2], 20_000)

    def test_ties_take_the_first(self):
        found = look_back(log(("ordered", "2026-12-01 10:00", 100), ("ordered", "2026-12-02 10:00", 100)), START)
        self.assertEqual(found.ordered.n, 0)

    def test_claims(self):
        base = look_back(log(("ordered", "2026-11-27 10:00", 14_000)), START)
        self.assertEqual(claim_problems("activity", 29_900, 14_950, base), ("not_below_ordered",), "149.50 is not below 140.00")
        self.assertEqual(claim_problems("activity", 29_900, 13_999, base), ())
        self.assertEqual(claim_problems("activity", 29_900, 14_000, base), ("not_below_ordered",))
        self.assertEqual(claim_problems("activity", 29_900, 14_951, look_back((), START)), ("above_half",))
        self.assertEqual(claim_problems("lowest", 29_900, 14_000, base), ())
        self.assertEqual(claim_problems("lowest", 29_900, 14_001, base), ("not_lowest",))
        self.assertEqual(claim_problems("", 29_900, 29_900, base), ())

    def test_crossed_out_price(self):
        sold = look_back(log(("deal", "2026-12-08 10:00", 25_000)), START)
        self.assertEqual(claim_problems("crossed", 25_000, 20_000, sold), ())
        self.assertEqual(claim_problems("crossed", 25_001, 20_000, sold), ("above_deal",))
        self.assertEqual(claim_problems("crossed", 25_001, 25_001, sold), (), "nothing is crossed out")
        self.assertEqual(claim_problems("crossed", 25_000, 20_000, look_back((), START)), ("never_sold",))
