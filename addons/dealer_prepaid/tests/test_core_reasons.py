"""Codes of movements that no person decides. No Odoo, no database."""
from odoo.addons.dealer_prepaid.ledger import KINDS
from odoo.addons.dealer_prepaid.ledger.reasons import NOT_OF_DOCUMENT, OTHER_SYSTEM, SYSTEM, system_reason

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestSystemReasons(BaseCase):
    def test_every_kind_has_a_code(self):
        self.assertLessEqual(SYSTEM.keys(), KINDS.keys(), "a kind that is not there")
        for kind, code in (("capture", "sys_shipment"), ("refund", "sys_return"), ("postage", "sys_return"), ("expiry", "sys_expiry"),
                           ("carry_out", "sys_season"), ("opening", "sys_opening"), ("adjust", OTHER_SYSTEM), ("of another addon", OTHER_SYSTEM)):
            self.assertEqual(system_reason(kind), code)
        self.assertTrue(all(code.startswith("sys_") for code in SYSTEM.values()))
        self.assertLessEqual(NOT_OF_DOCUMENT, SYSTEM.keys())
