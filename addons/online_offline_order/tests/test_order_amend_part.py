"""An order of which a part has left: the goods that have not shipped change, what stays held is the new total less what was debited."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.dealer_prepaid.sql.laws import breaches

from ..settlement import GoodsLine, cut_parcel, settle, taken_of
from ..sql.laws import LAWS
from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestOrderAmendPart(AmendCommon):
    """Two coats 680.00, of which one has left with 300.00 + 24.00 + 16.00; three cost 1,009.00, five 1,672.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._user("cs_presale", login="t_cs_second")

    def _part(self, pieces=2):
        order = self._approved([(self.coat, pieces)])
        self._ship(order, {self.coat: 1})
        self.assertEqual(order.dealer_state, "partial")
        return order

    def _apply(self, order, pieces=None, goods=(), **vals):
        change = self._change(order, pieces, goods, **{"consent": "Ms Li by phone", **vals})
        change.with_user(self.second).action_apply()
        return change

    def assertHeldIsTheRest(self, order, available=None):
        self.assertEqual(round(self.account.held, 2), round(order.settlement_total - order.captured_total, 2))
        self.env.flush_all()
        self.assertFalse(breaches(self.env.cr, self.company.id, LAWS))

    def test_up(self):
        order = self._part()
        ordered_on, old = order.date_order, self._open_picking(order)
        change = self._change(order, {self.coat: 3}, consent="Ms Li by phone")
        self.assertEqual((change.preview_total, change.preview_more), (1009, 329))
        with self.assertRaisesRegex(AccessError, "another person applies"):
            change.action_apply()
        with self.assertRaisesRegex(AccessError, "approved it"):
            change.with_user(self.cs_b).action_apply()
        for _press in range(2):
            change.with_user(self.second).action_apply(1009)
        self.assertEqual((order.dealer_state, order.settlement_total, order.captured_total, order.date_order), ("partial", 1009, 340, ordered_on))
        self.assertLedger(self.account, 4660, 669, 3991)
        self.assertEqual((old.state, self._open_picking(order).move_ids.mapped("product_uom_qty")), ("cancel", [2]))
        self._ship(order, tracking="SF9000000001")
        self.assertEqual((order.dealer_state, order.captured_total), ("shipped", 1009))
        self.assertLedger(self.account, 3991, 0, 3991)
        self.assertOrderBalanced(order)
        self.assertHeldIsTheRest(order)

    def test_up_and_down_between_parcels(self):
        order = self._part(3)
        self.assertLedger(self.account, 4663.67, 672.67, 3991)
        self._apply(order, {self.coat: 5})
        self.assertEqual(order.settlement_total, 1672)
        self.assertHeldIsTheRest(order)
        self._ship(order, {self.coat: 1}, tracking="SF9000000001")
        self.assertEqual(round(order.captured_total, 2), 670.25)  # 336.33 + 300.00 + 24.00 + 39.67 / 4
        self.assertHeldIsTheRest(order)
        self._apply(order, {self.coat: 3})
        self.assertEqual(order.settlement_total, 1009)
        self.assertHeldIsTheRest(order)
        self._ship(order, tracking="SF9000000002")
        self.assertEqual((order.dealer_state, order.captured_total), ("shipped", 1009))
        self.assertLedger(self.account, 3991, 0, 3991)
        self.assertOrderBalanced(order)
        self.assertHeldIsTheRest(order)

    def test_other_goods_and_the_rest_given_up(self):
        """One coat has left; the other becomes a long coat: 660.00 + 52.80 + 1.7 kg 32.00 = 744.80, of which 340.00 are debited."""
        order = self._part()
        self._apply(order, {self.coat: 1}, [(self.long_coat, 1)])
        self.assertEqual(order.settlement_total, 744.8)
        self.assertHeldIsTheRest(order)
        order.with_user(self.users["cs_manager"]).action_force_done("the factory makes no more")
        self.assertLedger(self.account, 4660, 0, 4660)
        self.assertOrderBalanced(order)

    def test_what_stays(self):
        order = self._part(3)
        for pieces, vals, text in (
                ({self.coat: 0}, {}, "1 pieces of"), ({self.coat: 1}, {}, "nothing would be left"),
                ({}, {"delivery_way": "pickup"}, "received by the order's delivery way.* delivery way stays.*Cancel the rest")):
            with self.subTest(text), self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                self._apply(order, pieces, **vals)
        self._spend(300)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "34.00"), self.env.cr.savepoint():
            self._apply(order, {self.coat: 4})  # 1,343.00, 334.00 more
        self.env.invalidate_all()
        self.assertEqual((order.settlement_total, order.order_line.product_uom_qty, self._open_picking(order).state), (1009, 3, "assigned"))
        self.assertHeldIsTheRest(order)

    def test_the_rest_goes_elsewhere(self):
        """One of two coats has left with 16.00 of freight; the other one alone costs 22.00 to the new street: 686.00."""
        order = self._part()
        gone = order.sudo().picking_ids.filtered(lambda one: one.state == "done")
        change = self._apply(order, consumer_street="Road 9")
        self.assertEqual((order.logistics_total, order.settlement_total, change.difference), (38, 686, 6))
        self.assertHeldIsTheRest(order)
        rest = self._open_picking(order)
        self.assertEqual((rest.partner_id.street, gone.partner_id.street, rest.move_ids.product_uom_qty), ("Road 9", "Street 1", 1))
        self.assertFalse(order._settlement_differences())
        self._apply(order, carrier_id=self.carriers["yto"].id)  # 10.00 alone
        self.assertEqual((order.logistics_total, order.settlement_total), (26, 674))
        self.assertEqual((self._open_picking(order).carrier_id, gone.carrier_id), (self.carriers["yto"], self.carriers["sf"]))
        self.assertHeldIsTheRest(order)
        self._apply(order, {self.coat: 3})  # two of them by YTO: 1.6 kg 17.00
        self.assertEqual((order.logistics_total, order.settlement_total), (33, 1005))
        self._ship(order, tracking="YT9000000000001")
        self.assertEqual((order.dealer_state, order.captured_total), ("shipped", 1005))
        self.assertLedger(self.account, 3995, 0, 3995)
        self.assertOrderBalanced(order)
        self.assertHeldIsTheRest(order)
        self.assertFalse(order._settlement_differences())

    def test_the_rest_elsewhere_is_given_up(self):
        self.company.dealer_rerate_rest = True
        order = self._part()
        self._apply(order, consumer_street="Road 9")
        order.action_cancel_rest("waits no longer", by_dealer=True)
        self.assertLedger(self.account, 4660, 0, 4660)
        self.assertOrderBalanced(order)

    def test_the_dealers_brake(self):
        order = self._part()
        self.env["prepaid.brake"].sudo().create({"owner_id": self.d1.id, "ask_above": 1000})
        with self.assertRaisesRegex(UserError, "an order of their own"), self.env.cr.savepoint():
            self._apply(order, {self.coat: 3})

    def test_a_freight_below_what_was_charged_stays(self):
        order = self._part(3)
        order.sudo()._flow().write({"freight_manual": True, "freight_manual_price": 5, "freight_manual_reason": "x", "freight_manual_by": self.cs_a.id})
        self._apply(order, {self.coat: 4})
        self.assertEqual((order.logistics_total, order.settlement_total), (12.33, 1308.33))
        self._ship(order, tracking="SF9000000001")
        self.assertEqual(order.captured_total, 1308.33)
        self.assertHeldIsTheRest(order)

    def test_core(self):
        """Whatever was charged before a change, the parcels after it take the rest of the new total."""
        def priced(qty, admin, freight):
            return settle([GoodsLine("a", "A", qty, 30_000, 800)], [{"code": "admin", "fen": admin, "rate_bp": 0}], {"price_fen": freight})

        for old, new, first in ((3, 5, 1), (7, 4, 3), (10, 3, 2)):
            before = priced(old, old * 2399, 3701)
            taken = taken_of(before, {"a": first})
            changed = priced(new, new * 2401, 9103)
            changed = type(changed)(changed.goods, changed.lines, taken)
            sums = cut_parcel(before, {}, {"a": first}).total_fen
            for done in range(first, new):
                parcel = cut_parcel(changed, {"a": done}, {"a": 1})
                sums += parcel.total_fen
                self.assertEqual(taken_of(changed, {"a": done + 1}).logistics_fen >= taken.logistics_fen, True)
            self.assertTrue(parcel.is_last)
            self.assertEqual(sums, changed.total_fen)
