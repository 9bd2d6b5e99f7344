"""Another delivery way between submit and shipment: the freight is worked out again, the hold follows to the fen."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestOrderAmendWay(AmendCommon):
    """J3's order: 648.00 and SF 32.00; the own vehicle costs 45.00 an order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.own_vehicle_price = 45

    def test_round(self):
        order = self._submitted()
        for way, vals, total in (
                ("pickup", {}, 648), ("own_vehicle", {}, 693), ("courier", {"carrier_id": self.carriers["yto"].id}, 665),
                ("own_vehicle", {}, 693), ("courier", {"carrier_id": self.carriers["sf"].id}, 680), ("pickup", {}, 648)):
            with self.subTest(way=way, total=total):
                change = self._applied(order, delivery_way=way, **vals)
                self.assertEqual((order.delivery_way, order.settlement_total, change.new_total), (way, total, total))
                self.assertEqual(order.carrier_id.id, vals.get("carrier_id", False))
                self.assertEqual(order.partner_shipping_id == self.store_1a, way == "pickup")
                self.assertLedger(self.account, 5000, total, 5000 - total)
                self.env.flush_all()
                self.assertFalse(order.quote_stale)
        order.with_user(self.cs_b).action_approve()
        self.assertFalse(self._open_picking(order).carrier_id)
        order.with_user(self.cs_a).action_cancel_order("gave up")
        self.assertLedger(self.account, 5000, 0, 5000)
        self.assertOrderBalanced(order)

    def test_by_the_rules_of_the_company(self):
        """Without a carrier the policy of the company chooses, as on a new order; a freight by hand was for the way before."""
        order = self._order(delivery_way="pickup", carrier_id=False)
        order.with_user(self.users["cs_manager"]).action_set_freight(3, "for the loading")
        order.action_submit()
        self.assertEqual(order.settlement_total, 651)
        with self.assertRaisesRegex(UserError, "arrier"), self.env.cr.savepoint():
            self._applied(order, delivery_way="courier")
        self._applied(order, delivery_way="courier", carrier_id=self.carriers["sf"].id)
        self.assertEqual((order.settlement_total, order.freight_manual), (680, False))

    def test_approved_goes_back_and_short(self):
        order = self._approved()
        old = self._open_picking(order)
        self._spend(12.99)
        with self.assertRaisesRegex(UserError, "0.01"), self.env.cr.savepoint():
            self._applied(order, delivery_way="own_vehicle")
        self.env.invalidate_all()
        self.assertEqual((order.dealer_state, order.delivery_way, order.settlement_total, old.state), ("approved", "courier", 680, "assigned"))
        self.company.own_vehicle_price = 44.99
        self._applied(order, delivery_way="own_vehicle")
        self.assertEqual((order.dealer_state, order.settlement_total, old.state), ("submitted", 692.99, "cancel"))
        self.assertLedger(self.account, 692.99, 692.99, 0)
        order.with_user(self.cs_b).action_approve()
        self._open_picking(order).driver_name = "Wang"
        self._ship(order, tracking=False)
        self.assertLedger(self.account, 0, 0, 0)
        self.assertOrderBalanced(order)

    def test_waiting_order_is_covered_by_pickup(self):
        self._spend(650)
        order = self._submitted()
        self.assertEqual((order.dealer_state, order.missing_amount), ("waiting", 30))
        self._applied(order, delivery_way="pickup")
        self.assertEqual((order.dealer_state, order.settlement_total), ("submitted", 648))
        self.assertLedger(self.account, 650, 648, 2)

    def test_what_does_not_go(self):
        order = self._submitted()
        for vals, text in (
                ({"delivery_way": "pickup", "consumer_street": "Road 9"}, "leave region and street empty"),
                ({"delivery_way": "pickup", "carrier_id": self.carriers["yto"].id}, "goes without a carrier"),
                ({"delivery_way": "courier"}, "changes nothing")):
            with self.subTest(text), self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                self._applied(order, **vals)
        deposit = self._submitted(dealer_mode="store", is_deposit_order=True, deposit_amount=200, consumer_street=False, consumer_division_id=False)
        with self.assertRaisesRegex(UserError, "waits at the store"), self.env.cr.savepoint():
            self._applied(deposit, delivery_way="pickup")
