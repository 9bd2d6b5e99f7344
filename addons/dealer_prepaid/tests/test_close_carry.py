"""J16b: a hold that cannot ship before the close moves, with its money, to the next season's account."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.prepaid_account_carry import PrepaidAccountCarry
from ..models.prepaid_account_close import PrepaidAccountClose
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestCloseCarry(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moved = []
        cls.classPatch(PrepaidAccountClose, "_carry_models", lambda account: {"res.partner"})
        cls.classPatch(PrepaidAccountCarry, "_hold_moved", lambda account, *args: cls.moved.append(args))
        cls.account = cls._open_account(cls.d1)
        cls._withdraw(cls.account, 3766, "down to the journey's 1,234.00")
        cls._final_statement(cls.account)
        cls.account._hold("order-x", 68_000, "res.partner", cls.d1.id, "Order X")
        cls.close = cls.env["prepaid.season.close"].with_user(cls.users["fin_settlement"]).create({"season_id": cls.account.season_id.id})
        cls.close.action_start()

    def _as(self, role):
        return self.close.with_user(self.users[role])

    def _line(self):
        return self.close.line_ids.filtered(lambda line: line.account_id == self.account)

    def _following(self):
        return self.env["prepaid.account"].search([("partner_id", "=", self.d1.id), ("season_id", "!=", self.account.season_id.id)])

    def test_carried_with_its_hold(self):
        self.assertLedger(self.account, 1234, 680, 554)
        self.assertEqual((self._line().state, self._line().can_carry), ("blocked", True))
        with self.assertRaises(AccessError):
            self._line().with_user(self.users["fin_confirmer"]).action_carry()
        self._line().action_carry()
        self.assertEqual((self._line().state, self._line().refund, self._line().carried), ("ready", 554, 680))
        self._as("fin_manager").action_approve()
        self.assertLedger(self.account, 1234, 1234, 0)
        self._as("fin_confirmer").action_pay()
        self._as("fin_confirmer").action_pay()

        self.assertLedger(self.account, 0, 0, 0)
        following = self._following()
        self.assertLedger(following, 680, 680, 0)
        self.assertEqual((self.account.state, following.state, self.close.carried_total), ("closed", "open", 680))
        self.assertMove(self._line().move_id, [("220300", 554), ("100200", -554)])
        refund, carried, _withdrawal, _topup = self.account.entry_ids
        self.assertEqual(self.account.entry_ids.mapped("kind"), ["season_refund", "carry_out", "withdrawal", "topup"])
        self.assertIn("paid back, without interest", refund.formula)
        self.assertIn("5,000.00 − 4,446.00 used before = 554.00", refund.formula)
        self.assertEqual(carried.formula, (
            "Held for Order X: 680.00 − 0.00 taken or given back before = 680.00 CNY, which go on in the next season."))
        self.assertEqual(following.entry_ids.mapped("kind"), ["carry_in"])
        key = f"order-x~{following.season_id.id}"
        self.assertEqual(self.moved[-1], ("res.partner", self.d1.id, "order-x", key))
        hold = following.hold_ids
        self.assertEqual((hold.line_ids.lot_id.initial, hold.line_ids.lot_id.free, hold.line_ids.lot_id.bucket), (680, 0, "cash"))
        self.assertEqual((hold.key, hold.state, hold.amount, hold.res_id), (key, "open", 680, self.d1.id))
        self.assertEqual(self.account.hold_ids.filtered(lambda rec: rec.key == "order-x").state, "done")

        part = following._capture(key, 34_000, operation_key="ship-1", label="ship", res_model="res.partner", res_id=self.d1.id)
        self.assertEqual(part.season_id, following.season_id)
        following._release(key, "rest cancelled")
        self.env["prepaid.gate"]._recover()
        self.assertEqual((following.balance, following.held, following.available), (340, 0, 340))
        self.assertFalse(following._hold("new", 34_001, "res.partner", self.d1.id, "new").ok)
        self.assertTrue(following._hold("new", 34_000, "res.partner", self.d1.id, "new").ok)

    def test_the_rest_of_a_partly_shipped_order(self):
        self.account._capture("order-x", 34_000, operation_key="ship", label="ship", res_model="res.partner", res_id=self.d1.id)
        self.account._post_entries("back", [{"kind": "adjust", "amount_fen": 34_000, "label": "so that the books fit"}], "res.partner", self.d1.id)
        self._final_statement(self.account)
        self.close.action_start()
        self._line().action_carry()
        self.assertEqual((self._line().refund, self._line().carried), (894, 340))
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertLedger(self._following(), 340, 340, 0)
        self.assertLedger(self.account, 0, 0, 0)

    def test_cancelled_between_approval_and_payment(self):
        self._line().action_carry()
        self._as("fin_manager").action_approve()
        self.account._release("order-x", "cancelled after all")
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self._line().state, self.account.state), ("blocked", "closing"))
        self.assertLedger(self.account, 1234, 0, 1234)
        self.assertFalse(self._following())

    def test_only_orders_are_carried(self):
        self._line().action_carry()
        withdrawal = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"])
        with self.assertRaisesRegex(UserError, "being closed"):
            withdrawal.create({"account_id": self.account.id, "amount": 1, "reason": "too late"}).action_submit()
        self.account._hold("frozen", 100, "prepaid.freeze", 1, "Freeze 1", states=("closing",), credit=False)
        self.close.action_start()
        self.assertEqual((self._line().state, self._line().can_carry, self._line().carry), ("blocked", False, False))
        self.assertIn("Freeze 1", self._line().reason)
        with self.assertRaisesRegex(UserError, "no open order"):
            self._line().action_carry()

    def test_joins_an_account_that_is_open_already(self):
        target = self.account._next_season_account()
        self.assertEqual(self.account._next_season_account(), target)
        entry = target._post_entries("early", [{"kind": "adjust", "amount_fen": 10_000, "label": "early"}], "res.partner", self.d1.id)
        expense = target._role("expense")
        entry._link_move(target._gl_entry(self.company.prepaid_journal_id, [(expense, 10_000), (target._role("advance"), -10_000)], "early"))
        self.close.action_start()
        self._line().action_carry()
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((target.balance, target.held, target.available), (780, 680, 100))

    def test_money_keeps_the_rule_it_was_credited_under(self):
        """Rules that change later reach no lot of before: neither its end at the close, nor its place in the books, also after it moved on."""
        rules = {rule.code: rule for rule in self.env["prepaid.bucket"].search([("company_id", "=", self.company.id)])}
        grants = self.env["prepaid.grant"].with_user(self.users["fin_settlement"])
        for bucket, amount in (("gift", 50), ("rebate", 30), ("expense", 20)):
            grant = grants.create({"account_id": self.account.id, "bucket": bucket, "amount": amount, "reason": "campaign"})
            grant.action_submit()
            grant.with_user(self.users["fin_manager"]).action_approve()
        rules["gift"].write({"gl_treatment": "income", "close_policy": "carry"})
        rules["rebate"].write({"gl_treatment": "memo", "close_policy": "expire"})
        rules["expense"].write({"close_policy": "expire", "gl_treatment": "income"})
        before = self.account.available
        lots = self.account.lot_ids.grouped("bucket")
        self.assertEqual([(lots[code].gl_treatment, lots[code].close_policy) for code in ("gift", "rebate", "expense")], [
            ("memo", "expire"), ("income", "carry"), ("expense", "carry")])
        plan = self.account._close_plan()
        self.assertEqual([{*plan[policy]} for policy in ("expire", "carry", "refund")], [{"gift"}, {"rebate", "expense"}, {"cash"}])
        self._final_statement(self.account)
        self.close.action_start()
        self._line().action_carry()
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        following = self._following()
        self.assertEqual((self._line().expired, self._line().state), (50, "paid"))
        self.assertLedger(following, 730, 680, 50)
        self.assertEqual(sorted((lot.bucket, lot.gl_treatment, lot.close_policy, lot.memo) for lot in following.lot_ids if lot.free), [
            ("expense", "expense", "carry", False), ("rebate", "income", "carry", False)])
        lot = following.lot_ids.filtered(lambda rec: rec.bucket == "expense")
        lot._expire(self.company._dealer_today())
        self.assertMove(lot.entry_id.search([("kind", "=", "expiry"), ("account_id", "=", following.id)]).move_id, [("220300", 20), ("660100", -20)])
        self.assertLedger(following, 710, 680, 30)
        self.assertTrue(before)

    def test_buckets_by_their_rules(self):
        """Cash goes back, gifts expire, rebates go to the next season; a carried order keeps the kind of its money."""
        role, journal = self.account._role, self.company.prepaid_journal_id
        for kind, fen in (("gift", 5_000), ("rebate", 3_000)):
            entry = self.account._post_entries(kind, [{"kind": kind, "amount_fen": fen, "label": kind, "bucket": kind}], "res.partner", self.d1.id)
            booked = fen - round(entry.sudo().memo * 100)
            if booked:
                entry._link_move(self.account._gl_entry(journal, [(role("expense"), booked), (role("advance"), -booked)], kind))
        self.account._hold("order-y", 2_000, "res.partner", self.d1.id, "Order Y", states=("closing",), buckets=("rebate",))
        self._final_statement(self.account)
        self.close.action_start()
        self._line().action_carry()
        line = self._line()
        self.assertEqual((line.refund, line.expired, line.carried), (554, 50, 710))
        self._as("fin_manager").action_approve()
        self.assertLedger(self.account, 1314, 1314, 0)
        self._as("fin_confirmer").action_pay()
        self.assertLedger(self.account, 0, 0, 0)
        following = self._following()
        self.assertLedger(following, 710, 700, 10)
        self.assertEqual(following._free_by_bucket()[following.id], {"rebate": 1_000})
        carried = following.hold_ids.filtered(lambda hold: hold.label == "Order Y")
        self.assertEqual((carried.line_ids.lot_id.bucket, carried.amount), ("rebate", 20))
        self.assertMove(line.move_id, [("220300", 554), ("100200", -554)])
        expired = self.account.entry_ids.filtered(lambda entry: entry.kind == "expiry")
        self.assertIn("by the rule of its bucket", expired.formula)
        self.assertIn("50.00 − 0.00 used before = 50.00", expired.formula)
        self.assertTrue(all(entry.formula for entry in self.account.entry_ids.filtered(lambda entry: entry.amount < 0)), "each debit says why")

    def test_no_next_season(self):
        self.env["dealer.season"].search([("date_start", ">", self.account.season_id.date_end)]).unlink()
        self._line().action_carry()
        self._as("fin_manager").action_approve()
        with self.assertRaisesRegex(UserError, "no season to carry to"):
            self._as("fin_confirmer").action_pay()
