"""The rest cancelled by the dealer: what has shipped is rated by itself where the company wants it so (journey J6)."""
import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestOrderRest(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dealer_rerate_rest = True
        for model in ("logistics.free.rule", "logistics.bearer.rule"):
            cls.env[model].search([("state", "=", "active")])._write_life({"state": "closed", "closed_on": "2000-01-01"})

    def _half(self, **vals):
        order = self._approved(**vals)
        self._ship(order, {self.coat: 1})
        return order

    def test_j6_by_the_dealer(self):
        """0.8 kg alone cost 22.00, 16.00 were charged: 6.00 more."""
        order = self._half()
        self.assertLedger(self.account, 4660, 340, 4320)
        wizard = self.env["dealer.order.reason"].with_user(self.cs_b).create({
            "order_ids": [Command.set(order.ids)], "step": "action_cancel_rest", "reason": "consumer waits no longer", "by_dealer": True})
        for _press in range(2):
            wizard.action_apply()
            self.assertLedger(self.account, 4654, 0, 4654)
        self.assertEqual((order.dealer_state, order.captured_total, order.rest_freight, order.rest_by_dealer), ("shipped", 346, 6, True))
        self.assertEqual(order.sudo().picking_ids.parcel_ids.charge_amount, 22)
        self.assertEqual((order.rest_move_id.amount_total, order.rest_move_id.payment_state), (6, "paid"))
        self.assertMove(order.rest_move_id, [("112200", 6), ("605100", -5.31), ("222100", -0.69)])
        self.assertOrderBalanced(order)

    def test_by_hq_or_switched_off(self):
        order = self._half()
        self.assertEqual((order.cancelled_pieces, order.order_line.qty_cancelled), (0, 0), "the rest may still ship")
        order.action_cancel_rest("out of stock")
        self.assertEqual((order.order_line.product_uom_qty, order.order_line.qty_settled, order.order_line.qty_cancelled), (2, 1, 1))
        self.assertEqual((order.cancelled_pieces, order.cancelled_amount), (1, 340))
        self.assertLedger(self.account, 4660, 0, 4660)
        self.company.dealer_rerate_rest = False
        other = self._half()
        other.action_cancel_rest("consumer waits no longer", by_dealer=True)
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertEqual((order.rest_by_dealer, other.rest_by_dealer, other.rest_freight), (False, True, 0))

    def test_freight_by_hand_is_final(self):
        order = self._order()
        order.with_user(self.users["cs_manager"]).action_set_freight(10, "agreed")
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        self._ship(order, {self.coat: 1})
        order.action_cancel_rest("x", by_dealer=True)
        self.assertLedger(self.account, 4671, 0, 4671)

    def test_free_shipping_stays_free(self):
        rule = self.env["logistics.free.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Spring", "company_id": self.company.id, "date_from": "2020-01-01", "from_amount": 600})
        rule.with_user(self.users["fin_manager"]).action_activate()
        order = self._half()
        order.action_cancel_rest("x", by_dealer=True)
        self.assertEqual((order.rest_freight, order.captured_total), (0, 324))

    def test_by_the_tariff_of_the_hold(self):
        order = self._half()
        version = self.env["logistics.contract"].search([("carrier_id", "=", self.carriers["sf"].id), ("company_id", "=", self.company.id)]).version_ids
        draft = self.env["logistics.contract.version"].browse(
            version.with_user(self.users["fin_settlement"]).action_new_version()["res_id"]).with_user(self.users["fin_settlement"])
        draft.valid_from = self.company._dealer_today()
        draft.zone_ids.band_ids[0].base = 30
        draft.zone_ids.band_ids[1].base = 40
        draft.with_user(self.users["fin_manager"]).action_activate()
        order.action_cancel_rest("x", by_dealer=True)
        self.assertEqual(order.rest_freight, 6)

    def test_on_a_term(self):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=5000)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()
        order = self._half()
        order.action_cancel_rest("x", by_dealer=True)
        self.assertEqual((order.rest_freight, order.rest_move_id.amount_total, order.rest_move_id.payment_state), (6, 6, "not_paid"))
        self.assertEqual(sum(order.sudo().invoice_ids.mapped("amount_total")), order.captured_total)
        self.env.flush_all()
        rows = self.env["dealer.settlement"].with_user(self.users["fin_settlement"]).search([("order_id", "=", order.id)])
        self.assertEqual(sum(rows.mapped("total")), 346)
        order.with_user(self.aftersale).action_received()
        record = self._return(order, 1, reason_class="quality", evidence_ids=[Command.link(self._photo().id)])
        self.assertEqual((record.logistics_amount, record.credit_amount), (22, 346), "B3: with what was rated again")

    def test_money_in_a_further_hold(self):
        """B5: freight 10.00 became 60.00; the first line alone costs 40.00 of which 6.00 are charged: 34.00 more, whichever hold has them."""
        light, heavy = self._product("Light", "T-LIGHT", 40, 150, 1), self._product("Heavy", "T-HEAVY", 5, 20, 9)
        self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)]).with_user(self.manager_b).action_close()
        self._price_version({light: 90, heavy: 10})
        carriers = (self.carriers["sf"] | self.carriers["ems"]).ids
        self.env["logistics.contract"].search([("carrier_id", "in", carriers), ("company_id", "=", self.company.id)]).active = False
        self.env.flush_all()
        self._tariff("sf", 10_000, 10, 1000, 5)
        self._tariff("ems", 1000, 40, 9000, 20)
        order = self._approved([(light, 1), (heavy, 1)])
        self.assertEqual((order.logistics_total, order.settlement_total), (10, 118))
        order.with_user(self._user("cs_presale", login="t_cs_rest")).action_change_carrier(self.carriers["ems"].id, "no van", "Ms Li by phone")
        self.assertEqual((order.logistics_total, order.settlement_total), (60, 168))
        self._ship(order, {light: 1})
        self.assertLedger(self.account, 4896.8, 64.8, 4832)
        order.action_cancel_rest("waits no longer", by_dealer=True)
        self.assertEqual((order.rest_freight, order.captured_total), (34, 137.2))
        self.assertLedger(self.account, 4862.8, 0, 4862.8)
        self.assertOrderBalanced(order)

    def test_goods_are_booked_once(self):
        """Whatever day the freight is booked with: the cost of the one coat that shipped counts once."""
        for mode, moment in (("daily", "receipt"), ("event", "receipt")):
            with self.subTest(f"{mode} {moment}"):
                self.company.write({"prepaid_gl_mode": mode, "prepaid_revenue_at": moment})
                start = self.env["account.move.line"].search([], order="id desc", limit=1).id
                order = self._half()
                self.env["prepaid.gl.batch"].sudo()._post_waiting(self.company)
                order.action_cancel_rest("x", by_dealer=True)
                self.assertEqual((order.captured_total, order.dealer_state), (346, "shipped"))
                order.with_user(self.users["cs_aftersale"]).action_received()
                self.env["prepaid.gl.batch"].sudo()._post_waiting(self.company)
                lines = self.env["account.move.line"].search([("id", ">", start), ("parent_state", "=", "posted")])
                income = lines.filtered(lambda line: line.account_id.code[:4] in ("6001", "6051"))
                cost = lines.filtered(lambda line: line.account_id.code[:4] == "6401")
                self.assertEqual((round(sum(cost.mapped("balance")), 2), round(sum(income.mapped("balance")), 1)), (180, -306.2))

    def test_what_is_not_held_counts_on_the_day_it_passed(self):
        """An order whose money is not held counts for the limit of the day on which the account covered it, also after it shipped."""
        self.company.prepaid_hold_mode = "none"
        order = self._order([(self.coat, 17)])
        order.action_submit()
        self.assertEqual((order.dealer_state, order.no_hold, order.no_hold_at), ("waiting", True, False))
        order._flow().submitted_at -= datetime.timedelta(days=1)
        self.env["prepaid.sub.limit"].create({
            "account_id": self.account.id, "partner_id": self.store_1a.id, "per_day": order.settlement_total + 679.99})
        self._topup(self.d1, 3000)
        order._retry_waiting()
        today = self.company._dealer_today()
        self.assertEqual((order.dealer_state, self.company._dealer_today(order.no_hold_at)), ("submitted", today))
        self.assertLess(self.company._dealer_today(order.submitted_at), today)
        second = self._order()
        for step in ("submitted", "shipped"):
            if step == "shipped":
                order.with_user(self.cs_b).action_approve()
                self._ship(order)
            self.assertEqual(order.dealer_state, step)
            with self.assertRaisesRegex(UserError, "680.00 CNY are 0.01 CNY too much"), self.env.cr.savepoint():
                second.action_submit()
