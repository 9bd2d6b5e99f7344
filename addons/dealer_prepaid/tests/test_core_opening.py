"""Opening balances: totals, accounts and history must agree with the old system. No Odoo, no database."""
import random
from dataclasses import replace
from datetime import date, timedelta

from odoo.addons.dealer_prepaid.ledger.opening import OpeningLine, by_account, check, totals

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DAY, TODAY = date(2026, 10, 31), date(2026, 11, 20)


def line(number, fen, bucket="cash", account="D1", day=date(2026, 6, 18), **more):
    return OpeningLine(number, account, bucket, fen, day, **more)


class TestOpening(BaseCase):
    LINES = (
        line(1, 300_000), line(2, 120_000, day=date(2026, 7, 2)), line(3, 20_000, "gift", expires_on=date(2027, 3, 31)), line(4, 50_000, account="D2"))
    STATED = {"cash": 470_000, "gift": 20_000, "rebate": 0, "expense": 0}

    def codes(self, lines, stated=None, total=490_000, count=2):
        return [found.code for found in check(lines, self.STATED if stated is None else stated, total, count, DAY, TODAY)]

    def test_what_agrees(self):
        self.assertEqual(self.codes(self.LINES), [])
        self.assertEqual(totals(self.LINES), {"cash": 470_000, "gift": 20_000})
        self.assertEqual({key: len(own) for key, own in by_account(self.LINES).items()}, {"D1": 3, "D2": 1})

    def test_control_totals(self):
        self.assertEqual(self.codes((), {}, 0, 0), ["opening_empty"])
        self.assertEqual(self.codes(self.LINES, total=490_001), ["opening_total_differs"])
        self.assertEqual(self.codes(self.LINES, count=3), ["opening_count_differs"])
        self.assertEqual(self.codes(self.LINES, {**self.STATED, "cash": 470_001}), ["opening_bucket_differs"])
        self.assertEqual(
            self.codes(self.LINES, {"cash": 490_000}), ["opening_bucket_differs", "opening_bucket_differs"], "right in total, wrong by bucket")
        (found,) = check(self.LINES, self.STATED, 490_100, 2, DAY, TODAY)
        self.assertEqual(found.params, {"stated_fen": 490_100, "lines_fen": 490_000})

    def test_lines(self):
        for bad, code in (
                ({"fen": 0}, "opening_not_positive"), ({"fen": -5}, "opening_not_positive"), ({"day": date(2026, 11, 1)}, "opening_after_cut_over"),
                ({"expires_on": date(2027, 1, 1)}, "opening_cash_expires"),
                ({"bucket": "gift", "expires_on": date(2026, 11, 19)}, "opening_expired"), ({"history": True, "fen": 0}, "opening_history_zero")):
            self.assertIn(code, self.codes([replace(self.LINES[0], **bad), *self.LINES[1:]]), bad)
        self.assertEqual(self.codes([*self.LINES[:2], replace(self.LINES[2], expires_on=TODAY), self.LINES[3]]), [], "the last day still counts")

    def test_the_balance_of_an_account(self):
        stated = [replace(item, stated_fen=440_000) if item.account == "D1" else item for item in self.LINES]
        self.assertEqual(self.codes(stated), [])
        self.assertEqual(self.codes([replace(stated[0], stated_fen=440_001), *stated[1:]]), ["opening_stated_twice"])
        self.assertEqual(self.codes([*stated[:3], replace(stated[3], stated_fen=0)]), ["opening_account_differs"])

    def test_history_leads_to_the_balance(self):
        def past(*movements, account="D2"):
            return [line(10 + n, fen, account=account, day=date(2026, 5, n + 1), history=True) for n, fen in enumerate(movements)]
        self.assertEqual(self.codes([*self.LINES, *past(80_000, -30_000)]), [])
        self.assertEqual(self.codes([*self.LINES, *past(80_000, -30_001)]), ["opening_history_differs"])
        self.assertEqual(self.codes([*self.LINES, *past(80_000, -90_000, 60_000)]), ["opening_history_below"])
        self.assertEqual(self.codes([*self.LINES, *past(70_000, -70_000, account="D9")]), [], "used up before: shown, no account with money")
        first = [line(10, -20_000, account="D2", day=date(2026, 5, 2), history=True), line(11, 70_000, account="D2", day=date(2026, 5, 1), history=True)]
        self.assertEqual(self.codes([*self.LINES, *first]), [], "days count, not the order of the sheet")

    def test_any_honest_sheet_agrees_and_any_changed_fen_shows(self):
        rng = random.Random(27)
        for _turn in range(300):
            lines, number = [], 0
            for account in range(rng.randrange(1, 6)):
                for bucket in rng.sample(("cash", "gift", "rebate"), rng.randrange(1, 4)):
                    balance, day, moved = rng.randrange(1, 10 ** 7), date(2026, 1, 1), 0
                    for _step in range(rng.randrange(4) and rng.randrange(5)):
                        number, day = number + 1, day + timedelta(days=rng.randrange(3))
                        fen = rng.randrange(-moved, 10 ** 6) or 1
                        lines.append(line(number, fen, bucket, account, day, history=True))
                        moved += fen
                    if moved:
                        balance = moved
                    lines.append(line(number := number + 1, balance, bucket, account))
            sums = totals(lines)
            count = len({item.account for item in lines if not item.history})
            self.assertEqual(check(lines, sums, sum(sums.values()), count, DAY, TODAY), [])
            at = rng.randrange(len(lines))
            changed = [*lines[:at], replace(lines[at], fen=lines[at].fen + 1), *lines[at + 1:]]
            self.assertTrue(check(changed, sums, sum(sums.values()), count, DAY, TODAY))
