"""Feature 37: each finance document says what its buttons would do, and they do just that."""
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestDocumentEffect(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def _new(self, model, **vals):
        return self.env[model].with_user(self.users["fin_cashier"]).create({"account_id": self.account.id, "reason": "as asked", **vals})

    def test_withdrawal(self):
        document = self._new("prepaid.withdrawal", amount=1000)
        self.assertEqual(document.effect_text, (
            "Submitting holds 1,000.00 CNY: available 5,000.00 → 4,000.00. Paying: balance 5,000.00 → 4,000.00, available 4,000.00."))
        document.action_submit()
        document.invalidate_recordset()
        said = "Paying: balance 5,000.00 → 4,000.00, available 4,000.00. Rejecting gives 1,000.00 CNY back: available 4,000.00 → 5,000.00."
        self.assertEqual(document.effect_text, said)
        document.with_user(self.users["fin_manager"]).action_approve()
        document.invalidate_recordset()
        self.assertEqual(document.effect_text, said)
        paid = document.with_user(self.users["fin_confirmer"])
        paid.bank_reference = "B-EFFECT"
        paid.action_pay()
        self.assertLedger(self.account, 4000, 0, 4000)
        document.invalidate_recordset()
        self.assertFalse(document.effect_text)

    def test_credit_and_charge(self):
        counter = self.account._role("goods_income")
        credit = self._new("prepaid.adjustment", amount=20, direction="credit", counter_account_id=counter.id)
        self.assertEqual(credit.effect_text, "Approving: balance 5,000.00 → 5,020.00, available 5,020.00.")
        charge = self._new("prepaid.adjustment", amount=20, direction="debit", counter_account_id=counter.id)
        self.assertIn("Submitting holds 20.00 CNY", charge.effect_text)
        self.assertIn("Approving: balance 5,000.00 → 4,980.00, available 4,980.00.", charge.effect_text)
        grant = self._new("prepaid.grant", amount=50, bucket="gift")
        self.assertEqual(grant.effect_text, "Approving: balance 5,000.00 → 5,050.00, available 5,050.00.")
        grant.with_user(self.users["fin_cashier"]).action_submit()
        grant.with_user(self.users["fin_manager"]).action_approve()
        self.assertLedger(self.account, 5050, 0, 5050)

    def test_freeze(self):
        frozen = self._new("prepaid.freeze", kind="amount", amount=300)
        self.assertEqual(frozen.effect_text, "Submitting holds 300.00 CNY: available 5,000.00 → 4,700.00.")
        self.assertFalse(self._new("prepaid.freeze", kind="account").effect_text)

    def test_forms_show_it(self):
        for model in ("adjustment", "grant", "writeoff", "freeze", "deposit", "withdrawal", "transfer", "company.transfer"):
            with self.subTest(model):
                self.assertIn("effect_text", self.env[f"prepaid.{model}"].get_view(view_type="form")["arch"])
