"""Likeness of slips, doubles, matching with the bank's list: tables at the edges. No Odoo, no database."""
import random
from dataclasses import replace
from datetime import date, datetime

from odoo.addons.dealer_prepaid.ledger.duplicates import Payment, suspicions
from odoo.addons.dealer_prepaid.ledger.likeness import GRID, difference, fingerprint
from odoo.addons.dealer_prepaid.ledger.matching import Claim, Line, compare, names_owner, propose

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DAY = date(2026, 11, 20)


def picture(seed, noise=0):
    """Grey values of a picture; noise moves each of them by at most so much."""
    draw, shake = random.Random(seed), random.Random(seed + 1)
    return [[min(max(draw.choice((20, 235)) + shake.randint(-noise, noise), 0), 255) for _x in range(GRID + 1)] for _y in range(GRID)]


class TestLikeness(BaseCase):
    def test_a_copy_is_alike_and_another_is_not(self):
        one, copy, other = fingerprint(picture(1)), fingerprint(picture(1, noise=3)), fingerprint(picture(2))
        self.assertEqual(difference(one, one), 0)
        self.assertEqual(difference(one, copy), 0)
        self.assertGreater(difference(one, other), 400)
        self.assertEqual(difference(one, other), difference(other, one))

    def test_an_empty_page_says_nothing(self):
        blank = fingerprint([[255] * (GRID + 1)] * GRID)
        self.assertEqual((blank, difference(blank, blank)), ("", 1000))
        with self.assertRaises(ValueError):
            fingerprint([[0]])


class TestDuplicates(BaseCase):
    OLD = Payment("old", "bank", 500_000, "Zhang San", DAY, serial="S-1", files=frozenset({"f1"}))
    CASES = (  # label, changes of the new payment, codes
        ("all the same", {}, ["serial", "file"]),
        ("serial in other capitals and with a blank", {"serial": "s- 1", "files": frozenset()}, ["serial"]),
        ("the same serial with another company, other payer", {"company": "beta", "files": frozenset(), "payer": "Li"}, []),
        ("serial in full width and without its hyphen", {"serial": "\uff33\uff11", "files": frozenset()}, ["serial"]),
        ("a serial of signs only is none", {"serial": "--", "files": frozenset()}, ["payment"]),
        ("no serial, same amount, payer and day", {"serial": "", "files": frozenset()}, ["payment"]),
        ("no serial, one fen more", {"serial": "", "files": frozenset(), "amount_fen": 500_001}, []),
        ("no serial, next day", {"serial": "", "files": frozenset(), "day": date(2026, 11, 21)}, []),
        ("another serial proves another payment", {"serial": "S-2", "files": frozenset()}, []),
        ("the same slip for another serial", {"serial": "S-2"}, ["file"]),
        ("on the bank's list, the file still counts", {"serial": "S-2", "on_bank_list": True}, ["file"]),
        ("on the bank's list, no serial", {"serial": "", "files": frozenset(), "on_bank_list": True}, []),
    )

    def test_codes(self):
        for label, changes, codes in self.CASES:
            with self.subTest(label):
                self.assertEqual(suspicions(replace(self.OLD, key="new", **changes), self.OLD), codes)

    def test_the_minute_on_the_slip(self):
        old = replace(self.OLD, serial="", files=frozenset(), moment=datetime(2026, 11, 20, 9, 30, 5))
        self.assertEqual(suspicions(replace(old, moment=datetime(2026, 11, 20, 9, 30, 59)), old), ["payment"])
        self.assertEqual(suspicions(replace(old, moment=datetime(2026, 11, 20, 9, 31, 0)), old), [])

    def test_pictures(self):
        base = replace(self.OLD, serial="", files=frozenset(), payer="")
        rows = picture(5)
        one = fingerprint(rows)
        edited = fingerprint([[255 - grey if y == 4 and 3 < x < 14 else grey for x, grey in enumerate(row)] for y, row in enumerate(rows)])
        apart = difference(one, edited)
        self.assertTrue(20 < apart <= 60, apart)
        old = replace(base, pictures=frozenset({one}))
        cases = (
            ("saved again, other amount", {one}, 1, False, ["picture"]),
            ("similar, same amount", {edited}, 500_000, False, ["picture"]),
            ("similar, other amount: slips of one bank", {edited}, 1, False, []),
            ("similar, on the bank's list", {edited}, 500_000, True, []),
            ("another picture", {fingerprint(picture(9))}, 500_000, False, []),
            ("no picture", set(), 500_000, False, []),
        )
        for label, pictures, fen, listed, codes in cases:
            with self.subTest(label):
                new = replace(base, pictures=frozenset(pictures), amount_fen=fen, on_bank_list=listed)
                self.assertEqual(suspicions(new, old), codes)


class TestMatching(BaseCase):
    CLAIM = Claim("t", "bank", 500_000, DAY, "S-1", "Zhang San", frozenset({"Dealer One", "D1"}), frozenset({"West"}))
    LINE = Line("l", "bank", 500_000, DAY, "S-1", "Zhang San", "West Dealer One")
    CASES = (  # label, changes of the line, score or None, reasons
        ("everything", {}, 110, ("serial", "amount", "remark", "payer", "day")),
        ("two days later, no serial", {"serial": "X", "day": date(2026, 11, 22)}, 58, ("amount", "remark", "payer", "days")),
        ("amount and payer", {"serial": "X", "remark": "", "day": date(2026, 11, 1)}, 40, ("amount", "payer")),
        ("amount and day alone", {"serial": "X", "remark": "", "payer": "Li"}, None, ()),
        ("remark without the sales company", {"serial": "X", "remark": "Dealer One", "payer": "Li"}, None, ()),
        ("one fen less", {"serial": "X", "amount_fen": 499_999}, None, ()),
        ("one fen less, same serial", {"amount_fen": 499_999, "remark": "", "payer": ""}, 55, ("serial", "day", "amount_differs")),
        ("another account", {"account": "alipay"}, None, ()),
    )

    def test_score(self):
        for label, changes, score, reasons in self.CASES:
            with self.subTest(label):
                fit = compare(self.CLAIM, replace(self.LINE, **changes))
                self.assertEqual((fit and fit.score, fit.reasons if fit else ()), (score, reasons))

    def test_best_claim_only_and_ties_for_a_person(self):
        other = replace(self.CLAIM, key="o", serial="", payer="Zhang San")
        self.assertEqual([(fit.claim, fit.line) for fit in propose([other, self.CLAIM], [self.LINE])], [("t", "l")])
        twin = replace(self.CLAIM, key="u")
        self.assertEqual({fit.claim for fit in propose([twin, self.CLAIM], [self.LINE])}, {"t", "u"})
        self.assertEqual(propose([], [self.LINE]), [])

    def test_remark(self):
        self.assertEqual(names_owner("west DEALERONE pays", ["West"], ["Dealer One", "One"]), 9)
        self.assertEqual(names_owner("Dealer One", ["West"], ["Dealer One"]), 0)
        self.assertEqual(names_owner("West", ["West"], ["", "D1"]), 0)
