"""D13, short form: thousands of shipments of random orders, and some hundreds of them through the ledger. The long form is ``bin/drill rounding``."""
from odoo.tests import tagged

from odoo.addons.dealer_base.money import from_fen, to_fen
from odoo.addons.dealer_prepaid.tests.common import PrepaidCommon

from .rounding import Rounding


@tagged("post_install", "-at_install")
class TestRounding(PrepaidCommon):
    def test_thousands_of_shipments(self):
        self.assertEqual(Rounding(13).run(20_000)["problems"], [])

    def test_captures_by_parts_are_the_hold(self):
        """Through the ledger, from three sources of money: entries, lots and hold agree with the order to the fen."""
        rounding, done = Rounding(31), 0
        account = self._open_account(self.d1, 5_000_000)
        account._post_entries("gift", [{"kind": "gift", "amount_fen": 1_234_567, "label": "gift", "bucket": "gift"}], "res.partner", self.d1.id)
        opened = to_fen(account.balance)
        total = 0
        while done < 150:
            order, key = rounding.order(), f"order-{done}"
            if order.total_fen > 9_000_000:
                continue
            self.assertTrue(account._hold(key, order.total_fen, "res.partner", self.d1.id, key).ok)
            entries = self.env["prepaid.entry"]
            for number, parcel in enumerate(parcel for parcel in rounding.shipments(order) if parcel.total_fen):
                entries |= account._capture(
                    key, parcel.total_fen, operation_key=f"{key}-{number}", label=key, res_model="res.partner", res_id=self.d1.id,
                    components=parcel.components)
            hold = self.env["prepaid.hold"].search([("key", "=", key)])
            self.assertEqual((hold.state, to_fen(hold.captured)), ("done", order.total_fen))
            self.assertEqual(-sum(to_fen(entry.amount) for entry in entries), order.total_fen)
            self.assertEqual(-sum(fen for entry in entries for _lot, fen in entry.lots), order.total_fen)
            done, total = done + len(entries), total + order.total_fen
        self.assertEqual((to_fen(account.balance), account.held), (opened - total, 0))
        self.assertEqual(account.available, float(from_fen(opened - total)))
        self.assertEqual([row for row in self.env["prepaid.check"]._differences(self.company) if row["kind"] != "gl"], [])
