"""N5: the season's close tells which parcels have no carrier's bill yet, where bills may change what the dealer pays."""
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestSeasonBills(OrderCommon):
    def _found(self):
        return [found for found in self.account._season_close_checks() if found.code == "carrier_bills_missing"]

    def test_parcels_without_a_bill_are_told(self):
        self.assertEqual(self._found(), [])
        self.company.dealer_true_up = True
        self.assertEqual(self._found(), [], "nothing has shipped")
        order = self._shipped()
        found = self._found()
        self.assertEqual([(one.level, one.params["count"]) for one in found], [("note", 1)])
        self.assertIn("1 parcels have no carrier's bill yet", found[0].text(self.env))
        self.company.dealer_true_up = False
        self.assertEqual(self._found(), [], "bill differences stay with HQ")
        self.assertEqual(order.dealer_state, "shipped")
