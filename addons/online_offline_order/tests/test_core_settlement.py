"""Settlement of an order and of its parcels, to the fen. No Odoo, no database."""
import random

from odoo.addons.online_offline_order.settlement import (
    Change,
    GoodsLine,
    Refusal,
    WaitingOrder,
    changes_between,
    cut_parcel,
    missing_in_queue,
    rekeyed,
    rest_of,
    settle,
    stock_light,
)

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

COAT = GoodsLine("1", "Down coat", 2, 30_000, 800)
ADMIN = {"code": "admin", "fen": 4_800, "rate_bp": 800, "label": "Admin fee"}
FREIGHT = {"price_fen": 3_200, "lines": [{"label": "first 1 kg", "fen": 2_200}, {"label": "2 x 0.5 kg", "fen": 1_000}]}


def order(*goods, admin_fen=None, freight_fen=3_200):
    base = sum(line.goods_fen for line in goods)
    admin = base * 8 // 100 if admin_fen is None else admin_fen
    return settle(goods, [{"code": "admin", "fen": admin, "rate_bp": 800}], {"price_fen": freight_fen})


class TestSettle(BaseCase):
    def test_other_keys_same_money(self):
        """Lines that were saved after they were priced: what an order costs does not hang on their keys."""
        before = settle([COAT, GoodsLine("new", "Long coat", 1, 36_000, 900)], [ADMIN], FREIGHT)
        after = rekeyed(before, {"new": "7"})
        self.assertEqual([line.key for line in after.goods], ["1", "7"])
        self.assertEqual([line.key for line in after.lines], ["1", "7", "admin", "logistics"])
        self.assertEqual((after.total_fen, after.weight_g), (before.total_fen, before.weight_g))
        self.assertEqual(rekeyed(before, {}), before)

    def test_journey_3(self):
        result = settle([COAT], [ADMIN], FREIGHT)
        self.assertEqual((result.goods_fen, result.admin_fen, result.logistics_fen), (60_000, 4_800, 3_200))
        self.assertEqual(result.total_fen, 68_000)
        self.assertEqual([line.formula for line in result.lines], [
            "300.00 × 2", "600.00 × 8.00%", "1.6 kg: first 1 kg 22.00 + 2 x 0.5 kg 10.00"])
        self.assertEqual(sum(line.amount_fen for line in result.lines), result.total_fen)

    REFUSED = (
        ("no lines", (), "no_lines"),
        ("zero pieces", (GoodsLine("1", "A", 0, 100, 1),), "bad_quantity"),
        ("minus one", (GoodsLine("1", "A", -1, 100, 1),), "bad_quantity"),
        ("no price", (GoodsLine("1", "A", 1, None, 1),), "no_price"),
        ("price zero", (GoodsLine("1", "A", 1, 0, 1),), "no_price"),
        ("no weight", (GoodsLine("1", "A", 1, 1, 0),), "no_weight"),
        ("second line", (COAT, GoodsLine("2", "B", 1, 100, 0)), "no_weight"),
    )

    def test_refused(self):
        for label, goods, code in self.REFUSED:
            with self.subTest(label):
                self.assertEqual(settle(goods, [ADMIN], FREIGHT).code, code)
        self.assertEqual(settle([COAT], [dict(ADMIN, fen=-1)], FREIGHT).code, "negative_fee")
        self.assertEqual(settle([COAT], [ADMIN], {"price_fen": -1}).code, "negative_fee")

    def test_smallest_order(self):
        result = settle([GoodsLine("1", "A", 1, 1, 1)], [], {"price_fen": 0})
        self.assertEqual(result.total_fen, 1)


class TestParcel(BaseCase):
    def test_journey_6(self):
        whole = settle([COAT], [ADMIN], FREIGHT)
        for before in (0, 1):
            parcel = cut_parcel(whole, {"1": before}, {"1": 1})
            self.assertEqual(parcel.components, {"goods": 30_000, "admin": 2_400, "logistics": 1_600})
            self.assertEqual(parcel.total_fen, 34_000)
            self.assertEqual(parcel.is_last, before == 1)
        self.assertEqual(rest_of(whole, {"1": 1}), 34_000)
        self.assertEqual(rest_of(whole, {"1": 2}), 0)
        self.assertEqual(rest_of(whole, {}), 68_000)

    REFUSED = (
        ("one too many", {"1": 1}, {"1": 2}, "too_many"),
        ("unknown line", {}, {"9": 1}, "not_ordered"),
        ("minus one", {}, {"1": -1}, "bad_quantity"),
        ("nothing", {}, {"1": 0}, "empty_parcel"),
        ("nothing at all", {}, {}, "empty_parcel"),
    )

    def test_refused(self):
        whole = settle([COAT], [ADMIN], FREIGHT)
        for label, before, now, code in self.REFUSED:
            with self.subTest(label):
                refusal = cut_parcel(whole, before, now)
                self.assertIsInstance(refusal, Refusal)
                self.assertEqual(refusal.code, code)

    def test_uneven_fees(self):
        whole = order(GoodsLine("1", "A", 3, 9_999, 333), admin_fen=1_001, freight_fen=1_000)
        parts = [cut_parcel(whole, {"1": n}, {"1": 1}) for n in range(3)]
        self.assertEqual([p.admin_fen for p in parts], [334, 333, 334])
        self.assertEqual([p.logistics_fen for p in parts], [333, 334, 333])

    def test_law_parcels_add_up(self):
        """Any cut of any order into parcels captures the whole and leaves the rest right at each step."""
        rng = random.Random(20260331)
        for _ in range(1_500):
            goods = [
                GoodsLine(str(n), f"G{n}", rng.randint(1, 9), rng.randint(1, 99_999), rng.randint(1, 5_000))
                for n in range(rng.randint(1, 5))
            ]
            whole = order(*goods, admin_fen=rng.randint(0, 50_000), freight_fen=rng.randint(0, 30_000))
            left = {line.key: line.qty for line in goods}
            before, captured = {}, {"goods": 0, "admin": 0, "logistics": 0}
            while any(left.values()):
                now = {key: rng.randint(0, qty) for key, qty in left.items()}
                if not any(now.values()):
                    continue
                parcel = cut_parcel(whole, before, now)
                self.assertTrue(all(fen >= 0 for fen in parcel.components.values()))
                for kind, fen in parcel.components.items():
                    captured[kind] += fen
                for key, qty in now.items():
                    before[key] = before.get(key, 0) + qty
                    left[key] -= qty
                self.assertEqual(parcel.is_last, not any(left.values()))
                self.assertEqual(sum(captured.values()) + rest_of(whole, before), whole.total_fen)
            self.assertEqual(captured, {"goods": whole.goods_fen, "admin": whole.admin_fen, "logistics": whole.logistics_fen})

    def test_law_order_of_lines(self):
        rng = random.Random(7)
        goods = [GoodsLine(str(n), str(n), n + 1, 1_000 * n + 7, 100 + n) for n in range(4)]
        now = {"0": 1, "2": 2, "3": 1}
        first = cut_parcel(order(*goods), {}, now).components
        for _ in range(20):
            rng.shuffle(goods)
            self.assertEqual(cut_parcel(order(*goods), {}, now).components, first)


