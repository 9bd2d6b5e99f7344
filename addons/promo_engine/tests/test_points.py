from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestPoints(PromoCommon):
    """Points accounts: earned after the return window, taken back with the goods, run out first in first out, never spent twice."""

    def _account(self, partner=None):
        self.env.invalidate_all()
        return self.env["promo.points.account"].search([("partner_id", "=", (partner or self.buyer).id), ("company_id", "=", self.company.id)])

    def _earned(self, qty=1):
        order = self._order((self.goods, qty))
        order.action_confirm()
        return order

    def test_earned_and_taken_back(self):
        self._campaign({"level": "after", "rewards": [{"kind": "points"}]})
        order = self._earned()
        accounts = self.env["promo.points.account"]
        accounts._cron_points()
        self.assertFalse(self._account())
        promise = order.promo_promise_ids
        promise.sudo().due_date = "2020-01-01"
        for _time in range(2):
            accounts._cron_points()
        self.assertEqual((self._account().balance, self._account().entry_ids.kind, promise.state), (100, "earned", "done"))
        self.assertTrue(self._account().entry_ids.expires_on)

        for _time in range(2):
            order._action_cancel()
        self.assertEqual((self._account().balance, promise.state), (0, "void"))
        self.assertEqual(self._account().entry_ids.mapped("points"), [-100, 100])

    def test_a_changed_rule_keeps_old_points(self):
        """R1-176: the change is a new version; what was earned by the old one stays."""
        campaign = self._campaign({"level": "after", "rewards": [{"kind": "points"}]})
        first = self._earned()
        first.promo_promise_ids.sudo().due_date = "2020-01-01"
        self.env["promo.points.account"]._cron_points()
        campaign.with_user(self.ops).action_revise()
        campaign.rule_ids.reward_ids.with_user(self.ops).unit_amount = 2
        self.assertEqual(self._earned().promo_promise_ids.count, 100, "the version in force until the change is approved")
        self._approve(campaign)
        self.assertEqual(self._earned().promo_promise_ids.count, 50)
        self.assertEqual((campaign.rule_ids.version_ids.mapped("number"), self._account().balance, first.promo_promise_ids.count), ([1, 2], 100, 100))

    def test_returned_goods_take_points_along(self):  # R4-018
        self._campaign({"level": "after", "rewards": [{"kind": "points"}], "conditions": [{"kind": "min_amount", "amount": 150}]})
        order = self._earned(2)
        order.promo_promise_ids.sudo().due_date = "2020-01-01"
        self.env["promo.points.account"]._cron_points()
        invoice = order._create_invoices()
        invoice.action_post()
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.invoice_line_ids.quantity = 1
        note.action_post()
        self.assertEqual(self._account().balance, 0)

    def test_part_of_the_goods(self):  # R4-018
        """Earned on what was settled: half of the goods back is half of the points back, whatever the rule says of its discounts."""
        self._campaign({"level": "after", "rewards": [{"kind": "points"}, {"kind": "cash_back", "rate": 10}]})
        for booked in (False, True):
            order = self._earned(2)
            promises = order.promo_promise_ids.grouped("kind")
            if booked:
                promises["points"].sudo().due_date = "2020-01-01"
                self.env["promo.points.account"]._cron_points()
            before = self._account().balance
            invoice = order._create_invoices()
            invoice.action_post()
            note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            note.invoice_line_ids.quantity = 1
            note.action_post()
            order._promo_returned(order._promo_gone())
            self.assertEqual((promises["points"].count, promises["cash_back"].total), (100, 10), booked)
            self.assertEqual(self._account().balance, before - 100 if booked else 0)
            note.button_draft()
            self.assertEqual((promises["points"].count, promises["cash_back"].total), (200, 20), booked)
            self.assertEqual(self._account().balance, before)
            note.action_post()
            self.assertEqual(order._promo_points_booked(), 0, "points that are earned again have paid nothing")
            self.assertEqual(self._account().balance, before - 100 if booked else 0)

    def test_what_was_given_is_said_once(self):
        """Cash back that finance has paid stays; what the goods that are kept would earn is said once, whatever is worked out again."""
        self._campaign({"level": "after", "rewards": [{"kind": "cash_back", "rate": 10}]})
        order = self._earned(4)
        cash = order.promo_promise_ids
        cash.sudo().write({"state": "done"})
        invoice = order._create_invoices()
        invoice.action_post()
        for said in (1, 2):
            note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            note.invoice_line_ids.quantity = 1
            note.action_post()
            for _time in range(2):
                order._promo_returned(order._promo_gone())
            self.assertEqual(len([body for body in cash.message_ids.mapped("body") if "would be earned now" in body]), said)

    def test_full_credit_note_that_is_cancelled(self):
        """What a full return took is there again, in the state it had, and is taken by the next one; what was refused stays refused."""
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Next time", "valid_days": 30})
        self._campaign({"level": "after", "rewards": [{"kind": "points"}, {"kind": "cash_back", "rate": 10}, {"kind": "issue", "batch_id": batch.id}]},
                       {"level": "after", "name": "Share", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 3}]})
        order = self._earned()
        shared = order.promo_promise_ids.filtered("proof")
        shared.with_user(self._user("asked", "cs_presale")).action_refuse("not shared")
        points, cash = order.promo_promise_ids.filtered(lambda rec: rec.kind == "points"), order.promo_promise_ids.filtered(
            lambda rec: rec.kind == "cash_back" and not rec.proof)
        points.sudo().due_date = "2020-01-01"
        self.env["promo.points.account"]._cron_points()
        invoice = order._create_invoices()
        invoice.action_post()
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        there, gone = (["done", "due", "void"], 100, "new"), (["void", "void", "void"], 0, "void")
        for _time in range(2):
            self.assertEqual(((points | cash | shared).mapped("state"), self._account().balance, batch.sudo().voucher_ids.state), there)
            note.action_post()
            self.assertEqual(((points | cash | shared).mapped("state"), self._account().balance, batch.sudo().voucher_ids.state), gone)
            note.button_draft()
        self.assertEqual(((points | cash | shared).mapped("state"), self._account().balance, batch.sudo().voucher_ids.state), there)
        note.button_cancel()
        order._action_cancel()
        self.assertEqual(points.state, "done", "its invoice stands")
        invoice.button_cancel()
        self.assertEqual(((points | cash | shared).mapped("state"), self._account().balance, batch.sudo().voucher_ids.state), gone)

    def test_run_out(self):
        accounts = self.env["promo.points.account"]
        accounts._book(self.company, self.buyer, 100, "earned", "a", expires_on="2020-01-31")
        accounts._book(self.company, self.buyer, 50, "earned", "b", expires_on="2099-01-31")
        accounts._book(self.company, self.buyer, -30, "used", "c", least=0)
        for _time in range(2):
            accounts._cron_points()
        self.assertEqual((self._account().balance, self._account().entry_ids[0].points), (50, -70))

    def test_no_more_than_there_are(self):
        accounts = self.env["promo.points.account"]
        accounts._book(self.company, self.buyer, 10, "earned", "a")
        self.assertFalse(accounts._book(self.company, self.buyer, 10, "earned", "a"))
        with self.assertRaises(UserError):
            accounts._book(self.company, self.buyer, -11, "used", "b", least=0)
        self.assertEqual(self._account().balance, 10)

    def test_rights(self):  # R1-150, R1-177
        self.env["promo.points.account"]._book(self.company, self.buyer, 10, "earned", "a")
        account, rep = self._account(), self._user("rep", "sales_rep")
        self.assertEqual(account.with_user(rep).balance, 10)
        for record in (account, account.entry_ids):
            with self.assertRaises(AccessError):
                record.with_user(rep).write({"company_id": self.company.id})
        with self.assertRaises(AccessError):
            account.with_user(self.ops).balance = 1_000
        with self.assertRaises(AccessError):
            account.with_user(rep).action_adjust("please")
        account.with_user(self.ops).adjust_points = -4
        with self.assertRaises(UserError):
            account.with_user(self.ops).action_adjust(" ")
        account.with_user(self.ops).action_adjust("counted twice")
        self.assertEqual((self._account().balance, self._account().entry_ids[0].reason), (6, "counted twice"))
        foreign = self._user("foreign", "ops")
        foreign.write({"company_ids": [(6, 0, [self.env["res.company"].create({"name": "Else"}).id])], "company_id": self.env["res.company"].search(
            [("name", "=", "Else")]).id})
        self.assertFalse(self.env["promo.points.account"].with_user(foreign).with_context(allowed_company_ids=foreign.company_ids.ids).search(
            [("id", "=", account.id)]))

    def test_not_marked_by_hand(self):
        self._campaign({"level": "after", "rewards": [{"kind": "points"}]})
        promise = self._earned().promo_promise_ids
        promise.sudo().due_date = "2020-01-01"
        with self.assertRaises(UserError):
            promise.with_user(self._user("cash", "fin_cashier")).action_done()
