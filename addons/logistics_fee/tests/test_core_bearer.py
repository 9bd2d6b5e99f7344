"""Who pays a freight, and when it is free. No Odoo, no database."""
import json
import random
from datetime import date

from odoo.addons.logistics_fee.tariff import (
    Band,
    BearerRule,
    FreeRule,
    Parcel,
    Postage,
    Share,
    TariffSource,
    Zone,
    bear,
    best_free,
    by_bearer,
    chain_of,
    check_shares,
    compile_tariff,
    correction,
    free_shipping,
    from_json,
    pick_bearer,
    quote_tariff,
    replay,
    split_bearers,
    to_json,
    with_bearers,
)
from odoo.addons.logistics_fee.tariff.bearer import read_share
from odoo.addons.logistics_fee.tariff.free import Free

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DEALER = Share("dealer", rest=True)
DAY = date(2026, 3, 2)


class TestBearer(BaseCase):
    def test_caps_and_amounts(self):
        for shares, fen, expected in (
                ((Share("hq", max_fen=600), DEALER), 860, {"hq": 600, "dealer": 260}),
                ((Share("hq", max_fen=600), DEALER), 500, {"hq": 500}),
                ((Share("hq", 500_000, max_fen=300), DEALER), 860, {"hq": 300, "dealer": 560}),
                ((Share("consumer", fixed_fen=1_000), DEALER), 860, {"consumer": 860}),
                ((Share("consumer", fixed_fen=200), Share("hq", 500_000), DEALER), 860, {"consumer": 200, "hq": 430, "dealer": 230}),
                ((Share("hq", 500_000), DEALER), -861, {"hq": -431, "dealer": -430})):
            with self.subTest(shares=shares, fen=fen):
                self.assertEqual(by_bearer(split_bearers(fen, shares)), expected)

    def test_parts_add_up(self):
        for seed in range(200):
            rng = random.Random(seed)
            shares = [
                Share(f"p{i}", rng.choice((None, rng.randint(0, 700_000))), None, rng.choice((None, rng.randint(0, 900))))
                for i in range(rng.randint(0, 3))]
            fen = rng.randint(-2_000, 2_000)
            steps = split_bearers(fen, [*shares, DEALER])
            self.assertEqual(sum(step.fen for step in steps), fen)
            self.assertEqual(from_json(to_json(steps)), steps)
            self.assertTrue(all(step.fen * fen >= 0 for step in steps))

    def test_wrong_shares(self):
        for shares, wrong in (
                ((Share("hq", 500_000),), "no_rest"), ((DEALER, DEALER), "two_rests"), ((Share("hq", -1), DEALER), "negative_share"),
                ((Share("hq", rest=True, max_fen=5),), "capped_rest")):
            self.assertEqual(check_shares(shares), wrong)
            self.assertEqual(split_bearers(100, shares).code, "no_bearer")

    def test_the_trace_of_the_bearers_has_to_add_up(self):
        steps = split_bearers(100, (DEALER,))
        with self.assertRaises(ValueError):
            replay(steps)

    def test_names_in_texts(self):
        for row, share in (
                ({"who": "hq", "percent": "50", "cap": "6.00"}, Share("hq", 500_000, max_fen=600)),
                ({"who": "hq", "amount": "1.50"}, Share("hq", fixed_fen=150)),
                ({"who": "hq", "up_to": "6"}, Share("hq", max_fen=600)), ({"who": "dealer", "rest": True}, DEALER)):
            self.assertEqual(read_share(row), share)
        with self.assertRaises(KeyError):
            read_share({"who": "hq", "half": "1"})

    def test_a_quote_keeps_its_bearers(self):
        tariff = compile_tariff(TariffSource(zones=(Zone("A", (Band(0, None, 8_600_000),), (), (), True),)))
        quote = quote_tariff(tariff, (Parcel(1_000, assumed=True),), chain_of("330106"), DAY)
        shared = with_bearers(quote, bear(quote.total_fen, (Share("hq", 500_000), DEALER)))
        self.assertEqual(replay(from_json(json.loads(json.dumps(to_json(shared.trace))))), 860)
        self.assertEqual(shared.trace[0].basis, "assumed")
        with self.assertRaises(ValueError):
            replay(with_bearers(quote, bear(859, (DEALER,))).trace)

    def test_way_back(self):
        """Provisionally 13.00, billed 12.50: 0.50 back; all of it where another one bears it."""
        first, billed = Postage(1_300, "contract", True, "dealer"), Postage(1_250, "bill", False, "dealer")
        self.assertEqual(correction(first, billed), (("dealer", -50),))
        self.assertEqual(correction(billed, billed), ())
        self.assertEqual(correction(first, billed._replace(bearer="hq")), (("dealer", -1_300), ("hq", 1_250)))

    def test_best_rule_of_an_event(self):
        usual = BearerRule(1, "return", (DEALER,))
        quality = BearerRule(2, "return", (Share("hq", rest=True),), reasons=("quality",))
        later = BearerRule(3, "return", (DEALER,), valid_from=date(2026, 3, 1))
        own = BearerRule(4, "return", (DEALER,), priority=5, dealers=("D1",))
        rules = (usual, quality, later, own)
        self.assertEqual(pick_bearer(rules, "return", DAY, "quality").key, 2)
        self.assertEqual(pick_bearer(rules, "return", DAY, "other").key, 3)
        self.assertEqual(pick_bearer(rules, "return", date(2026, 2, 1), "other").key, 1)
        self.assertEqual(pick_bearer(rules, "return", DAY, "quality", ("D1", "S")).key, 4)
        self.assertIsNone(pick_bearer(rules, "order", DAY))


class TestFree(BaseCase):
    rule = FreeRule(9_900, 0, 5_000, (), ("540000",), "R")

    def test_edges(self):
        chain = chain_of("330106")
        for goods, weight, free, reason, missing in (
                (9_900, 5_000, True, "", 0), (9_899, 100, False, "below_threshold", 1), (9_900, 5_001, False, "over_weight", 0)):
            self.assertEqual(free_shipping(self.rule, goods, chain, weight), Free(free, reason, missing, "R"))
        self.assertEqual(free_shipping(self.rule, 9_900, chain_of("540102"), 1).reason, "region")
        self.assertEqual(free_shipping(FreeRule(from_pieces=3), 0, chain, 1, 2).reason, "too_few_pieces")
        self.assertEqual(free_shipping(FreeRule(include=("110000",)), 0, chain, 1).reason, "region")

    def test_first_that_grants_else_the_nearest(self):
        dear, cheap = FreeRule(20_000, key=1), FreeRule(10_000, key=2)
        chain = chain_of("330106")
        self.assertEqual(best_free((dear, cheap), 15_000, chain, 1).rule, 2)
        self.assertEqual(best_free((dear, cheap), 9_000, chain, 1), Free(False, "below_threshold", 1_000, 2))
        self.assertEqual(best_free((), 9_000, chain, 1).reason, "no_rule")

    def test_free_freight_keeps_its_price(self):
        granted = free_shipping(self.rule, 9_900, chain_of("330106"), 1)
        self.assertEqual(by_bearer(bear(860, (DEALER,), granted)), {"hq": 860})
        self.assertEqual(by_bearer(bear(860, (DEALER,), Free(False))), {"dealer": 860})
        self.assertFalse(Parcel(1).assumed)
