"""What a carrier takes: each limit exactly and one above, what is not known objects to nothing. No Odoo, no database."""
from unittest import TestCase

from odoo.addons.logistics_fee.tariff import Parcel
from odoo.addons.logistics_fee.tariff.abilities import Abilities, objection

LIMITS = Abilities(max_g=20_000, max_side_mm=1_200, max_sum_mm=1_800, cod=False, insured_fen=300_000, barred=frozenset({7}), max_pieces=12)


class TestAbilities(TestCase):
    CASES = (  # label, parcels, options, goods, expected code
        ("exactly as heavy", (Parcel(20_000),), {}, (), None),
        ("one gram more", (Parcel(5), Parcel(20_001)), {}, (), "over_max_weight"),
        ("longest side exactly", (Parcel(1, (1_200, 300, 300)),), {}, (), None),
        ("longest side", (Parcel(1, (300, 1_201, 1)),), {}, (), "over_max_size"),
        ("three sides together", (Parcel(1, (601, 600, 600)),), {}, (), "over_max_size"),
        ("as many pieces", (Parcel(1, pieces=12),), {}, (), None),
        ("one piece more", (Parcel(1), Parcel(1, pieces=13)), {}, (), "over_max_pieces"),
        ("sides not known", (Parcel(1),), {}, (), None),
        ("cash on delivery", (Parcel(1),), {"cod_amount": 1}, (), "no_cod"),
        ("no cash", (Parcel(1),), {"cod_amount": 0}, (), None),
        ("insured exactly", (Parcel(1),), {"declared_value": 300_000}, (), None),
        ("insured one fen more", (Parcel(1),), {"declared_value": 300_001}, (), "over_insured"),
        ("goods it does not take", (Parcel(1),), {}, (3, 7), "goods_not_taken"),
        ("other goods", (Parcel(1),), {}, (3,), None),
    )

    def test_limits(self):
        for label, parcels, options, goods, code in self.CASES:
            with self.subTest(label):
                found = objection(LIMITS, parcels, options, goods)
                self.assertEqual(found and found.code, code)

    def test_without_limits_everything_is_taken(self):
        heavy = (Parcel(10**9, (10**6,) * 3),)
        self.assertIsNone(objection(Abilities(), heavy, {"cod_amount": 10**9, "declared_value": 10**12}, (7,)))
