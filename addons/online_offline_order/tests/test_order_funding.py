import datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.dealer_base.money import to_fen

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestOrderFunding(ReturnCommon):
    """Orders without holds (J4b), orders paid by gifts, brands, limits of stores, and holds that end."""

    def _adjust(self, amount, direction):
        document = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "amount": amount, "direction": direction, "reason": "test",
            "counter_account_id": self.account._role("goods_income").id})
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()

    def _try_ship(self, order):
        picking = self._open_picking(order).with_user(self.warehouse_user).sudo(False)
        picking.action_assign()
        picking.carrier_tracking_ref = f"SF{picking.id:012d}"
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        return picking, picking.button_validate()

    # -- J4b

    def _uncovered(self):
        """Give what the report "Accepted but not covered" shows to a person of service."""
        action = self.env.ref("online_offline_order.sale_order_action_uncovered")
        self.assertIn(action, self.env["ir.ui.menu"].browse(self.env.ref("online_offline_order.menu_order_uncovered").id).action)
        return self.env[action.res_model].with_user(self.cs_b).search(safe_eval(action.domain))

    def test_j4b_no_holds(self):
        self.company.prepaid_hold_mode = "none"
        self.assertFalse(self._uncovered())
        order_x = self._approved()
        self.assertEqual(order_x.settlement_total, 680)
        order_y = self._approved([(self.coat, 13)], carrier_id=self.carriers["sto"].id)
        self.assertTrue(order_x.no_hold and order_y.no_hold)
        self.assertLedger(self.account, 5000, 0, 5000)
        self._ship(order_y)
        total_y = order_y.settlement_total
        self._adjust(5000 - total_y - 500, "debit")  # the journey's Y takes 4,500.00
        self.assertLedger(self.account, 500, 0, 500)

        picking, answer = self._try_ship(order_x)
        self.assertEqual(picking.state, "assigned", "the parcel stays")
        self.assertIn("short 180.00", answer["params"]["message"])
        self.assertEqual((order_x.dealer_state, order_x.missing_amount), ("waiting", 180))
        self.assertTrue(order_x.activity_ids, "the store's people get a notice")
        self.assertEqual(self._uncovered(), order_x.with_user(self.cs_b))
        with self.assertRaisesRegex(UserError, "cancel it instead"):
            order_x.with_user(self.cs_b).action_reject("no money")

        self._topup(self.d1, 500)
        self.account._fund_waiting()
        self.assertEqual((order_x.dealer_state, order_x.missing_amount), ("approved", 0))
        self.assertFalse(self._uncovered())
        self._ship(order_x)
        self.assertEqual(order_x.dealer_state, "shipped")
        self.assertLedger(self.account, 320, 0, 320)

    def test_accepted_order_keeps_its_method(self):
        """Accepted but not covered: its goods are picked, so new terms of the store do not take it through the draft again."""
        self.company.prepaid_hold_mode = "none"
        order = self._approved()
        self._adjust(4500, "debit")
        self._try_ship(order)
        self.assertEqual(order.dealer_state, "waiting")
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_now", "contract")
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "approved already"):
            order.with_user(self.users["fin_settlement"]).sudo(False).action_change_settlement("each order")
        self.assertEqual((order.dealer_state, order.settled_by), ("waiting", "prepaid"))

    def test_no_hold_waits_at_submit(self):
        self.company.prepaid_hold_mode = "none"
        order = self._order([(self.coat, 17)])
        order.action_submit()
        self.assertEqual(order.dealer_state, "waiting")
        self.env.flush_all()
        self.assertFalse(order.quote_stale, "it was quoted in this very step")
        self._topup(self.d1, 5000)
        self.account._fund_waiting()
        self.assertEqual((order.dealer_state, order.no_hold), ("submitted", True))
        order.with_user(self.cs_b).action_cancel_order("changed my mind")
        self.assertLedger(self.account, 10_000, 0, 10_000)

    def test_no_hold_partial_then_short_then_cancelled(self):
        self.company.prepaid_hold_mode = "none"
        order = self._approved()
        self._ship(order, {self.coat: 1})
        self._adjust(4500, "debit")
        _picking, _answer = self._try_ship(order)
        self.assertEqual(order.dealer_state, "waiting")
        order.action_ask_cancel("the store gives up")
        request = self.env["dealer.cancel.request"].search([("order_id", "=", order.id)])
        request.with_user(self.warehouse_user).action_unpacked()
        request.with_user(self.cs_b).action_confirm()
        self.assertEqual(order.dealer_state, "shipped")
        self.assertLedger(self.account, 160, 0, 160)

    # -- J5 b: heavier than quoted

    def _spend(self, left):
        """Leave so much available beside what is held."""
        self._adjust(self.account.available - left, "debit")

    def _pack(self, order, kg):
        picking = self._open_picking(order)
        picking.with_user(self.warehouse_user).packed_weight = kg
        return picking

    def test_j5b_heavier_parcel(self):
        order = self._approved()
        picking = self._pack(order, 2.3)
        self._spend(0)
        with self.assertRaisesRegex(UserError, "needs 5.00 CNY more"), self.env.cr.savepoint():
            self._try_ship(order)
        self.env.invalidate_all()
        self.assertEqual(picking.state, "assigned")
        self._topup(self.d1, 100)
        self._ship(order)
        entries = self.env["prepaid.entry"].search([("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)])
        self.assertEqual(sorted(entries.mapped("amount")), [-680, -5])
        self.assertEqual(entries.move_id, picking.dealer_invoice_id)
        self.assertMove(picking.dealer_invoice_id, [
            ("112200", 685), ("600100", -530.97), ("605100", -42.48), ("605100", -32.74), ("222100", -78.81), ("640100", 360), ("140500", -360)])
        self.assertLedger(self.account, 95, 0, 95)
        self.assertEqual((picking.weight_extra, order.captured_total), (5, 685))

    def test_j5b_tolerance_and_absorb(self):
        self.company.dealer_weight_tolerance = 5
        order = self._approved()
        picking = self._pack(order, 2.3)
        self._ship(order)
        self.assertEqual((picking.weight_extra, picking.weight_borne), (0, 5))
        self.assertLedger(self.account, 4320, 0, 4320)
        self.company.write({"dealer_weight_tolerance": 0, "dealer_weight_policy": "absorb"})
        order = self._approved()
        self._pack(order, 9)
        self._ship(order)
        self.assertLedger(self.account, 3640, 0, 3640)
        order = self._approved()
        self._pack(order, 0.5)
        self._ship(order)
        self.assertLedger(self.account, 2960, 0, 2960)

    # -- gifts

    def _gift(self, fen):
        self.account._post_entries(
            f"gift-{fen}", [{"kind": "gift", "amount_fen": fen, "label": "gift", "bucket": "gift"}], "res.partner", self.d1.id)

    def test_gift_is_a_discount_on_the_invoice(self):
        """E07: 100.00 of gift lowers the invoice, its tax and what leaves the advance account."""
        self._gift(10_000)
        order = self._received_order()
        (picking,) = order.picking_ids
        entry = self.env["prepaid.entry"].search([("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)])
        self.assertEqual((entry.amount, entry.memo, entry.lots_text), (-680, -100, "Gift 100.00 + Cash 580.00"))
        self.assertEqual(picking.dealer_invoice_id.amount_total, 580)
        self.assertEqual(picking.dealer_invoice_id.payment_state, "paid")
        self.assertLedger(self.account, 4420, 0, 4420)

        self._refunded_return(order, 2)
        entries = self.env["prepaid.entry"].search([("res_model", "=", "dealer.return")], order="id")
        self.assertEqual([(entry.kind, entry.amount, entry.memo) for entry in entries], [
            ("refund", 600, 20), ("postage", -18, 0), ("handling", -20, 0)])
        free = self.account._free_by_bucket()[self.account.id]
        self.assertEqual((free["gift"], free["cash"]), (2_000, to_fen(4420 + 580 - 38)))
        self.assertLedger(self.account, 4982, 0, 4982)

    def test_order_paid_by_gifts_alone(self):
        self._gift(68_000)
        order = self._received_order()
        self.assertEqual(order.picking_ids.dealer_invoice_id.amount_total, 0)
        self.assertLedger(self.account, 5000, 0, 5000)
        self._refunded_return(order, 1)
        self.assertEqual(self.account._free_by_bucket()[self.account.id], {"gift": 27_200, "cash": 500_000})
        self.assertLedger(self.account, 5272, 0, 5272)

    def test_gifts_pay_many_lines(self):
        """Taxes rounded for the whole invoice left 0.01 where gifts paid goods of five lines, and the goods could not ship."""
        goods = [self._product(f"Test cap {number}", f"T-CAP-{number}", 30, 99, 0.2) for number in range(5)]
        known = self.env["dealer.price.version"].search([("company_id", "=", self.company.id), ("state", "=", "active")])
        known.with_user(self.users["fin_manager"]).action_close()
        self.env.flush_all()
        self._price_version(dict.fromkeys(goods, 60))
        self._gift(100_000)
        for method in ("round_globally", "round_per_line"):
            with self.subTest(method):
                self.company.tax_calculation_rounding_method = method
                order = self._received_order([(one, 1) for one in goods])
                invoice = order.picking_ids.dealer_invoice_id
                self.assertEqual((invoice.state, invoice.amount_total, invoice.amount_tax), ("posted", 0, 0))

    # -- brands and limits

    def test_account_of_the_goods_brand(self):
        self.company.prepaid_by_brand = True
        brand, other = self.env["dealer.brand"].create([{"name": "North"}, {"name": "South"}])
        self.coat.dealer_brand_id = brand
        own = self.env["prepaid.account"]._get_or_create(self.company, self.d1, brand)
        self.assertEqual(self._submitted()._find_hold_account(), self.account, "what never opened gives way to the open one for all brands")
        self.assertEqual((own.state, own.held), ("draft", 0))
        self._topup(self.d1, 5000, brand_id=brand.id)
        self.assertEqual(self._submitted()._find_hold_account(), own, "open, it pays for its brand")
        self.long_coat.dealer_brand_id = other
        mixed = self._order([(self.coat, 1), (self.long_coat, 1)])
        with self.assertRaisesRegex(UserError, "several brands"):
            mixed.action_submit()
        held, plain = own.held, self._submitted([(self.long_coat, 1)])
        self.assertEqual(plain._find_hold_account(), self.account, "a brand without an account of its own")
        self.assertEqual(own.held, held)

    def test_limit_of_the_store(self):
        self.env["prepaid.sub.limit"].create({"account_id": self.account.id, "partner_id": self.store_1a.id, "per_order": 600})
        order = self._order()
        with self.assertRaisesRegex(UserError, "one order of the store may be 600.00 CNY; 680.00 CNY are 80.00 CNY too much"):
            order.action_submit()
        self.assertEqual(self._submitted(partner_id=self.partners["1B"].id).dealer_state, "submitted")

    def test_limit_counts_what_the_order_costs_more(self):
        order = self._submitted()
        self.env["prepaid.sub.limit"].create({"account_id": self.account.id, "partner_id": self.store_1a.id, "per_order": 700})
        with self.assertRaisesRegex(UserError, "may be 700.00 CNY; 700.01 CNY are 0.01 CNY too much"), self.env.cr.savepoint():
            order._hold_more(2001)
        order._hold_more(2000)
        self.assertLedger(self.account, 5000, 700, 4300)

    def test_no_hold_keeps_the_limit_and_the_last_day(self):
        """Where money is only checked, a store's limit and the season's last day for orders hold all the same."""
        self.company.prepaid_hold_mode = "none"
        limit = self.env["prepaid.sub.limit"].create({"account_id": self.account.id, "partner_id": self.store_1a.id, "per_order": 679.99})
        order = self._order()
        with self.assertRaisesRegex(UserError, "one order of the store may be 679.99 CNY"), self.env.cr.savepoint():
            order.action_submit()
        limit.per_order = 680
        self.company.prepaid_submit_stop_days = 3
        last = self.account.season_id.date_end
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: last), self.env.cr.savepoint():
            self.assertEqual(self.account._stop_result("sale.order", order.name).code, "season_stop")
            with self.assertRaisesRegex(UserError, str(last)):
                order._hold_or_wait(*order._settle())
        self.assertEqual((order.dealer_state, order.no_hold), ("draft", False))
        order.action_submit()
        self.assertEqual((order.dealer_state, order.no_hold), ("submitted", True))

    def test_no_hold_keeps_the_limits_of_a_day_and_a_season(self):
        """Refused at submit with the gate's sentence: what the store was promised counts as a hold would."""
        self.company.prepaid_hold_mode = "none"
        limit = self.env["prepaid.sub.limit"].create({"account_id": self.account.id, "partner_id": self.store_1a.id, "per_day": 1359.99})
        first, second, other = self._submitted(), self._order(), self._order(partner_id=self.partners["1B"].id)
        self.assertIsNone(self.account._limit_result(self.store_1a, 68_000, "sale.order", second.id, second.name))
        too_much = "may order 1,359.99 CNY a day and has ordered 680.00 CNY; 680.00 CNY are 0.01 CNY too much"
        with self.assertRaisesRegex(UserError, too_much), self.env.cr.savepoint():
            second.action_submit()
        self.assertEqual((second.dealer_state, second.no_hold), ("draft", False))
        with self.assertRaisesRegex(UserError, too_much):
            second._store_funds(68_000)
        other.action_submit()
        self.assertEqual(other.dealer_state, "submitted", "another store")
        first._flow().no_hold_at -= datetime.timedelta(days=1)
        second.action_submit()
        self.assertEqual((second.dealer_state, second.no_hold), ("submitted", True))

        limit.write({"per_day": 0, "per_season": 2000})
        second.with_user(self.cs_b).action_approve()
        self._ship(second)
        third = self._order()
        season = "may order 2,000.00 CNY in the season and has ordered 1,360.00 CNY; 680.00 CNY are 40.00 CNY too much"
        with self.assertRaisesRegex(UserError, season), self.env.cr.savepoint():
            third.action_submit()
        with self.assertRaisesRegex(UserError, "640.01 CNY are 0.01 CNY too much"):
            first._pay_difference(64_001, "test")
        first._pay_difference(64_000, "test")
        first.with_user(self.cs_b).action_cancel_order("changed my mind")
        third.action_submit()
        self.assertEqual(third.dealer_state, "submitted")

    def test_no_hold_ships_what_its_day_accepted(self):
        """The limits of a store are asked once, at the submit: two days' orders may ship on one day, and count on the day they were accepted."""
        self.company.prepaid_hold_mode = "none"
        limit = self.env["prepaid.sub.limit"].create({"account_id": self.account.id, "partner_id": self.store_1a.id, "per_day": 1359.99})
        first = self._approved()
        first._flow().no_hold_at -= datetime.timedelta(days=1)
        second = self._approved()
        self._ship(first)
        self._ship(second)
        self.assertLedger(self.account, 3640, 0, 3640)
        third = self._order()
        with self.assertRaisesRegex(UserError, "has ordered 680.00 CNY; 680.00 CNY are 0.01 CNY too much"), self.env.cr.savepoint():
            third.action_submit()
        limit.write({"per_day": 1360, "per_order": 680})
        third.action_submit()
        third.with_user(self.cs_b).action_approve()
        limit.write({"per_day": 1, "per_order": 1, "per_season": 1})
        self._ship(third)
        self.assertLedger(self.account, 2960, 0, 2960)

    def test_promises_count_after_holds_are_switched_on(self):
        """What was accepted without a hold stays promised when the company begins to hold money; covered by nothing it stays in the queue."""
        self.company.prepaid_hold_mode = "none"
        self.env["prepaid.sub.limit"].create({"account_id": self.account.id, "partner_id": self.store_1a.id, "per_season": 2000})
        first = self._approved()
        self.company.prepaid_hold_mode = "hold"
        second, third = self._submitted(), self._order()
        self.assertEqual((first.no_hold, second.no_hold, second.dealer_state), (True, False, "submitted"))
        with self.assertRaisesRegex(UserError, "has ordered 1,360.00 CNY; 680.00 CNY are 40.00 CNY too much"), self.env.cr.savepoint():
            third.action_submit()
        self._ship(first)
        self.assertLedger(self.account, 4320, 680, 3640)
        with self.assertRaisesRegex(UserError, "has ordered 1,360.00 CNY"):
            third.action_submit()

    # -- holds that end

    def _expire(self, order):
        self.env.cr.execute("UPDATE prepaid_hold SET expires_at = now() AT TIME ZONE 'UTC' WHERE key = %s", [order.hold_key])
        self.env.invalidate_all()
        self.env["prepaid.hold"]._cron_expire()

    def test_hold_of_an_order_nobody_approves_ends(self):
        order = self._submitted()
        hold = self.env["prepaid.hold"].search([("key", "=", order.hold_key)])
        self.assertEqual(hold.expires_at, hold.created_at + datetime.timedelta(days=30))
        self.assertEqual(hold.cause, "review by pre-sale service")
        self.env["prepaid.hold"]._cron_expire()
        self.assertLedger(self.account, 5000, 680, 4320)
        self._expire(order)
        self.assertEqual((order.dealer_state, order.hold_key), ("draft", False))
        self.assertIn("Not approved for 30 days", order.change_note)
        self.assertLedger(self.account, 5000, 0, 5000)
        order.action_submit()
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_reminder_before_a_hold_ends(self):
        order = self._submitted()
        hold = self.env["prepaid.hold"].search([("key", "=", order.hold_key)])
        self.env["prepaid.hold"]._cron_expire()
        self.assertFalse(hold.reminded_at, "three days before, not earlier")
        self.env.cr.execute("UPDATE prepaid_hold SET expires_at = now() AT TIME ZONE 'UTC' + interval '2 days' WHERE id = %s", [hold.id])
        self.env.invalidate_all()
        self.env["prepaid.hold"]._cron_expire()
        self.env["prepaid.hold"]._cron_expire()
        self.assertTrue(hold.reminded_at)
        tasks = order.sudo().activity_ids.filtered(lambda task: "ends soon" in task.summary)
        self.assertEqual((len(tasks), tasks.user_id), (1, order.user_id or order.submitted_by))
        self.assertIn("680.00", tasks.note)
        told = self.env["mail.message"].search([("model", "=", "sale.order"), ("res_id", "=", order.id), ("subject", "like", "ends soon")])
        self.assertIn(tasks.user_id.partner_id, told.notified_partner_ids)
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_rest_of_a_partly_shipped_order(self):
        for rest, state, held in (("keep", "partial", 340), ("release", "shipped", 0)):
            with self.subTest(rest), self.env.cr.savepoint() as point:
                self.company.prepaid_hold_rest = rest
                order = self._approved()
                self._ship(order, {self.coat: 1})
                self.assertEqual(order.dealer_state, "partial")
                self._expire(order)
                self.assertEqual(order.dealer_state, state)
                self.assertEqual(self.account.held, held)
                point.rollback()

    def test_packed_rest_keeps_its_money(self):
        self.company.prepaid_hold_rest = "release"
        for values in ({"weight_g": 800}, {"tracking": "SF8000000001"}):
            with self.subTest(values), self.env.cr.savepoint() as point:
                order = self._approved()
                self._ship(order, {self.coat: 1})
                self.env["logistics.parcel"].with_user(self.warehouse_user).create({"picking_id": self._open_picking(order).id, **values})
                self._expire(order)
                self.assertEqual((order.dealer_state, self.account.held), ("partial", 340))
                point.rollback()

    def test_hold_of_an_approved_order_stays(self):
        """D10: a hold does not expire while its order is packed."""
        order = self._approved()
        self.assertIn("warehouse", self.env["prepaid.hold"].search([("key", "=", order.hold_key)]).cause)
        self._expire(order)
        self.assertLedger(self.account, 5000, 680, 4320)
        self._ship(order)
        self.assertLedger(self.account, 4320, 0, 4320)
