"""What of a shipment's price lies with each of its parcels. No Odoo, no database."""
import random
from dataclasses import replace
from datetime import date

from odoo.addons.logistics_fee.tariff import Band, Parcel, Surcharge, TariffSource, Zone, chain_of, compile_tariff, quote_tariff, shares

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DAY, CHAIN = date(2026, 3, 2), chain_of("510107")
BANDS = (Band(0, 1_000, 22_000_000), Band(1_000, None, 22_000_000, 1_000, 500, 5_000_000))
PICKUP = Surcharge("pickup", "fixed", 1, params=(("per", "shipment"), ("value", 3_000_000)))
OFF = Surcharge("discount", "percent", 2, params=(("base", ("freight",)), ("rate_ppm", -100_000)))
INSURED = Surcharge("insured", "value_percent", 3, params=(("of", "declared_value"), ("rate_ppm", 3_000)))
SOURCE = TariffSource(zones=(Zone("A", BANDS, (), (), True),))


class TestShares(BaseCase):
    def _shares(self, source, weights, options=()):
        tariff, parcels = compile_tariff(source), [Parcel(weight) for weight in weights]
        whole = {"declared_value": sum(own.get("declared_value", 0) for own in options)}
        found = quote_tariff(tariff, parcels, CHAIN, DAY, whole)
        return found, shares(tariff, found, parcels, CHAIN, DAY, options)

    def test_each_parcel_its_own_price(self):
        _found, parts = self._shares(SOURCE, (800, 1_600))
        self.assertEqual(parts, [{"freight": 2_200}, {"freight": 3_200}])

    def test_one_price_is_divided(self):
        source = replace(SOURCE, aggregate="total_raw", surcharges=(PICKUP, OFF, INSURED))
        _found, parts = self._shares(source, (600, 600), ({"declared_value": 100_000}, {}))
        self.assertEqual(parts, [
            {"freight": 1_350, "pickup": 150, "discount": -135, "insured": 300}, {"freight": 1_350, "pickup": 150, "discount": -135, "insured": 0}])

    def test_law_lines_add_up(self):
        rng = random.Random(4)
        for _case in range(200):
            source = replace(SOURCE, aggregate=rng.choice(("per_parcel", "total_raw", "total_billable")), surcharges=(PICKUP, OFF, INSURED))
            weights = [rng.randint(1, 5_000) for _parcel in range(rng.randint(1, 5))]
            options = [{"declared_value": rng.choice((0, 777, 100_000))} for _weight in weights]
            found, parts = self._shares(source, weights, options)
            for code, fen in found.lines:
                self.assertEqual(sum(part.get(code, 0) for part in parts), fen)
