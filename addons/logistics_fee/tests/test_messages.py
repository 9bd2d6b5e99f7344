"""Every code the core can return has a sentence; the trace reads as words."""
from odoo.tests import TransactionCase, tagged

from odoo.addons.dealer_base.adapters.messages import SENTENCES
from odoo.addons.logistics_fee.adapters.messages import FINDINGS, REFUSALS, finding_sentence, refusal_sentence
from odoo.addons.logistics_fee.tariff import CODES, Band, Finding, check_bands

PARAMS = {
    "weight_g": 1_500, "max_g": 50_000, "zone": "Z1", "parcel": 1, "date": "2026-03-02", "code": "admin", "line": 1, "option": "x"}


@tagged("post_install", "-at_install")
class TestMessages(TransactionCase):
    def test_every_refusal_has_a_sentence(self):
        self.assertEqual(set(CODES), set(REFUSALS))
        for code in CODES:
            with self.subTest(code):
                text = refusal_sentence(self.env, code, PARAMS, {"carrier": "SF", "division": "Chengdu"})
                self.assertNotIn("%(", text)
                self.assertGreater(len(text), 15)

    def test_every_finding_has_a_sentence(self):
        params = (
            ("band", (0, None)), ("division", "510000"), ("divisions", ("510000",)), ("other", "Z2"), ("from_g", 1_000), ("upto_g", 1_500),
            ("from_micro", 1_000_000), ("to_micro", 2_000_000))
        for code in FINDINGS:
            with self.subTest(code):
                self.assertNotIn("%(", finding_sentence(self.env, Finding("error", code, "Z1", params)))

    def test_ladder_findings_have_import_sentences(self):
        ladders = (
            (Band(0, 1_000, 1), Band(0, 1_000, 1)), (Band(0, 1_000, 1), Band(500, None, 1)), (Band(0, 1_000, 1), Band(2_000, None, 1)),
            (Band(0, 1_000, 2), Band(1_000, None, 1)), (Band(0, 1_000, 2), Band(1_000, None, 9)), (Band(0, 1_000, 1),),
            (Band(5, 1, 1),), (Band(0, None, 0),))
        codes = {code for ladder in ladders for _level, code, _band, _params in check_bands(ladder)}
        self.assertGreaterEqual(len(codes), 8)
        for code in codes:
            with self.subTest(code):
                self.assertTrue(code in SENTENCES)
                self.assertTrue(code in FINDINGS)
