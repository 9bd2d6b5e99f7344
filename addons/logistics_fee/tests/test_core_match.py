"""Bill matching: every cause, numbers, dates, columns. No Odoo, no database."""
from dataclasses import replace
from datetime import date

from odoo.addons.logistics_fee.tariff import chain_of, read_contracts
from odoo.addons.logistics_fee.tariff.matching import (
    BillLine,
    Decision,
    MatchRules,
    Sent,
    Verdict,
    bill_date,
    decide,
    drift,
    guess,
    learn,
    match,
    net_column,
    tracking_of,
)
from odoo.addons.logistics_fee.tariff.matching.causes import CAUSES

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


def zone(code, include, first, more):
    return {"code": code, "include": include, "price": {
        "form": "first_continue", "first_kg": "1", "first_fee": first, "continue": [{"to": None, "step_kg": "1", "fee": more}]}}


ROWS = [
    {"id": "C", "version": 1, "valid_from": "2026-01-01", "valid_to": "2026-02-28",
     "zones": [zone("A", ["510000"], "5", "2"), zone("B", ["110000"], "8", "3")]},
    {"id": "C", "version": 2, "valid_from": "2026-03-01",
     "zones": [zone("A", ["510000"], "6", "2"), zone("B", ["110000"], "9", "4")],
     "surcharges": [{"code": "peak", "kind": "percent", "value": "15", "when": {"date_from": "2026-03-20"}}]},
]
CONTRACT = read_contracts(ROWS)["C"]
PLAIN = MatchRules()
SENT = Sent("S1", "SF100001", "SF", chain_of("510107"), 1_500, date(2026, 3, 10), {"freight": 800})


class TestMatch(BaseCase):
    def verdict(self, fen, rules=PLAIN, sent=SENT, **line):
        return match([BillLine(1, "sf 100001", fen, **line)], [sent], CONTRACT, "SF", rules).verdicts[0]

    def test_causes(self):
        tried = set()
        for result, fen, line, rules in (
                ("matched", 800, {}, MatchRules()), ("matched", 804, {}, MatchRules(5)),
                ("weight_diff", 1_000, {"weight_g": 2_100}, MatchRules()), ("zone_diff", 1_300, {}, MatchRules()),
                ("version_diff", 700, {}, MatchRules()), ("date_diff", 800, {"on_date": date(2026, 3, 25)}, MatchRules()),
                ("weight_and_price", 1_700, {"weight_g": 2_100}, MatchRules()), ("tax_diff", 755, {}, MatchRules(tax_ppm=60_000)),
                ("price_diff", 777, {}, MatchRules()), ("unexpected_fee", 200, {"fee": "packaging"}, MatchRules()),
                ("credit", -200, {"fee": "claim"}, MatchRules())):
            if result == "date_diff":
                rules = MatchRules(bundles={"freight": ("freight", "peak")})
                fen = 920
            with self.subTest(result):
                tried.add(result)
                found = self.verdict(fen, rules, **line)
                self.assertEqual(found.result, result)
                if result != "matched":
                    self.assertEqual(found.diff_fen, fen - (0 if "fee" in line else 800))
        odd = replace(SENT, expected={"freight": 836})
        self.assertEqual(self.verdict(840, sent=odd).result, "rounding_diff")
        self.assertEqual({name for _order, name, _function in CAUSES} - tried, {"rounding_diff"})

    def test_named_divisions_only(self):
        self.assertEqual(self.verdict(1_300, MatchRules(alt_codes=())).result, "price_diff")
        found = self.verdict(1_300, MatchRules(alt_codes=("110105",)))
        self.assertEqual(dict(found.evidence), {"zone": "A", "billed_zone": "B", "division": "110105"})

    def test_peak_inside_the_freight(self):
        sent = replace(SENT, on_date=date(2026, 3, 25), expected={"freight": 800, "peak": 120})
        rules = MatchRules(bundles={"freight": ("freight", "peak")})
        self.assertEqual(self.verdict(920, rules, sent).result, "matched")
        report = match([BillLine(1, "SF100001", 800)], [sent], CONTRACT, "SF", MatchRules())
        self.assertEqual(report.missing_fees, (("S1", "peak", 120),))

    def test_parts_supplements_and_children(self):
        mother = replace(SENT, children=("SF100002",))
        halves = [BillLine(1, "SF100001", 500), BillLine(2, "SF100002", 300)]
        self.assertEqual([v.result for v in match(halves, [mother], CONTRACT, "SF", MatchRules()).verdicts], ["matched", "matched"])
        twice = [BillLine(1, "SF100001", 800), BillLine(2, "SF100001", 300)]
        report = match(twice, [mother], CONTRACT, "SF", MatchRules())
        self.assertEqual([(v.result, v.diff_fen) for v in report.verdicts], [("matched", 0), ("second_charge", 300)])
        self.assertEqual(report.over_fen, 300)

    def test_supplements_of_settled_bills(self):
        """37.00 billed, 32.00 paid, 5.00 in dispute: 5.00 again is the rest, once; another amount, fee or number is a repeat."""
        already, owed = {("SF100001", "freight"): 3_200, ("SF100002", "freight"): 3_200}, {("SF100001", "freight"): [500]}
        lines = [
            BillLine(1, "SF100001", 500), BillLine(2, "SF100001", 500, on_date=date(2026, 3, 11)), BillLine(3, "SF100001", 501),
            BillLine(4, "SF100001", 3_700), BillLine(5, "SF100002", 500), BillLine(6, "SF100001", 500)]
        report = match(lines, [SENT], CONTRACT, "SF", PLAIN, already, owed)
        self.assertEqual([(verdict.result, verdict.diff_fen) for verdict in report.verdicts], [
            ("supplement", 500), ("already_billed", None), ("already_billed", None), ("already_billed", None), ("already_billed", None),
            ("duplicate_in_bill", None)])
        self.assertEqual(owed, {("SF100001", "freight"): [500]}, "what is given is not used up")
        self.assertEqual(decide(report.verdicts[0], []), "person")
        self.assertEqual([decide(report.verdicts[0], [Decision("supplement", "accept", upto)]) for upto in (499, 500)], ["person", "accept"])
        self.assertEqual(decide(report.verdicts[1], [Decision("*", "accept")]), "dispute")

    def test_not_billed_yet(self):
        late = replace(SENT, id="S2", tracking="SF100009", on_date=date(2026, 3, 31))
        report = match([], [SENT, late], CONTRACT, "SF", MatchRules(until=date(2026, 3, 30)))
        self.assertEqual(report.not_billed, ("S1",))
        self.assertEqual(match([], [SENT], CONTRACT, "SF", MatchRules(), {("SF100001", "freight")}).not_billed, ())

    def test_decisions(self):
        rules = [Decision("weight_diff", "accept", 100, "over"), Decision("*", "accept", 10), Decision("zone_diff", "dispute")]
        for result, diff, expected in (
                ("matched", 0, "accept"), ("weight_diff", 100, "accept"), ("weight_diff", 101, "person"), ("weight_diff", -101, "person"),
                ("price_diff", -10, "accept"), ("zone_diff", 60, "dispute"), ("duplicate_in_bill", None, "dispute"),
                ("unknown_tracking", None, "person")):
            self.assertEqual(decide(Verdict(1, result, diff), rules), expected, result)


