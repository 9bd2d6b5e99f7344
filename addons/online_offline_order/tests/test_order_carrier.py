"""Another carrier for a submitted order: rated again, an increase needs the customer's consent and its own hold (R1-073)."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.dealer_prepaid.sql.laws import breaches

from ..sql.laws import LAWS
from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderCarrier(OrderCommon):
    """SF 32.00, EMS 47.00, STO 18.00, YTO 17.00 for the order of journey J3."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.carrier.policy"].search([]).active = False
        cls.changer = cls._user("cs_presale", login="t_cs_carrier")

    def _spend(self, left):
        """Leave so much available beside what is held."""
        document = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "amount": self.account.available - left, "direction": "debit", "reason": "test",
            "counter_account_id": self.account._role("goods_income").id})
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()

    def _change(self, order, code, consent=None, user=None):
        return order.with_user(user or self.changer).action_change_carrier(self.carriers[code].id, "SF does not collect today", consent)

    def _entries(self, order):
        return self.env["prepaid.entry"].search([("order_model", "=", "sale.order"), ("order_id", "=", order.id)], order="id")

    def test_cheaper(self):
        order = self._submitted()
        for _press in range(2):
            self.assertIs(self._change(order, "yto"), True)
            self.assertEqual((order.carrier_id, order.logistics_total, order.settlement_total), (self.carriers["yto"], 17, 665))
            self.assertLedger(self.account, 5000, 665, 4335)
        self.assertEqual((order.carrier_changed_by, order.carrier_change_reason, order.carrier_consent), (self.changer, "SF does not collect today", False))
        line = order.settlement_line_ids.filtered(lambda rec: rec.kind == "logistics")
        self.assertEqual((line.label, line.amount), (self.carriers["yto"].name, 17))
        self.assertEqual(order._held_quote().price, 17)
        self.assertIn("✓ YTO", order.quote_html)
        with self.assertRaisesRegex(AccessError, "another person"):
            order.with_user(self.changer).action_approve()
        order.with_user(self._user("cs_presale", login="t_cs_c")).action_approve()
        picking = self._ship(order, tracking="YT1000000000001")
        self.assertEqual((picking.carrier_id, picking.parcel_ids.carrier_id, picking.parcel_ids.charge_amount), (*[self.carriers["yto"]] * 2, 17))
        self.assertLedger(self.account, 4335, 0, 4335)
        self.assertOrderBalanced(order)

    def test_dearer_needs_consent(self):
        order = self._approved()
        for consent in (None, " "):
            with self.assertRaisesRegex(UserError, r"costs 695.00 instead of 680.00 CNY with .*15.00 CNY more"), self.env.cr.savepoint():
                self._change(order, "ems", consent)
        self.assertLedger(self.account, 5000, 680, 4320)
        self._change(order, "ems", "Ms Li by phone")
        self.env.flush_all()
        self.assertEqual(self.env["prepaid.hold"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)]).mapped("state"), ["open"] * 2)
        self.assertFalse(breaches(self.env.cr, self.company.id, LAWS), "both holds belong to the order")
        self.assertEqual((order.dealer_state, order.settlement_total, order.carrier_consent, order.carrier_consent_by), (
            "approved", 695, "Ms Li by phone", self.changer))
        self.assertLedger(self.account, 5000, 695, 4305)
        self.assertIn("695.00 CNY", order.funded_text)
        self._ship(order, {self.coat: 1})
        self.assertLedger(self.account, 4652.5, 347.5, 4305)
        self._ship(order)
        self.assertLedger(self.account, 4305, 0, 4305)
        self.assertEqual(sum(entry.components["logistics"] for entry in self._entries(order)), 4_700)
        self.assertOrderBalanced(order)

    def test_who_approved_does_not_change_it(self):
        """B10: the approver would raise the total that another person was asked about; a consent ends with the order it was given for."""
        order = self._approved()
        with self.assertRaisesRegex(AccessError, "you approved it"):
            self._change(order, "ems", "Ms Li by phone", user=self.cs_b)
        order = self._submitted()
        self._change(order, "ems", "Ms Li by phone")
        order.with_user(self.cs_b).action_reject("other goods")
        self.assertEqual((order.carrier_consent, order.carrier_changed_by.id, order.sudo().dealer_editor_ids & self.changer), (False, False, self.changer))

    def test_dearer_and_heavier(self):
        order = self._approved()
        self._change(order, "ems", "agreed in the chat")
        picking = self._open_picking(order)
        picking.with_user(self.warehouse_user).packed_weight = 2.1
        self._ship(order)
        self.assertEqual((picking.weight_extra, order.captured_total), (9, 704))
        self.assertLedger(self.account, 4296, 0, 4296)
        self.assertOrderBalanced(order)

    def test_up_and_down_and_cancelled(self):
        order = self._submitted()
        for code, total in (("ems", 695), ("sto", 666), ("ems", 695), ("sf", 680)):
            with self.subTest(code):
                self._change(order, code, "agreed")
                self.assertEqual(order.settlement_total, total)
                self.assertLedger(self.account, 5000, total, 5000 - total)
        self.assertFalse(order.carrier_consent, "the last change cost nothing more")
        self._change(order, "ems", "agreed")
        order.action_cancel_order("gave up")
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_rest_of_a_dearer_order(self):
        order = self._approved()
        self._change(order, "ems", "agreed")
        self._ship(order, {self.coat: 1})
        order.action_cancel_rest("out of stock")
        self.assertLedger(self.account, 4652.5, 0, 4652.5)
        self.assertOrderBalanced(order)

    def test_more_hold_than_freight(self):
        """B4: HQ bears the freight, the dealer 10 % of it as a fee: what is held for the fee pays the fee."""
        for model in ("logistics.free.rule", "logistics.bearer.rule"):
            self.env[model].search([("state", "=", "active")])._write_life({"state": "closed", "closed_on": "2000-01-01"})
        accountant, manager = self.users["fin_settlement"], self.users["fin_manager"]
        self.env["logistics.bearer.rule"].with_user(accountant).create({
            "name": "HQ", "company_id": self.company.id, "date_from": "2020-01-01", "share_ids": [Command.create({"who": "hq", "kind": "rest"})],
        }).with_user(manager).action_activate()
        self.env["logistics.fee.rule"].with_user(accountant).create({
            "company_id": self.company.id, "date_from": "2020-01-01", "kind": "percent", "name": "Packing", "code": "packing", "base": "freight",
            "rate_bp": 1000}).with_user(manager).action_activate()
        orders = [self._approved() for _way in range(2)]
        for order in orders:
            self._change(order, "ems", "agreed")
            self.assertEqual((order.logistics_total, order.settlement_total), (0, 652.7))
        self.assertLedger(self.account, 5000, 1305.4, 3694.6)
        self._ship(orders[0])
        self._ship(orders[1], {self.coat: 1})
        self._ship(orders[1])
        self.assertLedger(self.account, 3694.6, 0, 3694.6)
        for order in orders:
            self.assertEqual(sum(entry.components.get("admin", 0) for entry in self._entries(order)), 5_270)
            self.assertOrderBalanced(order)

    def test_short(self):
        order = self._submitted()
        self._spend(10)
        with self.assertRaisesRegex(UserError, "5.00"), self.env.cr.savepoint():
            self._change(order, "ems", "agreed")
        self.env.invalidate_all()
        self.assertEqual((order.carrier_id, order.settlement_total), (self.carriers["sf"], 680))
        self.assertLedger(self.account, 690, 680, 10)

    def test_waiting_order(self):
        self._spend(670)
        order = self._submitted()
        self.assertEqual((order.dealer_state, order.missing_amount), ("waiting", 10))
        self._change(order, "ems", "agreed")
        self.assertEqual((order.dealer_state, order.missing_amount), ("waiting", 25))
        self._change(order, "yto")
        self.assertEqual((order.dealer_state, order.settlement_total), ("submitted", 665))
        self.assertLedger(self.account, 670, 665, 5)

    def test_too_late_or_not_allowed(self):
        order = self._approved()
        for user in (self.warehouse_user, self.users["fin_settlement"]):
            with self.assertRaises(AccessError):
                self._change(order, "yto", user=user)
        with self.assertRaisesRegex(UserError, "reason"):
            order.action_change_carrier(self.carriers["yto"].id, " ")
        with self.assertRaisesRegex(UserError, "choose a carrier"):
            order.action_change_carrier(0, "x")
        picking = self._open_picking(order).with_user(self.warehouse_user)
        picking.action_propose_parcels()
        picking.carrier_tracking_ref = "SF1000000001"
        with self.assertRaisesRegex(UserError, "SF1000000001"):
            self._change(order, "yto")
        self._ship(order, {self.coat: 1})
        with self.assertRaisesRegex(UserError, "before anything of it has left"):
            self._change(order, "yto")
        with self.assertRaisesRegex(UserError, "on the form"):
            self._change(self._order(), "yto")

    def test_price_by_hand_ends(self):
        order = self._order()
        order.with_user(self.users["cs_manager"]).action_set_freight(9, "agreed")
        order.action_submit()
        self._change(order, "yto", "Ms Li by phone")
        self.assertEqual((order.freight_manual, order.logistics_total, order.settlement_total), (False, 17, 665))

    def test_goods_stay_as_they_were_held(self):
        order = self._submitted()
        version = self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)])
        version.with_user(self.manager_b).action_close()
        self._price_version({self.coat: 320})
        self._change(order, "yto")
        self.assertEqual((order.goods_total, order.settlement_total), (600, 665))

    def test_fee_of_the_freight(self):
        self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create({
            "company_id": self.company.id, "date_from": "2020-01-01", "kind": "percent", "name": "Packing", "code": "packing", "base": "freight",
            "rate_bp": 500}).with_user(self.users["fin_manager"]).action_activate()
        order = self._submitted()
        self.assertEqual(order.settlement_total, 681.6)
        self._change(order, "sto")
        self.assertEqual((order.settlement_line_ids.filtered(lambda rec: rec.code == "packing").amount, order.settlement_total), (0.9, 666.9))

    def test_on_a_term(self):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=690)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()
        order = self._submitted()
        self.assertEqual(order.credit_state, "ok")
        self._change(order, "ems", "agreed")
        self.assertEqual((order.credit_state, order.settlement_total), ("over", 695))

    def test_dialog(self):
        order = self._submitted()
        action = order.with_user(self.changer).action_ask_carrier()
        wizard = self.env["dealer.order.carrier"].with_user(self.changer).with_context(action["context"])
        with Form(wizard) as form:
            form.carrier_id = self.carriers["ems"]
            self.assertEqual((form.new_total, form.difference), (695, 15))
            form.reason, form.consent = "collects on Sundays", "Ms Li by phone"
        form.record.action_apply()
        self.assertEqual((order.settlement_total, order.carrier_consent), (695, "Ms Li by phone"))
