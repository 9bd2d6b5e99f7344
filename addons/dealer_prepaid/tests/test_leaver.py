"""J17: a dealer leaves in mid-season; three people, everything that is in the way, logins, stores, debt."""
import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.prepaid_account_leaver import PrepaidAccount as PrepaidAccountLeaver
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestLeaver(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls._final_statement(cls.account)
        cls.leaver = cls.env["prepaid.leaver"].with_user(cls.users["fin_settlement"]).create({
            "account_id": cls.account.id, "reason": "closes the shop"})
        cls.login = new_test_user(
            cls.env, "t_portal_d1", groups="dealer_base.group_portal_dealer", partner_id=cls.env["res.partner"].create(
                {"name": "Owner", "parent_id": cls.d1.id, "email": "o@example.com"}).id)

    def _as(self, role):
        return self.leaver.with_user(self.users[role])

    def _store_line(self, code):
        return self.leaver.store_ids.filtered(lambda line: line.store_id == self.partners[code])

    def test_leaves(self):
        self.account._hold("order-1", 68_000, "res.partner", self.d1.id, "Order 1")
        self.leaver.action_freeze()
        self.leaver.action_freeze()
        self.assertEqual((self.account.state, self.d1.dealer_state, self.store_1a.dealer_state), ("frozen", "frozen", "frozen"))
        self.assertEqual((self.leaver.order_ids.open_amount, len(self.leaver.store_ids)), (680, 2))
        self.assertFalse(self.login.has_group("dealer_base.group_portal_clerk"))
        self.assertTrue(self.login.has_group("dealer_base.group_portal_readonly"))
        self.assertFalse(self.account._hold("order-2", 100, "res.partner", self.d1.id, "Order 2").ok)
        self.leaver.order_ids.decision = "cancel"
        self._store_line("1A").write({"decision": "move", "dealer_id": self.partners["D2"].id})

        manager = self._as("fin_manager")
        with self.assertRaisesRegex(UserError, "680.00"):
            manager.action_approve()
        self.account._release("order-1", "cancelled")
        manager.action_approve()
        manager.action_approve()
        self.assertLedger(self.account, 5000, 5000, 0)
        self.assertEqual(self.leaver.refund, 5000)
        with self.assertRaisesRegex(AccessError, "A third person"):
            self.leaver.with_user(self.users["fin_manager"]).action_pay()
        self._as("fin_confirmer").action_pay()
        self._as("fin_confirmer").action_pay()
        html = self.env["ir.actions.report"]._render_qweb_html("dealer_prepaid.prepaid_leaver_paper", self.leaver.ids)[0].decode()
        self.assertIn(self.leaver.sudo().move_id.name, html)

        self.assertLedger(self.account, 0, 0, 0)
        self.assertEqual((self.account.state, self.leaver.state, self.d1.dealer_state), ("closed", "done", "left"))
        self.assertMove(self.leaver.move_id, [("220300", 5000), ("100200", -5000)])
        self.assertEqual((self.store_1a.dealer_id, self.store_1a.dealer_state), (self.partners["D2"], "approved"))
        self.assertEqual((self.partners["1B"].active, self.partners["1B"].dealer_state), (False, "left"))
        self.assertEqual(self.account.entry_ids[0].partner_id, self.d1, "history stays")

        with self.assertRaises(UserError):
            self._account(self.d1)
        self.d1.dealer_state = "approved"
        again = self._account(self.d1)
        self.assertEqual((again.state, again.min_first_topup, again.missing_to_open), ("draft", 5000, 5000))

    def test_the_last_return_period_must_be_over(self):
        today = self.company._dealer_today()
        self.patch(PrepaidAccountLeaver, "_leaver_window_end", lambda account: today)
        self.leaver.action_freeze()
        self.assertEqual(self.leaver.window_date, today)
        with self.assertRaisesRegex(UserError, "last return period"):
            self._as("fin_manager").action_approve()
        self.patch(PrepaidAccountLeaver, "_leaver_window_end", lambda account: today - datetime.timedelta(days=1))
        self._as("fin_manager").action_approve()
        self.assertEqual(self.leaver.state, "approved")

    def _charge(self, amount, **vals):
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        return self.env["prepaid.adjustment"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.account.id, "direction": "debit", "amount": amount, "counter_account_id": expense.id, "reason": "late postage", **vals})

    def test_debt_is_in_the_way(self):
        """J17 edge, by documents only: 15.00 left and a late postage of 18.00 make 3.00 that are owed and shown as receivable."""
        manager = self.users["fin_manager"]
        down = self._charge(4985)
        down.action_submit()
        down.with_user(manager).action_approve()
        self.leaver.action_freeze()
        postage = self._charge(18)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            postage.action_submit()
        postage.forced = True
        self.assertEqual((postage.owed, postage.preview), (3, "Of 18.00 CNY 15.00 CNY are there; the owner will owe 3.00 CNY."))
        postage.action_submit()
        self.assertLedger(self.account, 15, 0, 15)
        with self.assertRaisesRegex(AccessError, "may not take this step"):
            postage.with_user(self.users["fin_confirmer"]).action_approve()
        postage.with_user(manager).action_approve()
        self.assertEqual((self.account.balance, self.account.debt, postage.entry_id.approver_id), (-3, 3, manager))
        self.assertMove(postage.move_id, [("220300", 18), ("660100", -18)])
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": self.company._dealer_today()})
        close.action_month_entries()
        self.assertMove(close.sudo().move_ids.sorted("date")[0], [("112200", 3), ("220300", -3)])
        self._final_statement(self.account)
        with self.assertRaisesRegex(UserError, "3.00 CNY are owed"):
            self._as("fin_manager").action_approve()
        self._topup(self.d1, 3, bank_serial="late-3")
        self.env.invalidate_all()
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.account.state, self.leaver.refund), ("closed", 0))

    def test_changed_after_the_approval(self):
        self.leaver.action_freeze()
        self._as("fin_manager").action_approve()
        entry = self.account._post_entries("late", [{"kind": "refund", "amount_fen": 27_200, "label": "return"}], "res.partner", self.d1.id)
        role = self.account._role
        entry._link_move(self.account._gl_entry(self.company.prepaid_journal_id, [(role("expense"), 27_200), (role("advance"), -27_200)], "late"))
        self._as("fin_confirmer").action_pay()
        self.assertEqual(self.leaver.state, "frozen")
        self.assertLedger(self.account, 5272, 0, 5272)
        with self.assertRaisesRegex(UserError, "statement of all its entries"):
            self._as("fin_manager").action_approve()
        self._final_statement(self.account)
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.leaver.state, self.leaver.refund), ("done", 5272))
        self.assertLedger(self.account, 0, 0, 0)

    def test_stays_after_all(self):
        self.leaver.action_freeze()
        with self.assertRaises(AccessError):
            self._as("fin_confirmer").action_cancel()
        for _press in range(2):
            self._as("fin_manager").action_cancel()
        self.assertEqual((self.account.state, self.d1.dealer_state, self.leaver.state), ("open", "approved", "cancelled"))
        self.assertTrue(self.login.has_group("dealer_base.group_portal_dealer"))

    def test_accounts_of_the_tree_are_frozen_with_it(self):
        store = self._open_account(self.store_1a)
        draft = self._account(self.partners["1B"])
        other = self._open_account(self.partners["D2"])
        self.leaver.action_freeze()
        self.assertEqual((store.state, draft.state, other.state), ("frozen", "frozen", "open"))
        self.assertEqual(store._hold("k", 100, "res.partner", self.d1.id, "k").code, "account_frozen")
        self._as("fin_manager").action_cancel()
        self.assertEqual((store.state, draft.state), ("open", "draft"))
        self.assertTrue(store._hold("k2", 100, "res.partner", self.d1.id, "k2").ok)

    def test_a_store_that_moves_takes_its_account_along(self):
        store = self._open_account(self.store_1a)
        self.leaver.action_freeze()
        self._store_line("1A").write({"decision": "move", "dealer_id": self.partners["D2"].id})
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.leaver.state, store.state, self.store_1a.dealer_state), ("done", "open", "approved"))

    def test_stores_are_decided_before_the_approval(self):
        self.leaver.action_freeze()
        for code in ("2A", "D2", "D1"):
            with self.subTest(code), self.assertRaisesRegex(ValidationError, "is no store of"), self.env.cr.savepoint():
                self._as("fin_settlement").store_ids = [Command.create({"store_id": self.partners[code].id})]
        line, other = self._store_line("1A"), self._store_line("1B")
        with self.assertRaisesRegex(ValidationError, "is no store of"), self.env.cr.savepoint():
            line.with_user(self.users["hq_channel"]).store_id = self.partners["2A"]
        line.with_user(self.users["hq_channel"]).write({"decision": "move", "dealer_id": self.partners["D2"].id})
        self._as("fin_manager").action_approve()
        for role in ("fin_settlement", "fin_manager", "hq_channel"):
            with self.subTest(role), self.assertRaisesRegex(UserError, "stay as they are"):
                line.with_user(self.users[role]).decision = "archive"
        accountant = other.with_user(self.users["fin_settlement"])
        with self.assertRaisesRegex(UserError, "stay as they are"):
            accountant.unlink()
        with self.assertRaisesRegex(UserError, "stay as they are"):
            accountant.create({"leaver_id": self.leaver.id, "store_id": other.store_id.id})

        store = other.store_id.sudo()
        store.parent_id = self.partners["D2"]  # HQ moves it between approval and payment
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.leaver.state, other.store_id.active, other.done_at, self.account.state), ("frozen", True, False, "frozen"))
        self.assertIn("is no store of Test Dealer One; take it off", self.leaver.message_ids[:1].body)
        self.assertLedger(self.account, 5000, 0, 5000)
        with self.assertRaisesRegex(UserError, "is no store of"):
            self._as("fin_manager").action_approve()
        accountant.unlink()
        self._as("fin_manager").action_approve()
        self._as("fin_confirmer").action_pay()
        self.assertEqual((self.leaver.state, line.store_id.dealer_id, store.active), ("done", self.partners["D2"], True))

    def test_who_may_do_what(self):
        for role in ("fin_cashier", "fin_confirmer", "sales_rep", "hq_channel", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role).action_freeze()
        self.leaver.action_freeze()
        with self.assertRaises(AccessError):
            self.leaver.action_approve()
        with self.assertRaises(AccessError):
            self.leaver.write({"state": "approved"})
        with self.assertRaises(UserError):
            self.leaver.write({"reason": "other"})
        with self.assertRaises(AccessError):
            self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create(
                {"account_id": self.account.id, "reason": "x", "state": "approved"})
        with self.assertRaises(AccessError):
            self._as("auditor").write({"store_ids": [Command.clear()]})
        self._store_line("1A").decision = "move"
        with self.assertRaisesRegex(UserError, "choose the dealer"):
            self._as("fin_manager").action_approve()
        with self.assertRaises(UserError):
            self._as("fin_confirmer").action_pay()

    def _remittances(self):
        """What the remittances of the owner have in the way of his refund."""
        return " ".join(one.text(self.env) for one in self.account._leaver_checks() if one.code.startswith("remittances_"))

    def test_a_remittance_that_proved_a_receipt_is_in_nobodys_way(self):
        lines = self.env["prepaid.bank.line"].with_user(self.users["fin_cashier"])
        line = lines.create({
            "date": self.company._dealer_today(), "serial": "LV1", "amount": 70, "partner_id": self.d1.id, "owner_reason": "phone"})
        self.assertIn("no top-up", self._remittances())
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 70, "channel_id": self.env.ref("dealer_prepaid.receipt_channel_bank").id, "bank_serial": "LV1",
            "journal_id": line.journal_id.id, "proof_ids": [Command.set(self._proof().ids)]})
        receipt.action_submit()
        receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual(line.state, "used")
        with self.assertRaisesRegex(UserError, "LV1 proves receipt"):
            line.action_park()
        self._final_statement(self.account)
        self.assertFalse(self._remittances())
        parked = self._from_bank({"serial": "LV2", "amount": 30, "partner_id": self.d1.id})
        document = self.env["prepaid.unidentified"].browse(parked.action_park()["res_id"])
        self.assertEqual(parked.state, "parked")
        self.assertIn(document.name, self._remittances())
        document.with_user(self.users["fin_cashier"]).action_submit()
        document.with_user(self.users["fin_confirmer"]).action_approve()
        document.with_user(self.users["fin_cashier"]).write({"claim_partner_id": self.d1.id, "claim_reason": "phone"})
        document.with_user(self.users["fin_cashier"]).action_propose_claim()
        document.with_user(self.users["fin_confirmer"]).action_claim()
        self.assertFalse(self._remittances())

    def test_cash_that_a_close_would_carry_goes_back(self):
        """For who leaves there is no next season: his own cash is paid back with everything a refund needs, never booked as income."""
        rules = self.env["prepaid.bucket"].search([("company_id", "=", self.company.id)])
        rules.filtered(lambda rule: rule.code == "cash").close_policy = "carry"
        self._topup(self.d1, 5)
        self.leaver.action_freeze()
        with self.assertRaisesRegex(UserError, "statement of all its entries"):
            self._as("fin_manager").action_approve()
        self._final_statement(self.account)
        self._as("fin_manager").action_approve()
        self.assertEqual((self.leaver.refund, self.leaver.expired), (5005, 0))
        self._as("fin_confirmer").action_pay()
        self.assertLedger(self.account, 0, 0, 0)
        self.assertEqual((self.leaver.entry_id.kind, self.leaver.refund), ("season_refund", 5005))
        self.assertMove(self.leaver.move_id, [("220300", 5005), ("100200", -5005)])
