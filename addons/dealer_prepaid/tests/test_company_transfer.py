"""J18: the same owner with two companies; money moves between them with two finance managers, cash follows."""
import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..sql import laws
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestCompanyTransfer(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.beta = cls.env["res.company"].create({
            "name": "Test Beta", "country_id": cls.env.ref("base.cn").id, "currency_id": cls.env.ref("base.CNY").id})
        cls.env["account.chart.template"].try_loading("cn", company=cls.beta, install_demo=False)
        cls.beta._dealer_base_setup()
        cls.beta_users = {role: cls._beta_user(role) for role in ("fin_cashier", "fin_settlement", "fin_confirmer", "fin_manager")}
        cls.alpha_account = cls._open_account(cls.d1)
        cls._withdraw(cls.alpha_account, 680)
        beta_topups = cls.env["prepaid.topup"].with_user(cls.beta_users["fin_cashier"]).with_company(cls.beta)
        topup = beta_topups.create({
            "partner_id": cls.d1.id, "amount": 5000, "payer_name": "Payer", "remark": "Test West", "company_id": cls.beta.id, "method": "online",
            "proof_ids": [Command.set(cls._proof(user=cls.beta_users["fin_cashier"]).ids)]})
        topup.action_submit()
        topup.with_user(cls.beta_users["fin_confirmer"]).with_company(cls.beta).action_confirm()
        cls.beta_account = topup.account_id.with_user(cls.env.user).sudo()

    @classmethod
    def _beta_user(cls, role):
        return new_test_user(
            cls.env, f"t_beta_{role}", groups=f"base.group_user,dealer_base.group_{role}", tz="Asia/Shanghai",
            company_id=cls.beta.id, company_ids=[Command.set(cls.beta.ids)])

    def _transfer(self, amount=1000, **vals):
        return self.env["prepaid.company.transfer"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.alpha_account.id, "target_partner_id": self.beta.partner_id.id, "amount": amount,
            "reason": "asked for by the dealer", **vals})

    def _as_beta(self, record, role="fin_manager"):
        return record.with_user(self.beta_users[role]).with_company(self.beta)

    def test_journey_18(self):
        self.assertLedger(self.alpha_account, 4320, 0, 4320)
        self.assertLedger(self.beta_account, 5000, 0, 5000)
        transfer = self._transfer()
        transfer.action_submit()
        transfer.action_submit()
        self.assertLedger(self.alpha_account, 4320, 1000, 3320)
        self.assertIn("Test Beta", transfer.open_approvals)

        transfer.with_user(self.users["fin_manager"]).action_approve()
        transfer.with_user(self.users["fin_manager"]).action_approve()
        self.assertEqual((transfer.state, transfer.open_approvals), ("submitted", "Test Beta"))
        self._as_beta(transfer).action_approve()
        self._as_beta(transfer).action_approve()
        self.assertEqual(transfer.state, "approved")
        self.assertLedger(self.alpha_account, 3320, 0, 3320)
        self.assertLedger(self.beta_account, 6000, 0, 6000)
        gives, takes = transfer.sudo().side_ids.sorted("role")
        self.assertMove(gives.move_id, [("220300", 1000), ("224100", -1000)])
        self.assertMove(takes.move_id, [("122100", 1000), ("220300", -1000)])
        self.assertEqual((gives.move_id.company_id, takes.move_id.company_id), (self.company, self.beta))
        between = gives.move_id.line_ids.filtered(lambda line: line.account_id.code == "224100")
        self.assertEqual(between.partner_id, self.beta.partner_id)
        for company, code in ((self.company, "other_payable"), (self.beta, "other_receivable")):
            (place,) = [row for row in self.env["prepaid.check"]._role_figures(company) if code in row["roles"]]
            self.assertEqual([place[name] for name in ("ledger_fen", "gl_fen", "other_fen", "difference_fen")], [100_000, 100_000, 0, 0])
        self.assertEqual((gives.entry_id.kind, takes.entry_id.kind), ("transfer_out", "transfer_in"))
        self.env.cr.execute("SAVEPOINT tamper")
        self.env.cr.execute("UPDATE prepaid_company_transfer SET amount = amount + 1 WHERE id = %s", [transfer.id])
        for company in (self.company, self.beta):
            self.assertEqual([row["law"] for row in laws.breaches(self.env.cr, company.id)], ["company_transfer"])
        self.env.cr.execute("ROLLBACK TO SAVEPOINT tamper")
        self.env.invalidate_all()

        self._settle(gives.with_user(self.users["fin_settlement"]).sudo(False), self.users["fin_confirmer"], self.company)
        self.assertEqual(transfer.state, "approved")
        self._settle(takes.with_user(self.beta_users["fin_settlement"]).with_company(self.beta).sudo(False), self.beta_users["fin_confirmer"], self.beta)
        self.assertEqual(transfer.state, "settled")
        self.assertFalse([row for row in self.env["prepaid.check"]._role_figures(self.company) if row["ledger_fen"]], "the cash is there")
        self.assertMove(gives.settle_move_id, [("224100", 1000), ("100200", -1000)])
        self.assertMove(takes.settle_move_id, [("100200", 1000), ("122100", -1000)])
        self.assertLedger(self.alpha_account, 3320, 0, 3320)
        self.assertLedger(self.beta_account, 6000, 0, 6000)

    def test_the_bonus_stays_behind(self):
        rule = self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create({"name": "Four percent", "min_amount": 1000, "rate": 4})
        rule.action_submit()
        rule.with_user(self.users["fin_manager"]).action_activate()
        topup = self._topup(self.d1, 1000)
        self.assertLedger(self.alpha_account, 5360, 0, 5360)
        transfer = self._transfer(5320)
        self.assertIn("40.00 CNY of gift credit", transfer.clawback_hint)
        transfer.action_submit()
        transfer.with_user(self.users["fin_manager"]).action_approve()
        self._as_beta(transfer).action_approve()
        self.assertLedger(self.alpha_account, 0, 0, 0)
        self.assertLedger(self.beta_account, 10320, 0, 10320)
        self.assertEqual(topup.bonus_taken_back, 40)

    def test_money_that_a_withdrawal_waits_to_take_earns_no_bonus(self):
        rule = self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create({"name": "Four percent", "min_amount": 1000, "rate": 4})
        rule.action_submit()
        rule.with_user(self.users["fin_manager"]).action_activate()
        topup = self._topup(self.d1, 1000)
        waiting = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.alpha_account.id, "amount": 4000, "reason": "asked for it"})
        waiting.action_submit()
        self.assertFalse(waiting.clawback_plan, "1,320.00 still earn it")
        transfer = self._transfer(1000)
        self.assertEqual(transfer.clawback_gift, 40, "with the withdrawal 320.00 are left")
        with self.assertRaisesRegex(UserError, f"{waiting.name} waits to take money out"):
            transfer.action_submit()
        waiting.with_user(self.users["fin_manager"]).action_reject("not now")
        transfer.action_submit()
        transfer.with_user(self.users["fin_manager"]).action_approve()
        self._as_beta(transfer).action_approve()
        self.assertEqual((transfer.state, topup.bonus_taken_back), ("approved", 0))

    def _settle(self, side, confirmer, company):
        journal = self.env["account.journal"].search([("company_id", "=", company.id), ("type", "=", "bank")], limit=1)
        with self.assertRaisesRegex(UserError, "bank, date and reference"):
            side.with_user(confirmer).action_settle()
        side.write({"journal_id": journal.id, "bank_reference": "B-1", "date_paid": company._dealer_today()})
        with self.assertRaises(AccessError):
            side.action_settle()
        side.with_user(confirmer).action_settle()
        side.with_user(confirmer).action_settle()
        with self.assertRaises(UserError):
            side.bank_reference = "B-2"

    def test_who_entered_a_part_of_the_cash_does_not_confirm_it(self):
        transfer, both = self._transfer(), self._exception(self._user("fin_cashier", login="t_both"))
        both = self.env["res.users"].search([("login", "=", "t_both")])
        both.group_ids = [Command.link(self.env.ref("dealer_base.group_fin_confirmer").id)]
        transfer.action_submit()
        transfer.with_user(self.users["fin_manager"]).action_approve()
        self._as_beta(transfer).action_approve()
        side = transfer.sudo().side_ids.filtered(lambda rec: rec.role == "gives").with_user(self.users["fin_settlement"]).sudo(False)
        journal = self.env["account.journal"].search([("company_id", "=", self.company.id), ("type", "=", "bank")], limit=1)
        side.with_user(both).write({"journal_id": journal.id, "bank_reference": "B-0", "date_paid": self.company._dealer_today()})
        side.bank_reference = "B-1"
        self.assertEqual((side.preparer_id, side.preparer_ids), (self.users["fin_settlement"], both | self.users["fin_settlement"]))
        with self.assertRaisesRegex(AccessError, "you entered it"):
            side.with_user(both).action_settle()
        with self.assertRaises(AccessError):
            side.journal_hand_id = self.users["fin_settlement"]
        side.date_paid = self.company._dealer_today() + datetime.timedelta(days=1)
        with self.assertRaisesRegex(UserError, "in the future"):
            side.with_user(self.users["fin_confirmer"]).action_settle()
        side.date_paid = self.company._dealer_today() - datetime.timedelta(days=20)
        self.company.prepaid_lock_date = self.company._dealer_today() - datetime.timedelta(days=10)
        side.with_user(self.users["fin_confirmer"]).action_settle()
        self.assertEqual(side.sudo().settle_move_id.date, self.company._dealer_today() - datetime.timedelta(days=9), "a month that was checked stays as it was")

    def test_each_company_sees_its_own_side(self):
        transfer = self._transfer()
        with self.assertRaises(AccessError):
            self._as_beta(transfer).read(["amount"])
        transfer.action_submit()
        for record, company, other in (
                (transfer, self.company, self.beta_account), (self._as_beta(transfer), self.beta, self.alpha_account)):
            record.invalidate_recordset()
            self.assertEqual(record.side_ids.company_id, company)
            self.assertEqual(record.env["prepaid.company.transfer.side"].search([]).company_id, company)
            with self.assertRaises(AccessError):
                other.with_env(record.env).sudo(False).read(["available"])
        self.assertEqual(self._as_beta(transfer).account_available, 0)
        self.assertEqual(transfer.account_available, 3320)
        with self.assertRaises(AccessError):
            self._as_beta(transfer, "fin_settlement").check_access("write")
        with self.assertRaises(AccessError):
            transfer.with_user(self.beta_users["fin_manager"]).sudo(False).side_ids[:1].approver_id = self.beta_users["fin_manager"]

    def test_two_managers(self):
        transfer = self._transfer()
        transfer.action_submit()
        for role in ("fin_cashier", "fin_settlement", "fin_confirmer", "sales_rep", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                transfer.with_user(self.users[role]).action_approve()
        both = self.users["fin_manager"]
        both.company_ids = [Command.link(self.beta.id)]
        manager = transfer.with_user(both).with_context(allowed_company_ids=[self.company.id, self.beta.id])
        manager.action_approve()
        with self.assertRaisesRegex(AccessError, "you agreed for one company"):
            manager.action_approve()
        self.assertLedger(self.alpha_account, 4320, 1000, 3320)
        self._as_beta(transfer).action_reject("not now")
        self.assertEqual(transfer.state, "rejected")
        self.assertLedger(self.alpha_account, 4320, 0, 4320)
        self.assertLedger(self.beta_account, 5000, 0, 5000)
        with self.assertRaises(UserError):
            manager.action_approve()

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "top up"):
            self._transfer(4320.01).action_submit()
        with self.assertRaisesRegex(UserError, "is no company"):
            self._transfer(target_partner_id=self.d1.id).action_submit()
        self.beta_account._set_state("frozen", "freeze-beta")
        with self.assertRaisesRegex(UserError, "takes no money"):
            self._transfer().action_submit()
        with self.assertRaises(AccessError):
            self._transfer().with_user(self.users["sales_rep"]).action_submit()
        with self.assertRaises(AccessError):
            self._transfer().write({"state": "approved"})
        self.assertLedger(self.alpha_account, 4320, 0, 4320)
