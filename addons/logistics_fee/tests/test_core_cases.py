"""Every case of the files in tests/cases, through the same reading as ``bin/cases``. No Odoo, no database."""
import json
from pathlib import Path

from odoo.addons.logistics_fee.tariff.cases import GROUPS, check_file, load

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))


class TestCases(BaseCase):
    def test_every_case(self):
        for path in FILES:
            for outcome in check_file(load(path.read_text(encoding="utf-8"))):
                with self.subTest(outcome.id, file=path.name, group=outcome.group):
                    self.assertEqual(outcome.difference, "")

    def test_every_group_is_known_and_tried(self):
        groups = {name.removesuffix("_cases") for path in FILES for name in load(path.read_text(encoding="utf-8")) if name.endswith("_cases")}
        self.assertEqual(groups, set(GROUPS))

    def test_a_wrong_expectation_is_told(self):
        """A runner that finds no difference anywhere would prove nothing: one number off must show in every group."""
        data = load(FILES[-1].read_text(encoding="utf-8"))
        for name in [key for key in data if key.endswith("_cases")]:
            for case in data[name]:
                wrong = spoilt(case)
                outcome = next(check_file({**data, **{k: [] for k in data if k.endswith("_cases")}, name: [wrong]}))
                with self.subTest(name, case=case["id"]):
                    self.assertTrue(outcome.difference)

    def test_what_cannot_be_read_is_a_difference(self):
        found = list(check_file({"quote_cases": [{"id": "Q", "contract": "none", "parcels": [], "date": "2026-03-02"}], "riddle_cases": [{}]}))
        self.assertEqual([outcome.id for outcome in found], ["Q", "1"])
        self.assertTrue(all(outcome.difference for outcome in found))

    def test_what_nobody_compares_is_a_difference(self):
        """A misspelt expectation would be as expected for ever."""
        data = load(FILES[-1].read_text(encoding="utf-8"))
        case = next(case for case in data["quote_cases"] if case["expected"]["status"] == "ok")
        wrong = {**case, "expected": {"status": "ok", "totl_fen": 1}}
        self.assertIn("totl_fen", next(check_file({**data, "quote_cases": [wrong]})).difference)

    def test_a_key_or_a_word_nobody_reads_is_a_difference(self):
        """A misspelt price would be no price, a misspelt mode another mode; what is for people may stand anywhere."""
        price = {"form": "per_kg", "per_step": "1.00", "step_kg": "1"}
        plain = {
            "contracts": [{"id": "C", "valid_from": "2026-01-01", "zones": [{"code": "A", "include": ["330000"], "price": price}], "note": "for people"}],
            "quote_cases": [{"id": "Q", "contract": "C", "date": "2026-03-02", "to": {"code": "330106"}, "parcels": [{"weight_kg": "2"}],
                             "expected": {"status": "ok", "total_fen": 200}, "source": "for people"}]}
        self.assertEqual([outcome.difference for outcome in check_file(plain)], [""])
        for path, key, value, told in (
                (("contracts", 0), "surcharge", [], "surcharge"), (("contracts", 0, "zones", 0, "price"), "max_fee", "1.50", "zones.price.max_fee"),
                (("contracts", 0), "weight_rounding", {"mode": "nearest"}, "nearest"), (("contracts", 0), "aggregate", "total", "total_raw"),
                (("contracts", 0), "surcharges", [{"code": "s", "kind": "fixed", "value": "1.00", "per": "box"}], "per box"),
                (("contracts", 0), "surcharges", [{"code": "s", "kind": "fixed", "value": "1.00", "scope": "order"}], "order"),
                (("contracts", 0), "result_rounding", {"mode": "even"}, "even"), (("quote_cases", 0), "option", {"vip": True}, "option"),
                (("quote_cases", 0, "parcels", 0), "weigth_kg", "3", "parcels.weigth_kg"), ((), "riddles", [{"id": 1}], "nobody knows"),
                ((), "fee_cases", {"id": 1}, "a list"), (("quote_cases",), 0, 7, "an object"),
                (("contracts", 0, "zones", 0, "price"), "per_step", None, "not a number")):
            data = json.loads(json.dumps(plain))
            row = data
            for step in path:
                row = row[step]
            row[key] = value
            with self.subTest(path=path, key=key):
                self.assertIn(told, " ".join(outcome.difference for outcome in check_file(data)) or "-")


def spoilt(case):
    """A copy of a case with another expectation."""
    case = json.loads(json.dumps(case))
    name = next(key for key in ("expected_fen", "expected") if key in case)
    value = case[name]
    if isinstance(value, dict) and value.get("status") == "ok":
        value["total_fen"] += 1
    elif isinstance(value, dict) and "status" in value:
        value["code"] = "another"
    elif isinstance(value, dict) and "lines" in value:
        value["over_fen"] += 1
    elif isinstance(value, dict):
        case[name] = {**value, next(reversed(value or {"admin": 0})): -7}
    elif isinstance(value, list):
        value[0] += 1
    elif isinstance(value, bool):
        case[name] = not value
    elif isinstance(value, int):
        case[name] = value + 1
    else:
        case[name] = "another"
    return case
