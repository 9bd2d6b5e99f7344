"""The entry templates to the fen, on the design's example, and their laws. No Odoo, no database."""
import random

from odoo.addons.dealer_prepaid.ledger.posting import ASBE, SMALL, TEMPLATES, PostingError, Terms, net_of, reverse, template, voucher

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

FEES_IN_GOODS = Terms(roles={"admin": "goods_income"})


def balances(legs):
    """{role: fen as debit minus credit} of some legs."""
    found = {}
    for leg in legs:
        found[leg.role] = found.get(leg.role, 0) + leg.balance
    return found


class TestTemplates(BaseCase):
    def assert_sample(self, code, expected, terms=FEES_IN_GOODS):
        self.assertEqual(balances(voucher(code, TEMPLATES[code].sample, terms)), expected)

    def test_design_examples(self):
        """Every figure of the table in ledger.md (d)."""
        self.assert_sample("E01", {"bank": 500_000, "advance": -500_000})
        self.assert_sample("E02", {"bank": 300_000, "unidentified": -300_000})
        self.assert_sample("E03", {"unidentified": 300_000, "advance": -300_000})
        self.assert_sample("E03b", {"unidentified": 300_000, "bank": -300_000})
        self.assert_sample("E04", {})
        self.assert_sample("E05", {"advance": 123_840, "goods_income": -108_000, "other_income": -1_593, "vat": -14_247})
        self.assert_sample("E05b", {"advance": 123_840, "goods_income": -100_000, "other_income": -8_528 - 1_698, "vat": -13_000 - 512 - 102})
        self.assert_sample("E06", {"cost": 62_000, "inventory": -62_000})
        self.assert_sample("E06b", {"goods_shipped": 62_000, "inventory": -62_000})
        self.assert_sample("E06c", {"cost": 62_000, "goods_shipped": -62_000})
        self.assert_sample("E21", {"goods_income": 10_000, "provision": -10_000, "cost": -6_000, "goods_shipped": 6_000})
        self.assert_sample("E07", {"advance": 113_840, "goods_income": -99_150, "other_income": -1_593, "vat": -13_097})
        self.assert_sample("E08", {"advance": 100_000, "receivable": 23_840, "goods_income": -108_000, "other_income": -1_593, "vat": -14_247})
        self.assert_sample("E09", {"advance": -122_040, "goods_income": 108_000, "vat": 14_040})
        self.assert_sample("E09c", {"cost": -62_000, "inventory": 62_000})
        self.assert_sample("E10", {"advance": -123_840, "goods_income": 108_000, "other_income": 1_593, "vat": 14_247})
        self.assert_sample("E10b", {"expense": 1_450, "carrier_payable": -1_450})
        self.assert_sample("E12", {"advance": 480_000, "bank": -480_000})
        self.assert_sample("E13c", {"expense": 1_321, "vat": 79, "carrier_payable": -1_400})
        self.assert_sample("E13e", {"carrier_accrual": 640, "expense": -640})
        self.assert_sample("E13f", {"other_receivable": 36_000, "expense": -36_000})
        self.assert_sample("E13g", {"bank": 30_000, "expense": 6_000, "other_receivable": -36_000})
        self.assert_sample("E13h", {"expense": 36_000, "inventory": -36_000})
        self.assert_sample("E13i", {"expense": -36_000, "inventory": 36_000})
        self.assert_sample("E13j", {"expense": 40_680, "inventory": -36_000, "vat": -4_680})
        self.assert_sample("E14", {"bank": 200_000, "deposit": -200_000})
        self.assert_sample("E15", {"deposit": 200_000, "advance": -150_000, "bank": -50_000})
        self.assert_sample("E17", {"receivable": 30_000, "advance": -30_000})
        self.assert_sample("E18", {"goods_income": 20_000, "rebate_payable": 0, "advance": -20_000})
        self.assert_sample("E19", {"advance": 1_250, "non_operating_income": -1_250})
        self.assert_sample("E20", {"advance": 123_840, "contract_liability": -109_593, "vat_pending": -14_247})
        self.assert_sample("E24", {"bank": 497_000, "finance_expense": 3_000, "advance": -500_000})

    def test_charges_of_a_return(self):
        sample = TEMPLATES["E09b"].sample
        fees_at_6 = {"handling": 600}
        self.assertEqual(
            balances(voucher("E09b", sample, Terms(rates=fees_at_6, postage="expense"))),
            {"advance": 2_450, "other_income": -943, "vat": -57, "expense": -1_450})
        legs = voucher("E09b", sample, Terms(rates=fees_at_6, postage="expense"))
        self.assertEqual([(leg.side, leg.fen) for leg in legs if leg.role == "expense"], [("debit", -1_450)], "red on its own side")
        self.assertEqual(
            balances(voucher("E09b", {"handling": 1_000, "postage": 1_800}, Terms())),
            {"advance": 2_800, "other_income": -885 - 1_593, "vat": -322}, "journey J11")

    def test_reversals_are_red_or_on_the_other_side(self):
        red = voucher("E09", {"goods": 113_000}, Terms())
        self.assertTrue(all(leg.fen < 0 for leg in red))
        self.assertEqual(red[0].side, "debit")
        plain = voucher("E09", {"goods": 113_000}, Terms(red=False))
        self.assertTrue(all(leg.fen > 0 for leg in plain))
        self.assertEqual(balances(red), balances(plain))
        self.assertEqual(reverse(reverse(red, Terms()), Terms()), red)
        for code in ("E09", "E09c", "E10", "E13b", "E13e", "E13f", "E13i", "E18", "E21"):
            legs = voucher(code, TEMPLATES[code].sample, Terms(red=False))
            self.assertTrue(all(leg.fen > 0 for leg in legs), f"{code} without red")
            self.assertEqual(balances(legs), balances(voucher(code, TEMPLATES[code].sample, Terms())))

    def test_choices(self):
        self.assertEqual(balances(voucher("E04", {"amount": 100}, Terms(gift="deferred"))), {"goods_income": 100, "advance": -100})
        self.assertEqual(balances(voucher("E04", {"amount": 100}, Terms(gift="expense"))), {"expense": 100, "advance": -100})
        for policy in ("deferred", "expense"):
            used = balances(voucher("E07", {"goods": 11_300, "gift": 1_130}, Terms(gift=policy)))
            self.assertEqual(used, {"advance": 11_300, "goods_income": -10_000, "vat": -1_300})
        self.assertEqual(voucher("E04", {"amount": 100}, Terms(standard=SMALL)), [])
        self.assertEqual(
            balances(voucher("E24", TEMPLATES["E24"].sample, Terms(rates={"gateway": 600}))),
            {"bank": 497_000, "finance_expense": 2_830, "vat": 170, "advance": -500_000})
        self.assertEqual(balances(voucher("E18", {"accrued": 50}, Terms(rebate="expense"))), {"expense": 50, "rebate_payable": -50})
        self.assertEqual(balances(voucher("E18", {"accrued": 50}, Terms(red=False))), {"goods_income": 50, "rebate_payable": -50})
        self.assertEqual(balances(voucher("E05", {"goods": 113}, Terms(vat="vat_pending")))["vat_pending"], -13)
        self.assertEqual(balances(voucher("E13d", {"amount": -113}, Terms())), {"advance": -113, "other_income": 100, "vat": 13})
        self.assertEqual(balances(voucher("E11", {"goods": 113_000}, Terms())), {"advance": 0, "goods_income": 0, "vat": 0})

    def test_refusals(self):
        for code, amounts, terms in (("E99", {}, Terms()), ("E01", {"goods": 1}, Terms()), ("E20", {}, Terms(standard=SMALL))):
            with self.assertRaises(PostingError):
                voucher(code, amounts, terms)
        with self.assertRaises(ValueError):
            template("E01", "Twice", {})(lambda amounts, terms: [])
        self.assertEqual(voucher("E22", {"amount": 5}, Terms()) + voucher("E23", {"amount": 1}, Terms()), [])

    def test_every_template_balances_under_all_choices(self):
        rng = random.Random(20)
        for code, found in TEMPLATES.items():
            for _ in range(200):
                terms = Terms(
                    standard=rng.choice(found.standards), rates={part: rng.choice((0, 100, 300, 600, 900, 1300)) for part in found.inputs},
                    red=rng.random() < 0.5, gift=rng.choice(("memo", "deferred")), rebate=rng.choice(("income", "expense")),
                    postage=rng.choice(("income", "expense")))
                amounts = {name: rng.randrange(1, 10 ** 7) for name in found.inputs}
                if code == "E24":
                    amounts["fee"] %= amounts["amount"]
                legs = voucher(code, amounts, terms)
                self.assertEqual(sum(leg.balance for leg in legs), 0, code)
                self.assertTrue(all(leg.fen for leg in legs))

    def test_vat_of_parcels_is_that_of_the_whole(self):
        """M3: however an order is cut into parcels, income and VAT of each part add up to those of one shipment."""
        rng = random.Random(7)
        cases = [({"goods": 60_000, "admin": 4_800, "logistics": 3_200}, 2)]
        cases += [({part: rng.randrange(1, 10 ** 6) for part in ("goods", "admin", "logistics")}, rng.randrange(1, 9)) for _ in range(300)]
        for whole, count in cases:
            rates = {part: rng.choice((600, 900, 1300)) for part in whole} if count > 2 else {}
            sums, before, left = {}, {}, dict(whole)
            for number in range(count, 0, -1):
                parts = {part: fen // number for part, fen in left.items()}
                for role, fen in balances(voucher("E05", parts, Terms(rates=rates, before=before))).items():
                    sums[role] = sums.get(role, 0) + fen
                before = {part: before.get(part, 0) + fen for part, fen in parts.items()}
                left = {part: left[part] - fen for part, fen in parts.items()}
            self.assertEqual(sums, balances(voucher("E05", whole, Terms(rates=rates))), whole)

    def test_gross_is_kept(self):
        rng = random.Random(5)
        for _ in range(2_000):
            parts = {part: rng.randrange(1, 10 ** 6) for part in ("goods", "admin", "logistics", "promo")}
            legs = voucher("E05", parts, Terms())
            self.assertEqual(balances(legs)["advance"], sum(parts.values()))
            for leg in legs:
                if leg.part in parts:
                    self.assertEqual(-leg.balance, net_of(parts[leg.part], 1300))
        self.assertEqual(sorted({standard for found in TEMPLATES.values() for standard in found.standards}), [ASBE, SMALL])
