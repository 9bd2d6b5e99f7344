"""A13, A19: what is in the way of a close is said in the reader's language, looked at again before money moves, and opened with a click."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..sql import close as close_sql
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestCloseFindings(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.other = cls._open_account(cls.partners["D2"], 6000)
        cls._final_statement(cls.account, cls.other)
        cls.season = cls.account.season_id
        cls.close = cls._run()

    @classmethod
    def _run(cls):
        return cls.env["prepaid.season.close"].with_user(cls.users["fin_settlement"]).create({"season_id": cls.season.id})

    def _as(self, role):
        return self.close.with_user(self.users[role])

    def _line(self, account=None, close=None):
        return (close or self.close).line_ids.filtered(lambda line: line.account_id == (account or self.account))

    def _grant(self, account=None):
        """Submit a document that holds no money: the balance does not betray it."""
        grant = self.env["prepaid.grant"].with_user(self.users["fin_settlement"]).create({
            "account_id": (account or self.account).id, "amount": 50, "reason": "rebate of the season",
            "proof_ids": [Command.set(self._proof(user=self.users["fin_settlement"]).ids)]})
        grant.action_submit()
        return grant

    def test_words_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        topup = self._submitted_topup(self.d1, 100)
        self.close.with_context(lang="zh_CN").action_start()
        line = self._line()
        finding = line.finding_ids.filtered(lambda one: one.level == "block")
        self.assertEqual((finding.code, finding.level, finding.res_model, finding.res_ids), ("topups_to_confirm", "block", "prepaid.topup", topup.ids))
        self.assertIn("wait for the confirmer", line.with_context(lang="en_US").reason)
        self.assertIn("100.00", line.words)
        chinese = line.with_context(lang="zh_CN").reason
        self.assertNotIn("wait for", chinese)
        self.assertIn("100.00", chinese)
        self.assertEqual(finding.action_open()["res_id"], topup.id)
        with self.assertRaises(AccessError):
            finding.with_user(self.users["fin_cashier"]).action_open()
        with self.assertRaises(AccessError):
            finding.code = "other"

    def test_submitted_after_the_listing(self):
        self.close.action_start()
        self.assertEqual(self._line().state, "ready")
        grant = self._grant()
        self._as("fin_manager").action_approve()
        self.assertEqual((self._line().state, self._line().refund, self._line(self.other).state), ("blocked", 0, "approved"))
        self.assertIn("release the payments", self.close.blocked_hint, "nothing is listed again any more")
        self.assertIn(grant.name, self._line().reason)
        self.assertEqual((self.close.refund_total, self.account.held), (6000, 0))

    def test_what_waits_and_holds_is_said_once(self):
        transfer = self.env["prepaid.transfer"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "target_id": self.other.id, "amount": 10, "reason": "asked"})
        transfer.action_submit()
        self.close.action_start()
        self.assertEqual((self._line().state, self._line().finding_ids.filtered(lambda one: one.level == "block").mapped("code")),
                         ("blocked", ["documents_to_approve"]))
        self.assertIn(transfer.name, self._line().reason)
        transfer.with_user(self.users["fin_manager"]).action_reject("later")
        self.close.action_start()
        self.assertEqual(self._line().state, "ready")

    def test_nothing_left_to_approve(self):
        self.other._hold("o", 100, "res.partner", self.d1.id, "Order 9")
        self.close.action_start()
        self._grant()
        with self.assertRaisesRegex(UserError, "no account that can be closed.*or cancel the close"):
            self._as("fin_manager").action_approve()

    def test_submitted_after_the_approval(self):
        self.close.action_start()
        self._as("fin_manager").action_approve()
        grant = self._grant()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self._line().state, self.account.state, self.other.state, self.close.state), ("blocked", "closing", "closed", "done"))
        self.assertIn(grant.name, self._line().reason)
        self.assertLedger(self.account, 5000, 0, 5000)
        self.assertIn(self.account.display_name, self.close.left_hint)

    def test_the_next_close_and_back(self):
        freeze = self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "kind": "account", "reason": "dispute"})
        freeze.action_submit()
        freeze.with_user(self.users["fin_manager"]).action_approve()
        self.close.action_start()
        with self.assertRaisesRegex(UserError, "not paid yet"):
            self.close.action_next()
        self._line().action_exclude()
        self._as("fin_manager").action_approve()
        for step in ("action_start", "action_cancel", "action_send_statements"):
            with self.assertRaisesRegex(UserError, "once its payments are released, the next close"):
                getattr(self.close, step)()
        with self.assertRaisesRegex(UserError, "once its payments are released, the next close"):
            self._line().action_exclude()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.close.state, self.account.state), ("done", "closing"))
        self.assertIn("begin the next close", self.close.left_hint)
        following = self.close.browse(self.close.action_next()["res_id"])
        self.assertEqual(self.close.action_next()["res_id"], following.id)
        following.action_start()
        self.assertEqual(following.line_ids.account_id, self.account)
        following.action_cancel()
        with self.assertRaisesRegex(UserError, "is cancelled: begin another"):
            following.action_start()
        self.assertEqual(self.account.state, "frozen", "as it was before the first close, not open")
        self.close.invalidate_recordset()
        self.assertFalse(self.close.left_hint)
        with self.assertRaises(AccessError):
            self._as("fin_confirmer").action_next()

    def test_receipts_and_claims_are_in_the_way(self):
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5, "proof_ids": [Command.set(self._proof().ids)]})
        receipt.action_submit()
        parked = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({
            "amount": 86, "serial": "PARK-1", "payer_name": "Somebody", "proof_ids": [Command.set(self._proof().ids)]})
        parked.action_submit()
        parked.with_user(self.users["fin_confirmer"]).action_approve()
        parked.write({"claim_partner_id": self.partners["D2"].id, "claim_reason": "their slip"})
        parked.action_propose_claim()
        self.close.action_start()
        self.assertIn(receipt.name, self._line().reason)
        self.assertIn(parked.name, self._line(self.other).reason)

    def test_a_leaver_is_looked_at_again_before_the_payment(self):
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "leaves"})
        leaver.action_freeze()
        leaver.with_user(self.users["fin_manager"]).action_approve()
        grant = self._grant()
        leaver.with_user(self.users["fin_confirmer"]).action_pay()
        self.assertEqual((leaver.state, self.account.state), ("frozen", "frozen"))
        self.assertIn(grant.name, leaver.hint)
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_words_of_before(self):
        self.close.action_start()
        self.assertEqual(close_sql.old_words(self.env.cr), [])
        self.env.cr.execute("ALTER TABLE prepaid_season_close_line ADD COLUMN reason varchar, ADD COLUMN note text")
        self.env.cr.execute("UPDATE prepaid_season_close_line SET reason = 'old words' WHERE id = %s", [self._line().id])
        self.assertEqual(close_sql.old_words(self.env.cr), [(self._line().id, "block", "old words")])
        close_sql.drop_old_words(self.env.cr)
        finding = self.env["prepaid.season.close.finding"].create({
            "line_id": self._line().id, "level": "block", "code": "text", "params": {"text": "old words"}})
        self.assertEqual((finding.text, self._line().reason), ("old words", "old words"))
