"""Feature 37: each finance document says what its buttons would do, and they do just that."""
from odoo.exceptions import UserError
from odoo.fields import Command
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

    def test_more_than_there_is(self):
        document = self._new("prepaid.withdrawal", amount=99999)
        self.assertEqual(document.effect_text, "Submitting is refused: it would hold 99,999.00 CNY, 5,000.00 are available, 94,999.00 are missing.")

    def test_gifts_cannot_be_paid_out(self):
        """What is said before is what the button does: it compares with the cash, not with all that is available."""
        self.account._post_entries("gift", [{"kind": "gift", "amount_fen": 20_000, "label": "gift", "bucket": "gift"}], "res.partner", self.d1.id)
        document = self._new("prepaid.withdrawal", amount=5100)
        self.assertEqual(document.effect_text, (
            "Submitting is refused: it would hold 5,100.00 CNY; of the 5,200.00 available 5,000.00 can be taken for it, 100.00 are missing."))
        with self.assertRaisesRegex(UserError, "at most 5,000.00 CNY of free cash"):
            document.action_submit()
        self.assertIn("Submitting holds 5,000.00 CNY", self._new("prepaid.withdrawal", amount=5000).effect_text)
        self.assertIn("Submitting holds 5,200.00 CNY", self._new("prepaid.freeze", kind="amount", amount=5200).effect_text)

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

    def test_parked_money(self):
        """What it said of a claim is what the account has afterwards; an owner without account is told what is missing."""
        receipt = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({
            "amount": 3000, "payer_name": "Zhang San", "serial": "U-EFFECT", "proof_ids": [Command.set(self._proof().ids)]})
        self.assertEqual(receipt.effect_text, "Approving: 3,000.00 CNY wait in the books for their owner; no account moves.")
        receipt.action_submit()
        receipt.with_user(self.users["fin_confirmer"]).action_approve()
        self.assertIn("enter whose they are", receipt.effect_text)
        receipt.claim_partner_id = self.partners["D2"]
        self.assertEqual(receipt.effect_text, (
            f"Confirming the claim: {self.partners['D2'].name} balance 0.00 → 3,000.00. "
            "Not enough to open the account: that takes one payment of 5,000.00 CNY."))
        receipt.write({"claim_partner_id": self.d1.id, "claim_reason": "found by name"})
        said = f"Confirming the claim: {self.d1.name} balance 5,000.00 → 8,000.00, available 8,000.00."
        self.assertEqual(receipt.effect_text, said)
        receipt.action_propose_claim()
        self.assertEqual(receipt.effect_text, said)
        receipt.with_user(self.users["fin_confirmer"]).action_claim()
        self.assertLedger(self.account, 8000, 0, 8000)
        self.assertFalse(receipt.effect_text)

    def test_money_that_goes_back_to_its_payer(self):
        receipt = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({
            "amount": 30, "payer_name": "Li Si", "serial": "U-BACK", "proof_ids": [Command.set(self._proof().ids)]})
        receipt.action_submit()
        receipt.with_user(self.users["fin_confirmer"]).action_approve()
        receipt.write({"return_reason": "not ours", "return_holder": "Li Si", "return_number": "6222 0000 1111 2222"})
        receipt.action_propose_return()
        self.assertIn("Confirming the return: 30.00 CNY leave ", receipt.effect_text)

    def test_opening_amount_and_balances(self):
        draft = self.env["prepaid.account"]._get_or_create(self.company, self.partners["D2"])
        lower = self.env["prepaid.opening.amount"].with_user(self.users["fin_cashier"]).create({
            "account_id": draft.id, "amount": 2000, "reason": "small town"})
        self.assertEqual(lower.effect_text, "Approving: the account opens at 2,000.00 instead of 5,000.00 CNY; 2,000.00 still missing.")
        day = self.company._dealer_today()
        opening = self.env["prepaid.opening"].with_user(self.users["fin_cashier"]).create({
            "old_system": "Old books", "amount": 800, "stated_cash": 800, "stated_count": 1,
            "line_ids": [Command.create({"partner_id": self.partners["D2"].id, "amount": 800, "bucket": "cash", "date": day})]})
        self.assertIn("Signing off: 1 accounts get 800.00 CNY in 1 entries; 1 of them open by it. One journal entry of ", opening.effect_text)
        self.company.prepaid_opening_books = "stands"
        opening.invalidate_recordset()
        self.assertIn("The books are not touched", opening.effect_text)

    def test_forms_show_it(self):
        for model in ("adjustment", "grant", "writeoff", "freeze", "deposit", "withdrawal", "transfer", "company.transfer", "opening", "opening.amount",
                      "unidentified"):
            with self.subTest(model):
                self.assertIn("effect_text", self.env[f"prepaid.{model}"].get_view(view_type="form")["arch"])
