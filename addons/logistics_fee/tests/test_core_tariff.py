"""Texts of the tariffs of the case file: written, read and hashed; the cases themselves are in test_core_cases.py."""
import json
from pathlib import Path

from odoo.addons.logistics_fee.tariff import checksum, compile_tariff, dumps, loads, read_contracts

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

CASES = json.loads((Path(__file__).parent / "cases" / "tariff-cases.json").read_text(encoding="utf-8"))


class TestTariffCases(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contracts = read_contracts(CASES["contracts"])

    def test_canonical_round_trip(self):
        for contract in self.contracts.values():
            for version in contract.versions:
                text = dumps(version.tariff.source)
                self.assertEqual(dumps(loads(text)), text)
                self.assertEqual(len(checksum(text)), 64)
                compile_tariff(loads(text))