class TestWaiting(BaseCase):
    SEEN = {"prices": {"1": 30_000}, "admin": 4_800, "logistics": 3_200, "total": 68_000}

    def test_nothing_changed(self):
        self.assertEqual(changes_between(self.SEEN, settle([COAT], [ADMIN], FREIGHT), {"1": 5}, {"1": 2}), ())

    def test_journey_7(self):
        now = order(GoodsLine("1", "Down coat", 2, 32_000, 800))
        self.assertEqual(now.total_fen, 72_320)
        self.assertEqual(changes_between(self.SEEN, now, {}, {}), (
            Change("price", "Down coat", 30_000, 32_000),
            Change("admin", "", 4_800, 5_120),
            Change("total", "", 68_000, 72_320),
        ))

    def test_stock(self):
        now = settle([COAT], [ADMIN], FREIGHT)
        for label, was, free, changed in (
            ("still there", 2, 2, False), ("one gone", 2, 1, True), ("was short already", 1, 0, False), ("came in", 0, 9, False),
        ):
            with self.subTest(label):
                self.assertEqual(bool(changes_between(self.SEEN, now, {"1": was}, {"1": free})), changed)

    def test_no_fen_counts_twice(self):
        for available, queue, wanted in (
                (0, [(1, 680, 0)], {1: 680}),
                (700, [(1, 680, 700)], {1: 0}),
                (20, [(1, 680, 0), (2, 680, 0)], {1: 660, 2: 680}),               # 20 paid too much before: the longest waiting one has it
                (670, [(1, 680, 650), (2, 680, 0)], {1: 10, 2: 680}),             # 20 more than the receipt of the first: not for both
                (996, [(1, 680, 650), (2, 346, 346)], {1: 30, 2: 0}),             # what was received for an order stays its own
                (1400, [(1, 680, 0), (2, 680, 700)], {1: 0, 2: 0}),
                (100, [(1, 680, 650), (2, 680, 650)], {1: 580, 2: 680}),          # the money went elsewhere
                (-50, [(1, 680, 0)], {1: 680})):
            with self.subTest(available=available, queue=queue):
                self.assertEqual(missing_in_queue(available, [WaitingOrder(*order) for order in queue]), wanted)

    def test_light(self):
        for free, wanted, light in ((2, 2, "green"), (1, 2, "amber"), (0, 2, "red"), (-3, 2, "red"), (10, 1, "green")):
            self.assertEqual(stock_light(free, wanted), light)


class TestDiscount(BaseCase):
    """What headquarters takes off a line: fees look at what is left, parcels and returns share it to the fen."""

    def test_packet(self):
        goods = [GoodsLine("1", "Coat", 2, 30_000, 800, discount_fen=5_000, discount_label="Packet")]
        found = settle(goods, [{"code": "admin", "fen": 4_400, "rate_bp": 800}], {"price_fen": 3_200})
        self.assertEqual((found.goods_fen, found.discount_fen, found.total_fen), (55_000, 5_000, 62_600))
        self.assertEqual([line.amount_fen for line in found.lines], [60_000, -5_000, 4_400, 3_200])
        self.assertEqual(found.lines[2].formula, "550.00 × 8.00%")
        parts = [cut_parcel(found, {"1": done}, {"1": 1}).total_fen for done in (0, 1)]
        self.assertEqual(sum(parts), found.total_fen)

    def test_law_parts_add_up(self):
        for qty, unit, off in ((3, 10_000, 3_334), (7, 99, 5), (5, 1, 4), (2, 100, 999)):
            line = GoodsLine("1", "Coat", qty, unit, 1, discount_fen=off)
            parts = [line.part_fen(done, 1) for done in range(qty)]
            self.assertEqual(sum(parts), line.goods_fen)
            self.assertGreaterEqual(min(parts), 0)
            self.assertEqual(sum(fen * count for fen, count in line.runs), line.goods_fen)

    def test_below_zero_is_refused(self):
        self.assertEqual(settle([GoodsLine("1", "Coat", 1, 100, 1, discount_fen=-1)], [], {"price_fen": 0}).code, "negative_fee")
