"""Returns: days, credits, charges, and cuts that add up. No Odoo, no database."""
import random
from dataclasses import replace
from datetime import datetime, timedelta

from odoo.addons.online_offline_order.returns import (
    NON_QUALITY,
    QUALITY,
    Charge,
    Preview,
    Refusal,
    Shipped,
    ShippedLine,
    check_window,
    preview,
    return_window,
)

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

SHANGHAI = "Asia/Shanghai"
HANDLING = (Charge("handling", "Handling", 1_000),)
J3 = Shipped((ShippedLine("A", "Down coat", 2, 60_000, 800),), 4_800, 3_200)


class TestWindow(BaseCase):
    RECEIVED = datetime(2026, 11, 10, 7, 0)  # 15:00 in Shanghai
    CASES = (  # label, now in UTC, allowed
        ("same moment", datetime(2026, 11, 10, 7, 0), True),
        ("last second of 17 Nov", datetime(2026, 11, 17, 15, 59, 59), True),
        ("24:00 of 17 Nov", datetime(2026, 11, 17, 16, 0), False),
        ("18 Nov 00:10", datetime(2026, 11, 17, 16, 10), False),
    )

    def test_j13(self):
        window = return_window(self.RECEIVED, SHANGHAI, 7)
        self.assertEqual((window.received_on.isoformat(), window.last_day.isoformat()), ("2026-11-10", "2026-11-17"))
        for label, now, allowed in self.CASES:
            with self.subTest(label):
                refusal = check_window(self.RECEIVED, now, SHANGHAI, 7)
                self.assertEqual(refusal is None, allowed)
                if not allowed:
                    self.assertEqual(refusal, Refusal("too_late", {"received": "2026-11-10", "last_day": "2026-11-17", "days": 7}))

    def test_the_day_is_local(self):
        late = datetime(2026, 11, 10, 16, 30)  # 00:30 of 11 November in Shanghai
        self.assertEqual(return_window(late, SHANGHAI, 7).last_day.isoformat(), "2026-11-18")
        self.assertEqual(return_window(late, "UTC", 7).last_day.isoformat(), "2026-11-17")

    def test_no_receipt_no_period(self):
        self.assertIsNone(check_window(None, datetime(2030, 1, 1), SHANGHAI, 7))

    def test_zero_and_negative_days(self):
        self.assertEqual(return_window(self.RECEIVED, SHANGHAI, 0).last_day.isoformat(), "2026-11-10")
        with self.assertRaises(ValueError):
            return_window(self.RECEIVED, SHANGHAI, -1)

    def test_month_year_and_leap_day(self):
        for received, last in (("2027-12-28", "2028-01-04"), ("2028-02-25", "2028-03-03"), ("2027-02-25", "2027-03-04")):
            with self.subTest(received):
                self.assertEqual(return_window(datetime.fromisoformat(received), SHANGHAI, 7).last_day.isoformat(), last)

    def test_summer_time_keeps_whole_days(self):
        window = return_window(datetime(2026, 3, 25, 12), "Europe/Berlin", 7)
        self.assertEqual(window.ends_at, datetime(2026, 4, 1, 22))
        self.assertIsNone(check_window(datetime(2026, 3, 25, 12), window.ends_at - timedelta(seconds=1), "Europe/Berlin", 7))


class TestPreview(BaseCase):

    def assert_money(self, result, credit, postage, handling, net):
        self.assertIsInstance(result, Preview)
        self.assertEqual((result.credit_fen, result.postage_fen, result.handling_fen, result.net_fen), (credit, postage, handling, net))

    def test_j11_not_quality(self):
        result = preview(J3, {"A": 1}, NON_QUALITY, postage_fen=1_800, charges=HANDLING)
        self.assert_money(result, 30_000, 1_800, 1_000, 27_200)
        self.assertEqual((result.admin_fen, result.logistics_fen), (0, 0))
        self.assertEqual((result.admin_share_fen, result.logistics_share_fen), (2_400, 1_600))

    def test_j10_send_all_back(self):
        result = preview(J3, {"A": 2}, NON_QUALITY, postage_fen=1_800, charges=(Charge("handling", "Handling", 2_000),))
        self.assert_money(result, 60_000, 1_800, 2_000, 56_200)

    def test_j12_quality(self):
        result = preview(J3, {"A": 1}, QUALITY, charges=HANDLING)
        self.assert_money(result, 34_000, 0, 0, 34_000)
        self.assertEqual((result.goods_fen, result.admin_fen, result.logistics_fen), (30_000, 2_400, 1_600))

    def test_quality_with_a_share_of_the_postage(self):
        self.assert_money(preview(J3, {"A": 1}, QUALITY, postage_fen=900, charges=HANDLING), 34_000, 900, 0, 33_100)

    def test_store_paid_the_postage(self):
        self.assert_money(preview(J3, {"A": 1}, NON_QUALITY, postage_fen=0, charges=HANDLING), 30_000, 0, 1_000, 29_000)

    def test_charges_above_the_credit_show_as_negative(self):
        result = preview(J3, {"A": 1}, NON_QUALITY, postage_fen=30_000, charges=HANDLING)
        self.assertEqual(result.net_fen, -1_000)

    def test_refusals(self):
        one_back = Shipped((replace(J3.lines[0], returned_qty=1, returned_goods_fen=30_000),), 4_800, 3_200, 2_400, 1_600)
        cases = (
            ("one left", one_back, {"A": 2}, {}, "too_many", {"left": 1, "qty": 2}),
            ("nothing left", replace(one_back, lines=(replace(J3.lines[0], returned_qty=2),)), {"A": 1}, {}, "too_many", {"left": 0}),
            ("more than shipped", J3, {"A": 3}, {}, "too_many", {"left": 2}),
            ("negative", J3, {"A": -1}, {}, "bad_quantity", {"qty": -1}),
            ("foreign line", J3, {"B": 1}, {}, "not_shipped", {"line": "B"}),
            ("nothing", J3, {}, {}, "empty_return", {}),
            ("zero", J3, {"A": 0}, {}, "empty_return", {}),
            ("negative postage", J3, {"A": 1}, {"postage_fen": -1}, "negative_charge", {}),
            ("negative charge", J3, {"A": 1}, {"charges": (Charge("x", "x", -1),)}, "negative_charge", {}),
        )
        for label, shipped, wanted, options, code, params in cases:
            with self.subTest(label):
                result = preview(shipped, wanted, NON_QUALITY, **options)
                self.assertIsInstance(result, Refusal)
                self.assertEqual(result.code, code)
                self.assertEqual({key: result.params[key] for key in params}, params)

    def test_unknown_class_is_misuse(self):
        with self.assertRaises(ValueError):
            preview(J3, {"A": 1}, "other")

    def test_two_lines_by_value_and_weight(self):
        shipped = Shipped((ShippedLine("A", "A", 1, 30_000, 800), ShippedLine("B", "B", 1, 36_000, 900)), 5_280, 3_200)
        result = preview(shipped, {"B": 1}, QUALITY)
        self.assertEqual((result.goods_fen, result.admin_fen, result.logistics_fen), (36_000, 2_880, 1_694))
        rest = preview(after(shipped, result), {"A": 1}, QUALITY)
        self.assertEqual((rest.admin_fen, rest.logistics_fen), (2_400, 1_506))


