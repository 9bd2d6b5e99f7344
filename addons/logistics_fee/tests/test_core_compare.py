"""Two versions, coverage, dates, prices in words, promises, states, units, taxes. No Odoo, no database."""
from dataclasses import replace
from datetime import date

from odoo.addons.logistics_fee.tariff import (
    Band,
    Parcel,
    Surcharge,
    TariffSource,
    UnitError,
    Unread,
    Version,
    WeightRule,
    Zone,
    chain_of,
    check_dates,
    compile_tariff,
    gross_of,
    may_move,
    net_of,
    on_basis,
    promised_date,
    punctuality,
    read_words,
    state_after,
    weight,
)
from odoo.addons.logistics_fee.tariff.compare import Shipped, coverage, diff, effect
from odoo.addons.logistics_fee.tariff.headers import is_weighty, read_note, read_range

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

FIVE, SEVEN = (Band(0, None, 5_000_000),), (Band(0, None, 7_000_000),)
OLD = TariffSource(zones=(Zone("A", FIVE, ("510000", "500000")), Zone("B", SEVEN, (), (), True)), not_served=("540000",))
DAY = date(2026, 3, 2)


class TestDiff(BaseCase):
    def test_zones_cut_anew_are_no_change(self):
        new = replace(OLD, zones=(Zone("X", FIVE, ("500000",)), Zone("Y", FIVE, ("510000",)), Zone("Z", SEVEN, (), (), True)))
        self.assertEqual(diff(OLD, new), [])

    def test_changes(self):
        fuel = Surcharge("fuel", "percent", 1, params=(("base", ("freight",)), ("rate_ppm", 80_000)))
        new = replace(
            OLD, zones=(Zone("A", SEVEN, ("510000", "500000"), transit_days=(1, 2)), Zone("B", SEVEN, ("110000",))), not_served=("710000",),
            weight=WeightRule(((None, 500),)), surcharges=(fuel,))
        kinds = {(change.kind, change.divisions, change.name) for change in diff(OLD, new)}
        self.assertEqual(kinds, {
            ("price", ("500000", "510000"), ""), ("priced", ("110000",), ""), ("unpriced", ("",), ""), ("not_served", ("710000",), ""),
            ("served", ("540000",), ""), ("setting", (), "weight"), ("surcharge_added", (), "fuel")})
        self.assertEqual([change.kind for change in diff(replace(OLD, surcharges=(fuel,)), OLD)], ["surcharge_removed"])


class TestEffect(BaseCase):
    def test_a_month_by_another_tariff(self):
        new = replace(OLD, zones=(Zone("A", SEVEN, ("510000",)), Zone("B", FIVE, (), (), True)), not_served=("110000",))
        month = [
            Shipped(key, (Parcel(1_000),), chain_of(code), DAY, paid_fen=paid)
            for key, code, paid in ((1, "510107", 520), (2, "440305", 700), (3, "110105", 700), (4, "540102", None))]
        found = effect(month, compile_tariff(OLD), compile_tariff(new))
        self.assertEqual((found.parcels, found.before_fen, found.after_fen, found.diff_fen), (4, 1_200, 1_200, 0))
        self.assertEqual((found.dearer, found.cheaper), (1, 1))
        self.assertEqual([(row.key, row.refusal) for row in found.refused], [(3, "not_served")])
        self.assertEqual([(row.key, row.refusal) for row in found.unpriced_before], [(4, "not_served")])
        self.assertEqual(found.by_zone, {"A": (1, 500, 700), "B": (1, 700, 500)})
        paid = effect(month, None, compile_tariff(new))
        self.assertEqual((paid.before_fen, paid.after_fen), (1_220, 1_200))
        self.assertEqual([row.key for row in paid.largest], [2, 1])


class TestCoverage(BaseCase):
    def test_each_district_counts_once(self):
        source = TariffSource(
            zones=(Zone("A", FIVE, ("510000", "500000")), Zone("B", SEVEN, ("500000", "110100")), Zone("C", SEVEN, ("540100",))),
            not_served=("540000", "110100"))
        found = coverage(source, map(chain_of, ("510107", "500101", "110105", "540102", "540502", "440305")))
        self.assertEqual((found.priced, found.by_default, found.total), (2, 0, 6))
        self.assertEqual(found.two_prices, (("500101", ("A", "B")), ("110105", ("-", "B"))))
        self.assertEqual((found.not_served, found.no_price), (("540502",), ("440305",)))
        self.assertEqual(coverage(OLD, [chain_of("440305")]).by_default, 1)


class TestDates(BaseCase):
    def test_gaps_and_ties(self):
        one = Version(1, date(2026, 1, 1), date(2026, 2, 28))
        self.assertEqual(check_dates([one, Version(2, date(2026, 3, 1)), Version(3, date(2026, 11, 1), date(2026, 11, 15))]), [])
        found = check_dates([one, Version(2, date(2026, 3, 3)), Version(3, date(2026, 3, 3)), Version(4, date(2026, 5, 1), date(2026, 4, 1))])
        self.assertEqual([finding.code for finding in found], ["ends_before_start", "same_start", "gap", "never_in_force"])
        self.assertEqual((found[2].first, found[2].last), (date(2026, 3, 1), date(2026, 3, 2)))
        hidden = check_dates([replace(one, priority=0), replace(one, number=2, priority=1)])
        self.assertEqual([(finding.code, finding.versions) for finding in hidden], [("never_in_force", (1,))])


