"""Carrier choice and rebates. No Odoo, no database."""
from odoo.addons.logistics_fee.tariff import Quote, Refusal
from odoo.addons.logistics_fee.tariff.choice import Candidate, Policy, candidate_of, choose, read_policy
from odoo.addons.logistics_fee.tariff.rebates import RebateRule, RebateTier, compare, rebate

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

SF, YTO, STO = Candidate("SF", 860, 2, abilities=("cod",)), Candidate("YTO", 350, 4), Candidate("STO", 350, None)


class TestChoice(BaseCase):
    def winner(self, policy, *candidates, **context):
        found = choose(candidates or (SF, YTO, STO), policy, context)
        return found.winner and found.winner.carrier

    def test_policies(self):
        for policy, expected in (
                (Policy(), "YTO"), (Policy("fastest"), "SF"), (Policy("preferred", ("SF",), 510), "SF"), (Policy("preferred", ("SF",), 509), "YTO"),
                (Policy("preferred", ("STO", "SF")), "STO"), (Policy(only=("STO",)), "STO"), (Policy(exclude=("YTO",)), "STO"),
                (Policy(max_days=3), "SF"), (Policy("fastest", max_fen=800), "YTO"), (Policy(needs=("cod",)), "SF"), (Policy(only=()), None)):
            with self.subTest(policy=policy):
                self.assertEqual(self.winner(policy), expected)

    def test_equals_go_by_liking_then_code(self):
        a, b = Candidate("A", 100, 2), Candidate("B", 100, 2)
        self.assertEqual(self.winner(Policy(), b, a), "A")
        self.assertEqual(self.winner(Policy(prefer=("B",)), a, b), "B")

    def test_rules_by_region(self):
        policy = read_policy({"policy": "rules", "rules": [
            {"when": {"divisions": ["540000"]}, "then": {"policy": "cheapest", "only": ["SF"]}},
            {"when": {"categories": ["fragile"]}, "then": {"policy": "fastest"}}]})
        self.assertEqual(self.winner(policy, divisions=("540102", "540100", "540000")), "SF")
        self.assertEqual(self.winner(policy, divisions=("110000",), categories=("fragile",)), "SF")
        self.assertEqual(self.winner(policy, divisions=("110000",)), "YTO")

    def test_losers_keep_their_reason(self):
        quote = Quote(500, (("freight", 500),), "A", (1_000,), (2, 4), ())
        found = choose((candidate_of("A", quote), candidate_of("B", Refusal("not_served")), SF), Policy("fastest", exclude=("SF",)))
        self.assertEqual((found.winner.fen, found.winner.days), (500, 4))
        self.assertEqual(found.rejected, (("B", "not_served"), ("SF", "not_allowed")))
        self.assertEqual(choose((SF, YTO), Policy("fastest")).extra_fen, 510)


class TestRebates(BaseCase):
    tiers = (RebateTier(1_000, 0), RebateTier(3_000, 20_000), RebateTier(None, 40_000))

    def test_kinds(self):
        for rule, count, fen, expected in (
                (RebateRule("whole_percent", self.tiers), 1_000, 50_000, 0), (RebateRule("whole_percent", self.tiers), 1_001, 50_000, 1_000),
                (RebateRule("whole_amount", self.tiers), 9, 3_001, 120), (RebateRule("marginal_amount", self.tiers), 9, 4_000, 80),
                (RebateRule("marginal_count", self.tiers), 4_000, 400_000, 8_000), (RebateRule("marginal_count", self.tiers), 0, 0, 0),
                (RebateRule("per_parcel_over", over=10, fee_fen=10), 9, 0, 0), (RebateRule("per_parcel_over", over=10, fee_fen=10), 12, 0, 20)):
            with self.subTest(rule=rule, count=count):
                self.assertEqual(rebate(rule, count, fen).fen, expected)

    def test_credit_note(self):
        for accrued, credited, result in (
                (100, 100, "matched"), (100, 99, "credited_less"), (100, None, "not_credited"), (0, 5, "not_expected"), (100, 110, "credited_more")):
            self.assertEqual(compare(accrued, credited).result, result)
        self.assertEqual(compare(100, 99, 1).result, "matched")
