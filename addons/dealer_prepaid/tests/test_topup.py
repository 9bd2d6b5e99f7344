"""J1: a top-up is recorded by one person, confirmed by another, and the first 5,000.00 open the account."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestTopup(PrepaidCommon):
    def test_opening_topup(self):
        """R1-049: asked for, confirmed, credited."""
        topup = self._submitted_topup(self.d1, 5000)
        account = topup.account_id
        self.assertEqual(account.state, "draft")
        self.assertLedger(account, 0, 0, 0)

        topup.with_user(self.users["fin_confirmer"]).action_confirm()

        self.assertEqual((topup.state, account.state), ("confirmed", "open"))
        self.assertTrue(account.opened_at)
        self.assertLedger(account, 5000, 0, 5000)
        self.assertMove(topup.move_id, [("100200", 5000), ("220300", -5000)])
        self.assertEqual(topup.entry_id.move_id, topup.move_id)
        self.assertEqual(topup.entry_id.approver_id, self.users["fin_confirmer"])

    def test_first_topup_comes_in_one_payment(self):
        self.assertTrue(self.company.prepaid_first_in_one, "the rule of the source: R0-057")
        first = self._topup(self.d1, 4999.99)
        account = first.account_id
        self.assertEqual((account.state, account.missing_to_open), ("draft", 5000))
        self.assertIn("one payment of 5000.00", first.message_ids[0].body.replace(",", ""))
        hint = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).new({"partner_id": self.d1.id, "amount": 0.01}).effect_hint
        self.assertIn("one payment", hint)
        self._topup(self.d1, 0.01)
        self.assertEqual(account.state, "draft")
        self._topup(self.d1, 5000)
        self.assertEqual(account.state, "open")
        self.assertLedger(account, 10_000, 0, 10_000)

    def test_account_that_never_opened_gives_way_to_the_one_above(self):
        """A small payment recorded for a store by mistake does not cut the store off from its dealer's money."""
        accounts, above = self.env["prepaid.account"], self._open_account(self.d1)
        self.assertEqual(accounts._for_partner(self.company, self.store_1a), above)
        draft = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).new({"partner_id": self.store_1a.id, "amount": 10})
        self.assertIn(f"are paid by {above.display_name}", draft.effect_hint)
        wrong = self._topup(self.store_1a, 10)
        self.assertEqual((wrong.account_id.state, wrong.account_id.partner_id), ("draft", self.store_1a))
        self.assertEqual(accounts._for_partner(self.company, self.store_1a), above)
        draft.amount = 5000
        draft.invalidate_recordset(["effect_hint"])
        self.assertIn(f"no longer {above.display_name}", draft.effect_hint)
        self._topup(self.store_1a, 5000)
        self.assertEqual(accounts._for_partner(self.company, self.store_1a), wrong.account_id)

    def test_reversal_says_its_reason(self):
        topup = self._topup(self.d1, 5000)
        reason = self.env["prepaid.reason"].search([("kind_ids.model", "=", "prepaid.topup.reversal"), ("text_required", "=", False)], limit=1)
        document = self.env["prepaid.topup.reversal"].with_user(self.users["fin_cashier"]).create({"topup_id": topup.id, "reason_id": reason.id})
        document.action_submit()
        document.with_user(self.users["fin_confirmer"]).action_approve()
        bodies = " ".join(topup.message_ids.mapped("body"))
        self.assertIn(f"{document.name}: {reason.name}", bodies)
        self.assertNotIn("False", bodies)

    def test_one_fen_short_does_not_open(self):
        self.company.prepaid_first_in_one = False
        first = self._topup(self.d1, 4999.99)
        account = first.account_id
        self.assertEqual((account.state, account.missing_to_open), ("draft", 0.01))
        self.assertIn("0.01", first.message_ids[0].body)
        refused = account._hold("test,1,1", 100, "res.partner", self.d1.id, "Order 1")
        self.assertEqual((refused.status, refused.code), ("blocked", "account_not_open"))
        self.assertIn("0.01", refused.message)

        self._topup(self.d1, 0.01)

        self.assertEqual(account.state, "open")
        self.assertLedger(account, 5000, 0, 5000)

    def test_four_eyes(self):
        both = self._user("fin_manager", login="t_both")
        topup = self.env["prepaid.topup"].with_user(both).create({
            "partner_id": self.d1.id, "amount": 5000, "proof_ids": [Command.set(self._proof(user=both).ids)]})
        topup.action_submit()
        with self.assertRaisesRegex(AccessError, "Another person must confirm"):
            topup.action_confirm()
        for role in ("fin_cashier", "cs_presale", "sales_rep", "fin_settlement", "wh_operator", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                topup.with_user(self.users[role]).action_confirm()
        topup.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual(topup.state, "confirmed")

    def test_the_confirmer_sees_the_proof(self):
        topup = self._submitted_topup(self.d1, 5000)
        self.env.invalidate_all()
        (seen,) = topup.with_user(self.users["fin_confirmer"]).web_read({"proof_ids": {"fields": {"name": {}, "mimetype": {}}}})
        self.assertEqual([proof["name"] for proof in seen["proof_ids"]], ["slip.png"])
        stranger = self._proof("other.png", user=self.users["fin_manager"])
        with self.assertRaises(AccessError):
            self._submitted_topup(self.d1, 5, proof_ids=[Command.set(stranger.ids)])

    def test_pressing_twice_has_one_effect(self):
        topup = self._submitted_topup(self.d1, 5000)
        topup.action_submit()
        confirmer = topup.with_user(self.users["fin_confirmer"])
        confirmer.action_confirm()
        confirmer.action_confirm()
        self.assertLedger(topup.account_id, 5000, 0, 5000)
        self.assertEqual(len(topup.account_id.entry_ids), 1)

    def test_bad_input(self):
        cashier = self.env["prepaid.topup"].with_user(self.users["fin_cashier"])
        no_proof = cashier.create({"partner_id": self.d1.id, "amount": 10, "bank_serial": 20261123})
        self.assertEqual(no_proof.bank_serial, "20261123", "a number is taken as the bank writes it")
        with self.assertRaisesRegex(UserError, "no proof"):
            no_proof.action_submit()
        cash = self.env["account.journal"].create({"name": "Not receiving", "type": "bank", "code": "TNR"})
        wrong = cashier.create({"partner_id": self.d1.id, "amount": 10, "journal_id": cash.id, "proof_ids": [Command.set(self._proof().ids)]})
        with self.assertRaisesRegex(UserError, "receives prepaid money"):
            wrong.action_submit()
        stranger = self.env["res.partner"].create({
            "name": "Not approved", "dealer_level": "dealer", "is_company": True, "parent_id": self.partners["West"].id})
        topup = cashier.create({"partner_id": stranger.id, "amount": 10, "proof_ids": [Command.set(self._proof().ids)]})
        with self.assertRaisesRegex(UserError, "not approved"):
            topup.action_submit()

    def test_rejected_and_closed_to_writes(self):
        topup = self._submitted_topup(self.d1, 50)
        confirmer = topup.with_user(self.users["fin_confirmer"])
        with self.assertRaisesRegex(UserError, "Say why"):
            confirmer.action_reject(" ")
        wizard = self.env["dealer.reason"].with_user(self.users["fin_confirmer"]).browse(confirmer.action_ask_reject()["res_id"])
        wizard.reason = "never arrived"
        wizard.action_apply()
        self.assertEqual((topup.state, topup.reject_reason), ("rejected", "never arrived"))
        with self.assertRaises(UserError):
            topup.with_user(self.users["fin_cashier"]).amount = 60
        with self.assertRaises(AccessError):
            topup.with_user(self.users["fin_cashier"]).state = "confirmed"
        with self.assertRaises(AccessError):
            self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create(
                {"partner_id": self.d1.id, "amount": 5, "state": "confirmed"})

    def test_remittance_becomes_topup(self):
        contact = self.env["res.partner"].create({"name": "Zhang San", "parent_id": self.d1.id})
        self.assertTrue(contact)
        lines = self._from_bank(*[
            {"date": "2026-11-20", "serial": "B1", "amount": 5000, "payer_name": "Zhang San", "remark": "Test West Zhang San"},
            {"date": "2026-11-20", "serial": "B2", "amount": 300, "payer_name": "Nobody", "remark": "hello"},
            {"date": "2026-11-20", "serial": "B3", "amount": 70, "payer_name": "X", "remark": "TestWest+TestStore1A"},
        ])
        lines.action_match()
        self.assertEqual(lines.mapped("state"), ["matched", "unmatched", "matched"])
        self.assertEqual(lines[0].partner_id, self.d1)
        self.assertEqual(lines[2].partner_id, self.store_1a)
        with self.assertRaisesRegex(UserError, "B2"):
            lines.action_make_topups()
        lines[0].action_make_topups()
        lines[0].action_make_topups()
        self.assertEqual(lines[0].topup_id.state, "submitted")
        lines[0].topup_id.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertLedger(lines[0].topup_id.account_id, 5000, 0, 5000)
