"""The story of data/ and after it the newcomer's first hour (docs/first-hour.md): J1, J3, J4, J11, J8a, J6, J16, ending at 0.00.

Uses the loader's own steps, so what bin/run loads and what the documentation promises is what is tested here.
"""
from odoo.exceptions import AccessError, UserError

from tools.story import play


class FirstHour:
    """The steps of docs/first-hour.md, one after the other on the same account."""

    def test_first_hour(self):
        account = self._j1_open_the_account()
        first = self._j3_out_of_stock(account)
        self._j4_not_enough()
        self._j11_return(account, first)
        self._j8a_cancel(account)
        self._j6_two_parcels(account)
        self._j16_season_close(account)

    def _j1_open_the_account(self):
        store = self.stage.partner("D3-3A")
        early = play.order(self.stage, "D3-3A", "A-RED-170", 2)
        with self.assertRaises(UserError):
            early.action_submit()
        early.action_cancel_order("账户还没有开通")
        nomination = play.nominate(self.stage, "xibu", {
            "level": "store", "partner_id": store.id, "contact_name": "周婷", "phone": store.phone})
        self.assertEqual(store.dealer_state, "approved")
        self.stage.env.company.prepaid_first_in_one = False  # this company lets first payments add up
        small = play.top_up(self.stage, "D3", "黄勇", "西部销售公司 黄勇", 4999.99)
        small.with_env(self.stage.as_("fuhe")).action_confirm()
        account = self._account_of("D3")
        self.assertEqual((account.state, f"{account.missing_to_open:.2f}"), ("draft", "0.01"))
        topup = play.top_up(self.stage, "D3", "黄勇", "西部销售公司 黄勇", 0.01)
        with self.assertRaises(AccessError):
            topup.action_confirm()
        topup.with_env(self.stage.as_("fuhe")).action_confirm()
        self.assertLedger(account, 5000, 0, 5000)
        self.assertEqual((account.state, nomination.state), ("open", "invited"))
        self.assertMove(small.sudo().move_id, [("100200", 4999.99), ("220300", -4999.99)])
        self.assertIn("/activate/", nomination.invite_url)
        return account

    def _j3_out_of_stock(self, account):
        order = play.order(self.stage, "D3-3A", "A-RED-170", 2)
        self.assertEqual(
            [f"{part:.2f}" for part in (order.goods_total, order.admin_total, order.logistics_total, order.retail_total, order.margin_total)],
            ["600.00", "48.00", "32.00", "1198.00", "518.00"])
        play.submit(self.stage, order, "680.00", "submitted")
        order.action_submit()
        self.assertLedger(account, 5000, 680, 4320)
        with self.assertRaises(UserError):
            order.action_approve()
        play.approve(self.stage, order)
        picking = play.ship(self.stage, order, "SF3000000000001")
        self.assertLedger(account, 4320, 0, 4320)
        self.assertMove(picking.sudo().dealer_invoice_id, [
            ("112200", 680), ("600100", -530.97), ("605100", -42.48), ("605100", -28.32), ("222100", -78.23), ("640100", 360), ("140500", -360)])
        self.assertEqual(picking.sudo().dealer_invoice_id.payment_state, "paid")
        order.with_env(self.stage.as_("shouhou")).action_received(note="李女士签收", proofs=[play.signed_slip()])
        self.assertEqual(order.dealer_state, "received")
        return order

    def _j4_not_enough(self):
        account = self._account_of("D2-2A")
        self.assertLedger(account, 5000, 4500, 500)
        waiting = self.env["sale.order"].search([("dealer_state", "=", "waiting"), ("dealer_id.dealer_code", "=", "D2")])
        self.assertEqual((len(waiting), f"{waiting.missing_amount:.2f}"), (1, "180.00"))
        self.assertFalse(waiting.picking_ids)
        topup = self.env["prepaid.topup"].search([("state", "=", "submitted"), ("partner_id.dealer_code", "=", "D2")])
        topup.with_env(self.stage.as_("fuhe")).action_confirm()
        self.assertLedger(account, 5500, 4500, 1000)
        account._fund_waiting()
        self.assertLedger(account, 5500, 5180, 320)
        self.assertEqual(waiting.dealer_state, "submitted")

    def _j11_return(self, account, order):
        returned = play.send_back(self.stage, order, 1)
        with self.assertRaises(AccessError):
            returned.action_approve()
        returned.with_env(self.stage.as_("shouhou")).action_approve()
        with self.assertRaises(UserError):
            returned.with_env(self.stage.as_("fuhe")).action_refund()
        returned.with_env(self.stage.as_("cangguan")).action_receive(postage=18.0)
        self.assertLedger(account, 4320, 0, 4320)
        returned.with_env(self.stage.as_("fuhe")).action_refund()
        returned.with_env(self.stage.as_("fuhe")).action_refund()
        self.assertEqual(f"{returned.net_amount:.2f}", "272.00")
        self.assertLedger(account, 4592, 0, 4592)
        with self.assertRaises(UserError):
            play.send_back(self.stage, order, 2)

    def _j8a_cancel(self, account):
        order = play.order(self.stage, "D3-3A", "A-RED-170", 2)
        play.submit(self.stage, order, "680.00", "submitted")
        self.assertLedger(account, 4592, 680, 3912)
        for _press in range(2):
            order.action_cancel_order("消费者改主意")
            self.assertLedger(account, 4592, 0, 4592)
        self.assertEqual(order.dealer_state, "cancelled")

    def _j6_two_parcels(self, account):
        order = play.order(self.stage, "D3-3A", "A-RED-170", 2)
        play.submit(self.stage, order, "680.00", "submitted")
        play.approve(self.stage, order)
        play.ship(self.stage, order, "SF3000000000002", pieces=1)
        self.assertLedger(account, 4252, 340, 3912)
        self.assertEqual(order.dealer_state, "partial")
        play.ship(self.stage, order, "SF3000000000003")
        self.assertLedger(account, 3912, 0, 3912)
        self.assertEqual(order.dealer_state, "shipped")

    def _j16_season_close(self, account):
        close = self.stage.as_("jiesuan")["prepaid.season.close"].create({"season_id": account.season_id.id})
        close.action_start()
        self.assertEqual(set(close.line_ids.mapped("state")), {"blocked"}, "nobody has a statement yet")
        close.action_send_statements()
        statement = close.env["prepaid.statement"].search([("account_id", "=", account.id), ("state", "=", "issued")])
        if not statement.sent_at:  # no mail address
            statement.action_hand_over("printed, by courier")
        close.action_start()
        found = {line.partner_id.dealer_code: (line.state, f"{line.refund:.2f}") for line in close.line_ids}
        self.assertEqual(found, {**dict.fromkeys(("D1", "D2", "D5", "D6"), ("blocked", "0.00")), "D3": ("ready", "3912.00")})
        with self.assertRaises(AccessError):
            close.action_approve()
        close.with_env(self.stage.as_("caiwu")).action_approve()
        self.assertLedger(account, 3912, 3912, 0)
        close.with_env(self.stage.as_("fuhe")).action_pay()
        self.assertLedger(account, 0, 0, 0)
        self.assertEqual(account.state, "closed")
        self.assertMove(close.sudo().line_ids.filtered(lambda line: line.account_id == account).move_id, [("100200", -3912), ("220300", 3912)])
