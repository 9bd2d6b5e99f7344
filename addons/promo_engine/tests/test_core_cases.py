"""Every case of the files in tests/cases, through the same reading as ``bin/cases``. No Odoo, no database."""
import json
from pathlib import Path

from odoo.addons.promo_engine.engine.cases import KINDS, check_file, load

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

LINE = {"id": "L1", "sku": "A", "qty": 1, "unit_price": "1.00"}
FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def cases(*names):
    """The cases of the files, or of those named."""
    return [case for path in FILES if not names or path.stem in names for case in load(path.read_text(encoding="utf-8"))["cases"]]


class TestCases(BaseCase):
    def test_every_case(self):  # R3-096
        for path in FILES:
            for outcome in check_file(load(path.read_text(encoding="utf-8"))):
                with self.subTest(outcome.id, file=path.name, kind=outcome.group):
                    self.assertEqual(outcome.difference, "")

    def test_every_kind_is_tried(self):
        self.assertEqual({case.get("kind", "cart") for case in cases()}, set(KINDS))

    def test_a_wrong_expectation_is_told(self):
        """A runner that finds no difference anywhere would prove nothing: each case with one number off must differ."""
        for case in cases():
            for wrong in spoilt(case):
                with self.subTest(case["id"], wrong=wrong["expected"]):
                    outcome = next(check_file({"cases": [wrong]}))
                    self.assertTrue(outcome.difference or outcome.told)

    def test_what_cannot_be_read_is_a_difference(self):
        rows = ({"id": "kind", "kind": "riddle", "expected": {}}, {"id": "no cart", "kind": "cart", "expected": {}}, "text", {"id": "bare"},
                self.cart(rewards=[{"type": "magic"}]), self.cart(rewards=[{"type": "percent"}]), self.cart(rewards=[]),
                self.cart(rewards=[{"type": "percent", "value": "ten"}]), self.cart(rewards=[{"type": "percent", "value": 10, "colour": "red"}]),
                self.cart(conditions=[{"type": "moon"}]), self.cart(conditions="none"), self.cart(level="shop"), self.cart(scope={"shape": 1}),
                self.cart(rewards=[{"type": "amount", "value": "1.005"}]), self.cart(promotion="x"),
                {**self.cart(), "cart": {"lines": [LINE, LINE]}, "expected": {"total": "1.80"}},
                {**self.cart(), "returns": {"L1": "one"}, "expected": {"refund": "0.90"}}, {**self.cart(), "options": "x", "use": "option"},
                {**self.cart(), "expected": []})
        found = list(check_file({"cases": list(rows)}))
        self.assertEqual(len(found), len(rows))
        for row, outcome in zip(rows, found, strict=True):
            with self.subTest(row):
                self.assertTrue(outcome.difference)
                self.assertNotIn("law", outcome.difference)

    def test_nothing_expected_and_a_nought_are_the_same(self):
        none = {"gifts": {"G": 0}, "issued": {"points": 0}, "assets": {"card": "0.00"}, "refund": "0.90"}
        case = {**self.cart(), "returns": {"L1": "1"}, "expected": none}
        self.assertEqual([outcome.difference for outcome in check_file({"cases": [case]})], [""])

    @staticmethod
    def cart(**promotion):
        """A case with one promotion."""
        row = {"id": "p", "level": "order", "rewards": [{"type": "percent", "value": 10, "target": "order"}], **promotion}
        return {"id": "c", "kind": "cart", "cart": {"lines": [LINE]},
                "promotions": [promotion["promotion"] if "promotion" in promotion else row], "expected": {"total": "0.90"}}

    def test_the_plain_case_is_right(self):
        self.assertEqual([outcome.difference for outcome in check_file({"cases": [self.cart()]})], [""])


def spoilt(case):
    """Copies of a case, each with one of its expectations changed."""
    place = "reference_result" if case.get("use") == "contrast" and case.get("reference_result") else "expected"
    for key, value in case[place].items():
        if case.get("use") == "must_total" and key in ("lines", "units"):
            continue
        wrong = json.loads(json.dumps(case))
        wrong[place][key] = other(value)
        yield wrong


def other(value):
    """A value that is not `value`."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [other(value[0]), *value[1:]] if value else ["another"]
    if isinstance(value, dict):
        if not value:
            return {"another": 1}
        first = next(iter(value))
        return {**value, first: other(value[first])}
    try:
        whole, _dot, rest = value.partition(".")
        return f"{int(whole) + 1}.{rest}" if rest else f"{int(whole) + 1}"
    except (AttributeError, ValueError):
        return "another"
