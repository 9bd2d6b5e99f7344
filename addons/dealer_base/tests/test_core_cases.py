"""What files of cases share: registering, comparing, saying. No Odoo, no database."""
from odoo.addons.dealer_base.cases import Outcome, differs, load, registry, said, unreadable

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestCases(BaseCase):
    def test_a_name_is_taken_once(self):
        table, register = registry("group")
        other, _register = registry("group")

        @register("quote")
        def check(case, file):
            return []

        self.assertEqual((table, other), ({"quote": check}, {}))
        with self.assertRaisesRegex(ValueError, "the group quote is registered twice"):
            register("quote")(check)

    def test_numbers_stay_texts(self):
        self.assertEqual(load('{"a": 1.10, "b": 2}'), {"a": "1.10", "b": 2})

    def test_differences(self):
        self.assertEqual(differs("net", "1.00", "1.00"), [])
        found = [*differs("net", "1.00", "1.01"), *differs("units", [1], {"价": None})]
        self.assertEqual(found, ["net: expected 1.00, found 1.01", 'units: expected [1], found {"价": null}'])
        self.assertEqual(said(found[:1], "why"), "net: expected 1.00, found 1.01  [why]")
        self.assertEqual((said([], "why"), said(["a", "b"], None)), ("", "a; b"))
        self.assertEqual(unreadable(KeyError("id")), "cannot be read: id is missing or unknown")
        self.assertEqual(unreadable(ValueError("a tier is a number")), "cannot be read: a tier is a number")
        self.assertFalse(Outcome("quote", "1", "").told)
