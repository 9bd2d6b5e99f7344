"""The money of a season or a leaver goes back once the final statement was sent, and what waits for anybody is in the way of every close."""
import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..adapters.waiting import WAITING, register_waiting
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestCloseStatement(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.other = cls._open_account(cls.partners["D2"], 6000)
        cls.close = cls.env["prepaid.season.close"].with_user(cls.users["fin_settlement"]).create({"season_id": cls.account.season_id.id})

    def _line(self, account=None):
        return self.close.line_ids.filtered(lambda line: line.account_id == (account or self.account))

    def _codes(self, account=None):
        return set(self._line(account).finding_ids.filtered(lambda one: one.level == "block").mapped("code"))

    def _statement(self):
        return self.env["prepaid.statement"].search([("account_id", "=", self.account.id)])

    def test_button_makes_and_sends(self):
        self.assertEqual(self.company.prepaid_close_statement, "sent", "the default")
        self.d1.email = "owner@example.com"
        self.close.action_start()
        self.assertEqual((self._codes(), self._line().refund), ({"statement_missing"}, 0))
        with self.assertRaises(UserError):
            self.close.with_user(self.users["fin_manager"]).action_approve()
        with self.assertRaises(AccessError):
            self.close.with_user(self.users["fin_confirmer"]).action_send_statements()
        self.close.action_send_statements()
        self.assertTrue(self._statement().sent_at)
        self.assertEqual((self._codes(), self._line().refund), (set(), 5000))
        self.assertEqual(self._codes(self.other), {"statement_unsent"}, "no mail address")
        self.assertIn("no mail address", self.close.message_ids[:1].body)
        statement = self.env["prepaid.statement"].search([("account_id", "=", self.other.id)]).with_user(self.users["fin_settlement"])
        with self.assertRaises(UserError):
            statement.action_hand_over(" ")
        with self.assertRaises(AccessError):
            statement.with_user(self.users["fin_confirmer"]).action_hand_over("by hand")
        statement.action_hand_over("by hand to Mr Li")
        self.close.action_start()
        self.assertEqual(set(self.close.line_ids.mapped("state")), {"ready"})

    def test_new_entry_needs_a_new_statement(self):
        self._final_statement(self.account)
        self._topup(self.d1, 100)
        self.close.action_start()
        self.assertEqual(self._codes(), {"statement_missing"})

    def test_answer_wanted(self):
        self.company.prepaid_close_statement = "confirmed"
        self._final_statement(self.account, self.other)
        self.close.action_start()
        self.assertEqual(self._codes(), {"statement_to_answer"})
        statement = self._statement().with_user(self.users["fin_settlement"])
        proof = self._proof(user=self.users["fin_settlement"])
        statement.write({
            "answer_person": "Mr Li", "answer_date": self.company._dealer_today(), "answer_proof_ids": [Command.set(proof.ids)]})
        statement.action_confirm()
        later = self.company._dealer_today() + datetime.timedelta(days=self.company.prepaid_statement_answer_days + 1)
        self.close.action_start()
        self.assertEqual((self._codes(), self._codes(self.other)), (set(), {"statement_to_answer"}))
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: later):
            self.close.action_start()
        self.assertFalse(self._codes(self.other), "the time to answer is over")

    def test_not_needed(self):
        self.company.prepaid_close_statement = "none"
        self.close.action_start()
        self.assertEqual(self._line().state, "ready")

    def test_leaver(self):
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "leaves"})
        leaver.action_freeze()
        manager = leaver.with_user(self.users["fin_manager"])
        with self.assertRaisesRegex(UserError, "no statement"):
            manager.action_approve()
        leaver.action_send_statement()
        with self.assertRaisesRegex(UserError, "not sent"):
            manager.action_approve()
        self.d1.email = "owner@example.com"
        leaver.action_send_statement()
        manager.action_approve()
        self.assertEqual(leaver.state, "approved")

    # -- one list of what waits

    def test_every_kind_is_in_the_list(self):
        """A document that is submitted to a second person stands in the one list; rules and receiving accounts concern no money that is there."""
        models = {
            name for name, model in self.env.registry.items()
            if model._original_module == "dealer_prepaid" and not model._abstract and not model._transient
            and {"submitted", "proposed"} & {value for field in ("state", "claim_state") if field in model._fields
                                             for value in self.env[name]._fields[field].get_values(self.env)}}
        other = {"prepaid.bonus.rule", "prepaid.receiving.change", "prepaid.opening.line"}  # the last one waits with its document
        self.assertEqual(models - other, {kind.model for kind in WAITING.values()})
        for kind in WAITING.values():
            kind.of_accounts(self.account | self.other)
            kind.of_company(self.company, "2099-01-01 00:00:00")
        with self.assertRaisesRegex(ValueError, "twice"):
            register_waiting("prepaid.topup")

    def test_the_receiving_side_is_in_the_way(self):
        transfer = self.env["prepaid.transfer"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "target_id": self.other.id, "amount": 10, "reason": "moved"})
        transfer.action_submit()
        deposit = self.env["prepaid.deposit"].with_user(self.users["fin_cashier"]).create(
            {"partner_id": self.d1.id, "kind": "received", "amount": 10, "reason": "deposit", "proof_ids": [Command.set(self._proof().ids)]})
        deposit.action_submit()
        self.close.action_start()
        self.assertIn(transfer.name, self._line(self.other).reason)
        self.assertIn(transfer.name, self._line().reason)
        self.assertIn(deposit.name, self._line().reason)
        self.assertNotIn(deposit.name, self._line(self.other).reason)

    def test_many_accounts_are_looked_up_together(self):
        """What waits is asked once a kind, not once an account; each account gets its own documents, oldest first."""
        accounts, kinds = self.account | self.other, [self.env["prepaid.withdrawal"], self.env["prepaid.deposit"]]
        accounts |= self.env["prepaid.account"].create([
            {"company_id": self.company.id, "partner_id": partner.id, "season_id": self.account.season_id.id}
            for partner in self.env["res.partner"].create([
                {"name": f"Many {number}", "dealer_code": f"T-M{number}", "dealer_level": "dealer", "is_company": True, "dealer_state": "approved",
                 "parent_id": self.d1.parent_id.id, "country_id": self.env.ref("base.cn").id} for number in range(28)])])
        cashier = self.users["fin_cashier"]
        for account in (self.account, self.other):
            for _number in range(2):
                withdrawal = self.env["prepaid.withdrawal"].with_user(cashier).create({"account_id": account.id, "amount": 50, "reason": "asked"})
                withdrawal.action_submit()
                kinds[0] |= withdrawal.with_env(self.env)
            deposit = self.env["prepaid.deposit"].with_user(cashier).create({
                "partner_id": account.partner_id.id, "kind": "received", "amount": 10, "reason": "deposit", "proof_ids": [Command.set(self._proof().ids)]})
            deposit.action_submit()
            kinds[1] |= deposit.with_env(self.env)
        counts, names = [], []
        for some in (accounts[:3], accounts):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("partner_id.display_name")
            before = self.env.cr.sql_log_count
            facts = some._close_facts()
            names.append({account: [found.params["names"] for found in account._check_waiting(facts[account.id])] for account in some[:3]})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
        self.assertEqual(*names)
        self.assertEqual(len(facts), 30)
        for number, account in enumerate((self.account, self.other)):
            self.assertEqual([(kind.model, found) for kind, found in facts[account.id].waiting], [
                ("prepaid.withdrawal", kinds[0][2 * number:2 * number + 2].sudo()), ("prepaid.deposit", kinds[1][number].sudo())])
        self.assertFalse([one for account in accounts[2:] for one in facts[account.id].waiting])
        withdrawals, asked = type(kinds[0]), []
        search = withdrawals._search

        def counted(model, *args, **options):
            asked.extend(["waiting"] if "submitted" in str(args[0]) else [])
            return search(model, *args, **options)

        over = patch.object(type(self.close), "_is_early", lambda run: False)  # before its end accounts that nobody opened are left alone
        with patch.object(withdrawals, "_search", counted), over:
            self.close.action_start()
        self.assertEqual((len(self.close.line_ids), asked), (30, ["waiting"]))

    def test_every_kind_is_looked_up_at_once(self):
        """A document of two accounts stands in both; no kind costs more for many accounts than for one."""
        accounts, cashier = self.account | self.other, self.users["fin_cashier"]
        transfer = self.env["prepaid.transfer"].with_user(cashier).create(
            {"account_id": self.account.id, "target_id": self.other.id, "amount": 50, "reason": "asked"})
        transfer.action_submit()
        for account in accounts:
            self.env["prepaid.withdrawal"].with_user(cashier).create({"account_id": account.id, "amount": 5, "reason": "asked"}).action_submit()
        facts = accounts._close_facts()
        for account in accounts:
            self.assertEqual([found for kind, found in facts[account.id].waiting if kind.model == "prepaid.transfer"], [transfer.sudo()])
        for kind in WAITING.values():
            costs = []
            for some in (self.account, accounts):
                self.env.flush_all()
                self.env.invalidate_all()
                some.mapped(lambda account: (account.partner_id.name, account.company_id.name))
                before = self.env.cr.sql_log_count
                kind.of_accounts(some)
                costs.append(self.env.cr.sql_log_count - before)
            self.assertEqual(costs[0], costs[1], kind)

    def test_month_close_names_them_all(self):
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5, "proof_ids": [Command.set(self._proof().ids)]})
        receipt.action_submit()
        freeze = self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "kind": "account", "reason": "dispute"})
        freeze.action_submit()
        self.env.flush_all()
        today = self.company._dealer_today()
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": today})
        close.action_check()
        item = close.item_ids.filtered(lambda one: one.code == "documents")
        self.assertEqual((item.state, item.count), ("red", 2))
        for model in ("prepaid.receipt", "prepaid.freeze"):
            self.assertIn(self.env["ir.model"]._get(model).name, item.message)