def after(shipped, result):
    """Give what was charged after one more return."""
    back = {line.key: line for line in result.lines}
    return Shipped(
        tuple(replace(line, returned_qty=line.returned_qty + back[line.key].qty, returned_goods_fen=line.returned_goods_fen + back[line.key].goods_fen)
              if line.key in back else line for line in shipped.lines),
        shipped.admin_fen, shipped.logistics_fen,
        shipped.returned_admin_fen + result.admin_share_fen, shipped.returned_logistics_fen + result.logistics_share_fen)


class TestLaws(BaseCase):
    """Random orders, shipments and returns from a fixed seed."""

    def _order(self, rng):
        lines = tuple(
            ShippedLine(str(i), str(i), qty, rng.randint(qty, 999_999), rng.randint(1, 30_000))
            for i, qty in enumerate(rng.randint(1, 7) for _ in range(rng.randint(1, 4))))
        return Shipped(lines, rng.randint(0, 99_999), rng.randint(0, 99_999))

    def test_any_cut_adds_up_to_what_was_captured(self):
        rng = random.Random(20261110)
        for _ in range(300):
            shipped = self._order(rng)
            goods = admin = logistics = 0
            while any(line.left for line in shipped.lines):
                wanted = {line.key: rng.randint(0, line.left) for line in shipped.lines}
                if not any(wanted.values()):
                    continue
                result = preview(shipped, wanted, rng.choice((QUALITY, NON_QUALITY)))
                self.assertGreaterEqual(min(result.goods_fen, result.admin_share_fen, result.logistics_share_fen), 0)
                goods, admin, logistics = goods + result.goods_fen, admin + result.admin_share_fen, logistics + result.logistics_share_fen
                shipped = after(shipped, result)
                self.assertLessEqual(admin, shipped.admin_fen)
                self.assertLessEqual(logistics, shipped.logistics_fen)
            self.assertEqual((goods, admin, logistics), (sum(line.goods_fen for line in shipped.lines), shipped.admin_fen, shipped.logistics_fen))

    def test_shipments_between_returns_never_pay_out_more_than_captured(self):
        rng = random.Random(7)
        for _ in range(300):
            shipped, unit = self._order(rng), rng.randint(1, 90_000)
            for _step in range(4):
                wanted = {line.key: rng.randint(0, line.left) for line in shipped.lines}
                if any(wanted.values()):
                    shipped = after(shipped, preview(shipped, wanted, QUALITY))
                more = rng.randint(0, 3)
                shipped = replace(
                    shipped, lines=tuple(replace(line, qty=line.qty + more, goods_fen=line.goods_fen + more * unit) for line in shipped.lines),
                    admin_fen=shipped.admin_fen + more * rng.randint(0, 5_000), logistics_fen=shipped.logistics_fen + more * rng.randint(0, 5_000))
                self.assertLessEqual(shipped.returned_admin_fen, shipped.admin_fen)
                self.assertLessEqual(shipped.returned_logistics_fen, shipped.logistics_fen)
                for line in shipped.lines:
                    self.assertLessEqual(line.returned_goods_fen, line.goods_fen)

    def test_order_of_lines_does_not_matter(self):
        rng = random.Random(11)
        for _ in range(100):
            shipped = self._order(rng)
            wanted = {line.key: rng.randint(0, line.left) for line in shipped.lines} | {shipped.lines[0].key: 1}
            one, two = preview(shipped, wanted, QUALITY), preview(replace(shipped, lines=shipped.lines[::-1]), wanted, QUALITY)
            self.assertEqual(one.net_fen, two.net_fen)
