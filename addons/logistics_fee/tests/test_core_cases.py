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
