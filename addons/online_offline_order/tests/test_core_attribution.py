"""The pure parts of attribution: kinds, shares, split, phone numbers. Figures of journey J25."""
import random
import unittest

from odoo.addons.online_offline_order.attribution import (
    COURIER,
    KINDS,
    LINK,
    OTHER_STORE,
    OWN_STORE,
    PICKUP,
    PROPOSED,
    SOURCES,
    Party,
    Rule,
    Share,
    check_rule,
    kind_of,
    phone_key,
    shares_of,
    split,
)

G1, G2, A, B = 1, 2, 11, 12


class TestKind(unittest.TestCase):
    def test_kinds(self):
        for source, fetched, own, order, kind in (
                ("service", False, A, A, OWN_STORE), ("service", True, A, A, OWN_STORE), ("store_portal", True, A, B, OTHER_STORE),
                ("rep", False, None, B, OWN_STORE), ("", False, None, None, OWN_STORE), ("link", True, A, B, LINK), ("link", False, None, B, LINK),
                ("mall", False, A, B, COURIER), ("mini_program", True, A, B, PICKUP), ("marketplace", True, None, B, PICKUP),
                ("import", False, A, B, OTHER_STORE), ("api", False, A, A, OWN_STORE)):
            with self.subTest(source=source, fetched=fetched, own=own):
                self.assertEqual(kind_of(source, fetched, own, order), kind)

    def test_every_source_has_a_kind(self):
        self.assertLessEqual({kind_of(source, fetched, A, B) for source in SOURCES for fetched in (False, True)}, set(KINDS))


class TestShares(unittest.TestCase):
    def test_journey_25(self):
        for kind, party, credit in (
                (OWN_STORE, Party(G1, G1, A, A), {("guide", G1): 60000, ("store", A): 60000}),
                (OTHER_STORE, Party(G1, G2, A, B), {("guide", G1): 18000, ("guide", G2): 42000, ("store", B): 60000}),
                (LINK, Party(G1, G1, A, A), {("guide", G1): 60000, ("store", A): 60000}),
                (COURIER, Party(G1, None, A, A), {("guide", G1): 60000, ("store", A): 60000}),
                (PICKUP, Party(G1, G2, A, B), {("guide", G1): 42000, ("guide", G2): 18000, ("store", A): 42000, ("store", B): 18000})):
            with self.subTest(kind):
                shares = shares_of(PROPOSED[kind], party)
                self.assertEqual({(share.role, share.key): fen for share, fen in zip(shares, split(60000, 0, shares), strict=True)}, credit)

    def test_one_alone_takes_the_whole(self):
        rule = PROPOSED[OTHER_STORE]
        self.assertEqual(shares_of(rule, Party(None, G2, A, B)), (Share("guide", G2, 10000), Share("store", B, 10000)))
        self.assertEqual(shares_of(rule, Party(G1, None, A, B))[0], Share("guide", G1, 10000))
        self.assertEqual(shares_of(rule, Party(None, None, None, B)), (Share("guide", None, 10000), Share("store", B, 10000)))

    def test_rules_add_up(self):
        for rule, wrong in ((Rule(3000, 7000, 0, 10000), None), (Rule(3000, 6999, 0, 10000), "guide_sum"), (Rule(3000, 7000, 1, 10000), "store_sum"),
                            (Rule(-1, 10001, 0, 10000), "negative")):
            self.assertEqual(check_rule(rule), wrong)
        with self.assertRaises(ValueError):
            shares_of(Rule(1, 2, 3, 4), Party(G1, G2, A, B))
        self.assertEqual({check_rule(rule) for rule in PROPOSED.values()}, {None})
        self.assertEqual(tuple(PROPOSED), KINDS)

    def test_parcels_and_returns_add_up(self):
        dice = random.Random(25)
        for _round in range(300):
            own, store = dice.randrange(10001), dice.randrange(10001)
            shares = shares_of(Rule(own, 10000 - own, store, 10000 - store), Party(G1, G2, A, B))
            parcels = [dice.randrange(1, 99999) for _number in range(dice.randrange(1, 6))]
            total, sums = 0, [0] * len(shares)
            for fen in parcels:
                parts = split(fen, total, shares)
                for role in ("guide", "store"):
                    self.assertEqual(sum(part for part, share in zip(parts, shares, strict=True) if share.role == role), fen)
                total, sums = total + fen, [a + b for a, b in zip(sums, parts, strict=True)]
            self.assertEqual(sums, split(total, 0, shares), "as if it were one parcel")
            while total:
                back = dice.randrange(1, total + 1)
                parts = split(-back, total, shares)
                total, sums = total - back, [a + b for a, b in zip(sums, parts, strict=True)]
            self.assertEqual(set(sums), {0}, "a full return leaves nothing to anybody")


class TestPhone(unittest.TestCase):
    def test_one_number(self):
        for text in ("13800000001", "138 0000 0001", "+86 138-0000-0001", "008613800000001", "8613800000001", "(138)00000001"):
            self.assertEqual(phone_key(text), "13800000001")
        for text in ("", None, "12345", "abc"):
            self.assertEqual(phone_key(text), "")
        self.assertEqual(phone_key("028-86000000"), "02886000000")