class TestReading(BaseCase):
    def test_tracking(self):
        for value, expected in (
                ("4310000000008.0", "4310000000008"), (4310000000008, "4310000000008"), (" ＳＦ100 0001 ", "SF1000001"), ("4.31E+12", None),
                ("'0043100000", "0043100000"), ("4310000000000008.0", None), (4310000000000008, None), ("SF100001/SF100002", None),
                ("", None), (None, None), (True, None), ("无", None), ("ABCDEF", None), ("sf-100001", "SF-100001")):
            self.assertEqual(tracking_of(value), expected, value)

    def test_dates(self):
        period = date(2026, 1, 1), date(2026, 1, 31)
        for text, expected in (
                ("2026-01-05", date(2026, 1, 5)), ("2026/1/5", date(2026, 1, 5)), ("20260105", date(2026, 1, 5)), ("2026年1月5日", date(2026, 1, 5)),
                ("01-05", date(2026, 1, 5)), ("12-31", date(2025, 12, 31)), ("02-01", date(2026, 2, 1)), ("02-30", None), ("soon", None)):
            self.assertEqual(bill_date(text, *period), expected, text)

    def test_columns_learnt_and_moved(self):
        headers = ["序号", "运单编号", "目的地/省", "新结算重量", "运费"]
        columns = guess(headers, {"tracking": ["运单号", "运单编号"], "fen": ["运费", "费用"], "weight": ["结算重量"]})
        self.assertEqual(columns, {"tracking": 1, "fen": 4})
        layout = learn(headers, {**columns, "weight": 3})
        found, told = drift(layout, ["运单编号", "目的地省", "新结算重量", "物料", "运费(元)"])
        self.assertEqual(found, {"tracking": 0, "fen": 4, "weight": 2})
        self.assertTrue(told.ok)
        self.assertEqual((told.moved, told.new, told.gone), ((("tracking", 1, 0), ("weight", 3, 2)), ("物料",), ("序号",)))
        self.assertFalse(drift(layout, ["运单编号", "新结算重量"])[1].ok)
        self.assertEqual(drift(layout, ["运单编号", "x", "新结算重量", "运费", "y", "运费"])[1].twice, ("fen",))

    def test_which_column_is_net(self):
        rows = [(0, 850, 150, 1_000), (1, 500, 0, 500), (2, 700, 300, 1_000)]
        self.assertEqual(net_column(rows, 1, 2, 3), (3, 2, 1))
        self.assertIsNone(net_column([(0, 500, 0, 500)], 1, 2, 3))
        self.assertIsNone(net_column([(0, 500, 10, 500)], 1, 2, 3))