class TestWords(BaseCase):
    def test_real_sentences(self):
        found = read_words("8元/kg+3元（包头、赤峰、呼市5元/kg+3元）")
        self.assertEqual(found.bands, (Band(0, None, 3_000_000, 0, 1_000, 8_000_000),))
        self.assertEqual(found.exceptions[0].names, ("包头", "赤峰", "呼市"))
        self.assertEqual(found.exceptions[0].bands[0].price_micro(1_460), 13_000_000)
        self.assertEqual(found.assumed, ("started_kg",))
        self.assertEqual(read_words("首重0.5公斤20元，续重0.5公斤6元").bands[1], Band(500, None, 20_000_000, 500, 500, 6_000_000))
        self.assertEqual(read_words("首重10元续重5元").assumed, ("first_kg",))
        self.assertEqual(read_words("12元/公斤+3元，最低20元").bands[0], Band(0, 1_000, 20_000_000))
        self.assertEqual(read_words("和田3.5元").__class__, Unread)

    def test_half_understood_is_not_read(self):
        for text in ("面议", "免费", "8元/kg+3元(大概)", "8元左右", "8元/kg+3元(包头5折)", "", "8", "8元/kg+2元/kg", "首重10元续重五元"):
            self.assertIsInstance(read_words(text), Unread, text)


    def test_ranges_of_columns(self):
        for text, expected in (
                ("x≤0.5kg", (0, 500, None)), ("0.5<x≤1kg", (500, 1_000, None)), ("0.5kg＜x<=1kg", (500, 1_000, None)), ("1-2公斤", (1_000, 2_000, None)),
                ("5.5kg以上", (5_500, None, None)), ("x>3", (3_000, None, None)), ("500g以内", (0, 500, None)), ("0-500克", (0, 500, None)),
                ("10kg以上 基础费3.00元+续重(元/kg)", (10_000, None, 3_000_000)), ("10kg以上 基础费2.6元", (10_000, None, 2_600_000))):
            self.assertEqual(read_range(text), expected, text)
        for text in ("目的省", "3-3", "2-1kg", "时效(天)", "首重", "", None, "0.0001kg以内", "10kg以上的价格"):
            self.assertIsNone(read_range(text), text)

    def test_bounds_that_are_included_or_not(self):
        """The sign decides where the parcel of exactly 1 kg belongs; in whole grams that is one gram more or less."""
        for text, low, high in (
                ("0.5≤x<1", 499, 999), ("0.5<x<1kg", 500, 999), ("x<1", 0, 999), ("≥3kg", 2_999, None), ("3≤x", 2_999, None), (">3", 3_000, None),
                ("0.5—1", 500, 1_000), ("0.5–1kg", 500, 1_000), ("3KG+", 3_000, None), ("超过3kg", 3_000, None), ("0-1(含)", 0, 1_000),
                ("1斤以内", 0, 500), ("1-2斤", 500, 1_000), ("0.5-1吨", 500_000, 1_000_000), ("1t以上", 1_000_000, None), ("重量0-1", 0, 1_000)):
            found = read_range(text)
            self.assertEqual((found.from_g, found.upto_g), (low, high), text)

    def test_a_header_about_a_weight_is_seen(self):
        for text in ("1kg", "首重1kg", "续重", "3kg以上(续重)", "10kg以上 0.8元/kg", "1-3 kg/票", "(1<x≤2]", "30kg以上部分"):
            self.assertTrue(is_weighty(text) and not read_range(text), text)
        for text in ("江苏", "2026-03-01", "3天", "序号", "客服电话", "备注1", "仓库2"):
            self.assertFalse(is_weighty(text), text)

    def test_remarks(self):
        text = "备注：1、不足区间按区间上限计；2、体积重=长×宽×高/8000，仅当体积重大于实重1.5倍时计抛；3、港澳台不发"
        self.assertEqual(read_note(text), (8_000, 1_500_000))
        self.assertEqual(read_note("长*宽*高÷6000"), (6_000, None))
        self.assertEqual(read_note("港澳台不发 2026/03"), (None, None))


class TestOnTheWay(BaseCase):
    def test_promise(self):
        friday = date(2026, 3, 6)
        self.assertEqual(promised_date(friday, 3), date(2026, 3, 9))
        self.assertEqual(promised_date(friday, 3, True, {date(2026, 3, 9)}), date(2026, 3, 12))
        rows = [(DAY, date(2026, 3, 5), date(2026, 3, 4)), (DAY, date(2026, 3, 5), date(2026, 3, 6)), (DAY, date(2026, 3, 5), None), (DAY, None, None)]
        found = punctuality(rows, date(2026, 3, 10))
        self.assertEqual((found.delivered, found.on_time, found.late_open, found.on_time_ppm, found.p90_days), (2, 1, 1, 500_000, None))
        self.assertEqual(punctuality(rows[:2] * 15, DAY).p90_days, 4)

    def test_states(self):
        self.assertEqual(state_after("draft", ["label_created", "in_transit", "delivered", "in_transit"]), "delivered")
        self.assertEqual(state_after("delivered", ["returning", "delivered", "returned"]), "returned")
        self.assertFalse(may_move("delivered", "problem"))
        self.assertFalse(may_move("in_transit", "elsewhere"))
        self.assertFalse(may_move("cancelled", "in_transit"))
        self.assertFalse(may_move("in_transit", "cancelled"), "no message cancels a parcel")


class TestUnits(BaseCase):
    def test_weights_before_quantities(self):
        self.assertEqual(3 * weight("0.1", "kg"), 300)
        self.assertEqual((weight("2", "jin"), weight("2000", "mg")), (1_000, 2))
        for value, unit in (("0.0001", "kg"), ("1", "stone"), ("500", "mg"), (0.5, "kg")):
            with self.assertRaises(UnitError):
                weight(value, unit)

    def test_tax(self):
        self.assertEqual((net_of(1_060, 60_000), gross_of(1_000, 60_000)), (1_000, 1_060))
        self.assertEqual((on_basis(1_060, True, False, 60_000), on_basis(5, True, True, 60_000)), (1_000, 5))
