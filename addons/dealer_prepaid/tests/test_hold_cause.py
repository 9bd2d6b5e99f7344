"""N16: every hold says what it waits for and who can act, whatever document keeps the money back."""
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestHoldCause(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def _cause(self, document):
        self.env.invalidate_all()
        hold = self.env["prepaid.hold"].with_user(self.users["auditor"]).search([
            ("res_model", "=", document._name), ("res_id", "=", document.id), ("state", "=", "open")])
        return hold.cause

    def _submitted(self, model, **vals):
        document = self.env[model].with_user(self.users["fin_cashier"]).create({"account_id": self.account.id, "amount": 10, "reason": "x", **vals})
        document.action_submit()
        return document

    def test_withdrawal(self):
        document = self._submitted("prepaid.withdrawal")
        self.assertEqual(self._cause(document), "approval: Finance manager")
        document.with_user(self.users["fin_manager"]).action_approve()
        self.assertIn("payment and its bank reference: ", self._cause(document))

    def test_freeze(self):
        document = self._submitted("prepaid.freeze", kind="amount")
        self.assertIn("approval: ", self._cause(document))
        document.with_user(self.users["fin_manager"]).action_approve()
        self.assertIn("frozen until a document lifts it", self._cause(document))

    def test_adjustment(self):
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        document = self._submitted("prepaid.adjustment", direction="debit", counter_account_id=expense.id)
        self.assertIn("approval: ", self._cause(document))

    def test_every_document_that_holds_says_something(self):
        """Generated: each model of documents answers in the state in which its money waits."""
        mixin = self.env.registry["prepaid.document"]
        for name, model in self.env.registry.items():
            if issubclass(model, mixin) and not model._abstract:
                with self.subTest(name):
                    self.assertTrue(self.env[name].new({"state": "submitted"})._hold_cause())
