"""Exchange: credit, charge, net, and which part of the charge the credit pays. No Odoo, no database."""
import random

from odoo.addons.online_offline_order.returns import NON_QUALITY, QUALITY, Charge, Exchange, Shipped, ShippedLine, preview

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

J3 = Shipped((ShippedLine("A", "Down coat", 2, 60_000, 800),), 4_800, 3_200)


class TestExchange(BaseCase):

    def _exchange(self, reason_class, out, postage=1_800, handling=1_000):
        back = preview(J3, {"A": 1}, reason_class, postage_fen=postage, charges=[Charge("handling", "Handling", handling)], is_exchange=True)
        found = Exchange(back, *out)
        self.assertEqual(sum(found.covered().values()), min(found.credit_fen, found.charge_fen))
        self.assertEqual(sum(found.held().values()), found.hold_fen())
        self.assertEqual(found.hold_fen(in_advance=True), found.charge_fen)
        return found

    def test_j14(self):
        found = self._exchange(NON_QUALITY, (36_000, 2_880, 2_200))
        self.assertEqual((found.credit_fen, found.charge_fen, found.net_fen, found.hold_fen()), (32_400, 43_880, -11_480, 11_480))
        self.assertEqual(found.covered(), {"postage": 1_800, "handling": 1_000, "goods": 29_600})
        self.assertEqual(found.held(), {"goods": 6_400, "admin": 2_880, "logistics": 2_200})

    def test_same_goods_for_quality_cancel(self):
        found = self._exchange(QUALITY, (30_000, 2_400, 0), postage=0)
        self.assertEqual((found.credit_fen, found.charge_fen, found.net_fen, found.held()), (32_400, 32_400, 0, {}))

    def test_cheaper_goods_are_credited(self):
        found = self._exchange(NON_QUALITY, (20_000, 1_600, 2_200))
        self.assertEqual((found.net_fen, found.hold_fen(), found.held()), (32_400 - 26_600, 0, {}))

    def test_one_fen_around_nothing(self):
        for goods, net, held in ((29_600, 0, {}), (29_601, -1, {"goods": 1}), (29_599, 1, {})):
            with self.subTest(goods):
                found = self._exchange(NON_QUALITY, (goods, 0, 0))
                self.assertEqual((found.net_fen, found.held()), (net, held))

    def test_parts_always_add_up(self):
        numbers = random.Random(14)
        for _round in range(300):
            out = tuple(numbers.randrange(0, 60_000) for _part in range(3))
            found = self._exchange(numbers.choice((NON_QUALITY, QUALITY)), out, numbers.randrange(0, 3_000), numbers.randrange(0, 3_000))
            self.assertEqual(found.credit_fen - sum(found.covered().values()) - sum(found.held().values()), found.net_fen)
