"""Adjustment, transfer, withdrawal, freeze: one enters, another approves, the ledger and the books follow."""
import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestDocuments(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.other = cls._open_account(cls.partners["D2"])

    def _document(self, model, **vals):
        document = self.env[model].with_user(self.users["fin_cashier"]).create({"account_id": self.account.id, "reason": "because", **vals})
        document.action_submit()
        return document.with_user(self.users["fin_manager"])

    def test_adjustment(self):
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        credit = self._document("prepaid.adjustment", amount=12.5, counter_account_id=expense.id)
        self.assertLedger(self.account, 5000, 0, 5000)
        credit.action_approve()
        credit.action_approve()
        self.assertLedger(self.account, 5012.5, 0, 5012.5)
        self.assertMove(credit.move_id, [("660100", 12.5), ("220300", -12.5)])

        debit = self._document("prepaid.adjustment", amount=2.5, direction="debit", counter_account_id=expense.id)
        self.assertLedger(self.account, 5012.5, 2.5, 5010)
        debit.action_approve()
        self.assertLedger(self.account, 5010, 0, 5010)
        self.assertMove(debit.move_id, [("660100", -2.5), ("220300", 2.5)])
        advance = self.env["prepaid.gl.mapping"]._account(self.company, "advance")
        with self.assertRaisesRegex(UserError, "cannot be the advance account"):
            self._document("prepaid.adjustment", amount=1, counter_account_id=advance.id)
        bank = self.env["prepaid.topup"]._default_journal().default_account_id
        with self.assertRaisesRegex(UserError, f"{bank.code}.* money at the bank.*entered as a top-up, money that goes out as a withdrawal"):
            self._document("prepaid.adjustment", amount=1, counter_account_id=bank.id)
        deposits = self.env["account.account"].create({"code": "224177", "name": "Deposits of dealers", "account_type": "liability_current"})
        self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "deposit")]).account_id = deposits
        with self.assertRaisesRegex(UserError, f"{deposits.code}.* holds deposits or money that is not identified"):
            self._document("prepaid.adjustment", amount=1, counter_account_id=deposits.id)
        waiting = self._document("prepaid.adjustment", amount=1, counter_account_id=expense.id)
        waiting.sudo().counter_account_id = bank
        with self.assertRaisesRegex(UserError, "money at the bank"):  # one that waited before this was refused
            waiting.action_approve()

    def test_adjustment_stays_above_what_is_held(self):
        """J5c: money kept back for an order is no other paper's; a correction goes down to it and no further."""
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        self.account._hold("order", 68_000, "res.partner", self.d1.id, "order")
        with self.assertRaisesRegex(UserError, "0.01"), self.env.cr.savepoint():
            self._document("prepaid.adjustment", amount=4320.01, direction="debit", counter_account_id=expense.id)
        self.assertLedger(self.account, 5000, 680, 4320)
        self._document("prepaid.adjustment", amount=4320, direction="debit", counter_account_id=expense.id).action_approve()
        self.assertLedger(self.account, 680, 680, 0)
        self.account._capture(
            "order", 68_000, operation_key="ship", label="order", res_model="res.partner", res_id=self.d1.id)
        self.env.invalidate_all()
        self.assertEqual((self.account.balance, self.account.held), (0, 0), "the order ships with its money")

    def test_charge_that_the_owner_owes(self):
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        vals = {"counter_account_id": expense.id, "direction": "debit", "forced": True}
        with self.assertRaisesRegex(UserError, "has the money"):
            self._document("prepaid.adjustment", amount=5000, **vals)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
            self._document("prepaid.adjustment", amount=1, **{**vals, "direction": "credit"})
        with self.assertRaisesRegex(UserError, "top up 0.01 CNY. Or tick “The owner owes what is missing”"):
            self._document("prepaid.adjustment", amount=5000.01, **{**vals, "forced": False})
        charge = self._document("prepaid.adjustment", amount=5000.01, **vals)
        self.assertLedger(self.account, 5000, 0, 5000)
        with self.assertRaisesRegex(UserError, "submitted and stays"):
            charge.with_user(self.users["fin_cashier"]).forced = False
        charge.action_approve()
        charge.action_approve()
        self.assertEqual((self.account.debt, self.account.available), (0.01, -0.01))
        self._topup(self.d1, 3, bank_serial="owed")
        self.assertLedger(self.account, 2.99, 0, 2.99)
        own = self.env["prepaid.adjustment"].with_user(self.users["fin_manager"]).create(
            {"account_id": self.account.id, "reason": "x", "amount": 10, **vals})
        own.action_submit()
        with self.assertRaisesRegex(AccessError, "Another person must approve"):
            own.action_approve()
        rejected = self._document("prepaid.adjustment", amount=10, **vals)
        rejected.action_reject("paid in the meantime")
        self.assertLedger(self.account, 2.99, 0, 2.99)

    def test_transfer(self):
        transfer = self._document("prepaid.transfer", amount=500, target_id=self.other.id)
        self.assertLedger(self.account, 5000, 500, 4500)
        transfer.action_approve()
        self.assertEqual((transfer.state, transfer.first_approver_id), ("submitted", self.users["fin_manager"]), "between dealers two approve")
        with self.assertRaisesRegex(AccessError, "first approval"):
            transfer.action_approve()
        self.assertLedger(self.account, 5000, 500, 4500)
        transfer.with_user(self.second_manager).action_approve()
        self.assertLedger(self.account, 4500, 0, 4500)
        self.assertLedger(self.other, 5500, 0, 5500)
        self.assertMove(transfer.move_id, [("220300", 500), ("220300", -500)])
        with self.assertRaisesRegex(UserError, "top up"):
            self._document("prepaid.transfer", amount=4500.01, target_id=self.other.id)

    def test_transfer_within_a_dealer(self):
        store = self._account(self.store_1a)
        transfer = self._document("prepaid.transfer", amount=500, target_id=store.id)
        transfer.action_approve()
        self.assertEqual(transfer.state, "approved")
        self.assertLedger(store, 500, 0, 500)

    def test_freeze_the_account(self):
        self.account._hold("running", 68_000, "res.partner", self.d1.id, "running")
        freeze = self._document("prepaid.freeze", kind="account")
        self.assertEqual(self.account.state, "open")
        freeze.action_approve()
        self.assertEqual(self.account.state, "frozen")
        self.assertEqual(self.account._hold("new", 1, "res.partner", self.d1.id, "new").code, "account_frozen")
        self.account._capture("running", 68_000, operation_key="s", label="s", res_model="res.partner", res_id=self.d1.id)
        with self.assertRaisesRegex(UserError, "does not fit"):
            self._document("prepaid.freeze", kind="account")
        self._document("prepaid.freeze", kind="release").action_approve()
        self.assertTrue(self.account._hold("new", 1, "res.partner", self.d1.id, "new").ok)

    def test_freeze_an_amount(self):
        freeze = self._document("prepaid.freeze", kind="amount", amount=300)
        freeze.action_approve()
        self.assertLedger(self.account, 5000, 300, 4700)
        self._document("prepaid.freeze", kind="lift", freeze_id=freeze.id).action_approve()
        self.assertLedger(self.account, 5000, 0, 5000)
        with self.assertRaisesRegex(UserError, "not lifted yet"):
            self._document("prepaid.freeze", kind="lift", freeze_id=freeze.id)

    def test_four_eyes_and_roles(self):
        for model, vals in (
            ("prepaid.withdrawal", {"amount": 10}), ("prepaid.transfer", {"amount": 10, "target_id": self.other.id}),
            ("prepaid.adjustment", {"amount": 10, "counter_account_id": self.env["prepaid.gl.mapping"]._account(self.company, "expense").id}),
            ("prepaid.freeze", {"kind": "account"}),
        ):
            with self.subTest(model):
                manager = self.users["fin_manager"]
                own = self.env[model].with_user(manager).create({"account_id": self.account.id, "reason": "own", **vals})
                own.action_submit()
                with self.assertRaisesRegex(AccessError, "Another person"):
                    own.action_approve()
                own.action_reject("taken back")
                document = self._document(model, **vals)
                for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "cs_presale", "auditor"):
                    with self.assertRaises(AccessError):
                        document.with_user(self.users[role]).action_approve()
                with self.assertRaises(AccessError):
                    document.write({"state": "approved"})
                with self.assertRaises(UserError):
                    document.with_user(self.users["fin_cashier"]).write({"reason": "other"})
                with self.assertRaises(UserError):
                    document.with_user(self.users["fin_cashier"]).unlink()
                document.action_reject("no")

    def test_amounts(self):
        for amount, error in ((0, psycopg2.IntegrityError), (-1, psycopg2.IntegrityError), (0.001, UserError)):
            with self.subTest(amount=amount), mute_logger("odoo.sql_db"), self.assertRaises(error), self.env.cr.savepoint():
                self._document("prepaid.withdrawal", amount=amount)
        self.assertLedger(self.account, 5000, 0, 5000)
