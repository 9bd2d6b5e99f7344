"""Boxes: whole units, the limit included, as few as possible. No Odoo, no database."""
import random

from odoo.addons.logistics_fee.tariff import Packing, Refusal, Unit, pack, parcels_of

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestPack(BaseCase):
    def test_the_limit_is_included(self):
        boxes = pack([Unit(1_400, 36)], Packing(16_800))
        self.assertEqual([(box.goods_g, box.contents) for box in boxes], [(16_800, ((0, 12),))] * 3)

    def test_better_than_first_fit(self):
        """6+4, 5+5 and 3+3+2+2 at 10: first fit heaviest first needs no more than the search."""
        boxes = pack([Unit(6, 1), Unit(5, 2), Unit(4, 1), Unit(3, 2), Unit(2, 2)], Packing(10))
        self.assertEqual(sorted(box.goods_g for box in boxes), [10, 10, 10])
        # 4 x 45, 4 x 35, 4 x 20 fill four boxes of 100; first fit opens five.
        self.assertEqual(len(pack([Unit(45, 4), Unit(35, 4), Unit(20, 4)], Packing(100))), 4)

    def test_volume_of_the_goods(self):
        """Boxes of unknown size have the volume of what is in them; the size of a carton goes before it."""
        units = [Unit(1_000, 3, volume_mm3=2_000_000), Unit(500, 1)]
        boxes = pack(units, Packing(2_000))
        self.assertEqual([parcel.volume_mm3 for parcel in parcels_of(boxes, Packing(2_000), units)], [4_000_000, 2_000_000])
        sized = Packing(2_000, dims_mm=(100, 100, 100))
        self.assertEqual({parcel.volume_mm3 for parcel in parcels_of(boxes, sized, units)}, {1_000_000})

    def test_pieces_tare_and_size(self):
        rule = Packing(10_000, tare_g=300, max_pieces=4, dims_mm=(400, 300, 200))
        units = [Unit(500, 10, assumed=True)]
        boxes = pack(units, rule)
        self.assertEqual([box.pieces for box in boxes], [4, 4, 2])
        parcels = parcels_of(boxes, rule, units)
        self.assertEqual([(parcel.weight_g, parcel.pieces, parcel.assumed) for parcel in parcels], [(2_300, 4, True), (2_300, 4, True), (1_300, 2, True)])
        self.assertEqual(parcels[0].dims_mm, (400, 300, 200))

    def test_refusals(self):
        for units, code in (
                ([Unit(20_000, 1)], "unit_over_max"), ([Unit(None, 1)], "missing_weight"), ([Unit(0, 2)], "missing_weight"),
                ([Unit(-1, 1)], "bad_weight"), ([Unit(1, -1)], "bad_weight")):
            with self.subTest(units=units):
                found = pack(units, Packing(16_800))
                self.assertIsInstance(found, Refusal)
                self.assertEqual(found.code, code)
        self.assertEqual(pack([Unit(None, 0)], Packing(16_800)), ())

    def test_many_units_are_quick_and_complete(self):
        for seed in range(60):
            rng = random.Random(seed)
            units = [Unit(rng.randint(1, 5_000), rng.randint(1, rng.choice((3, 400)))) for _ in range(rng.randint(1, 6))]
            rule = Packing(rng.randint(5_000, 20_000), max_pieces=rng.choice((None, 7)))
            boxes = pack(units, rule)
            with self.subTest(seed=seed):
                self.assertTrue(all(0 < box.goods_g <= rule.max_g for box in boxes))
                self.assertTrue(all(box.pieces <= (rule.max_pieces or box.pieces) for box in boxes))
                inside = [sum(qty for box in boxes for position, qty in box.contents if position == i) for i in range(len(units))]
                self.assertEqual(inside, [unit.qty for unit in units])
                self.assertEqual([box.goods_g for box in boxes], [sum(units[i].weight_g * q for i, q in box.contents) for box in boxes])
