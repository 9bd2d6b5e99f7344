"""The pure rank of places that supply an order."""
import unittest

from odoo.addons.online_offline_order.sourcing import OK, SHORT, STALE, Place, Step, choose, rank

COAT, HAT = 1, 2
HQ, WEST, STORE = 11, 12, 13
STEPS = (Step(1, (HQ,)), Step(2, (WEST, HQ, STORE)))


class TestRank(unittest.TestCase):
    def _rank(self, *places, wanted=None):
        return rank(STEPS, {place.key: place for place in places}, wanted or {COAT: 2, HAT: 1})

    def test_first_that_has_everything(self):
        found = self._rank(Place(HQ, {COAT: 1, HAT: 5}), Place(WEST, {COAT: 2, HAT: 1}), Place(STORE, {COAT: 9, HAT: 9}))
        self.assertEqual([(one.place, one.rule, one.code) for one in found], [(HQ, 1, SHORT), (WEST, 2, OK), (STORE, 2, OK)])
        self.assertEqual(found[0].missing, ((COAT, 1),))
        self.assertEqual(choose(found).place, WEST)

    def test_nothing_below_zero(self):
        self.assertEqual(self._rank(Place(HQ, {COAT: -3}))[0].missing, ((COAT, 2), (HAT, 1)))
        self.assertIsNone(choose(self._rank(Place(HQ, {COAT: -3}))))
        self.assertIsNone(choose(()))

    def test_stale_is_not_promised(self):
        full = {COAT: 9, HAT: 9}
        for age, limit, code in ((None, 24, STALE), (24.5, 24, STALE), (24, 24, OK), (0, 24, OK), (None, 0, OK), (999, 0, OK)):
            with self.subTest(age=age, limit=limit):
                self.assertEqual(self._rank(Place(HQ, full, limit, age))[0].code, code)

    def test_places_that_are_gone(self):
        self.assertEqual(self._rank(), ())
