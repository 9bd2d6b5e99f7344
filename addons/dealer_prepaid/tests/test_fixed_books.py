"""Proofs and journal entries of documents stay as they are: what finance users may still do through Odoo itself is nothing (A2, A5, A6)."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_receipt import ReceiptCommon

KEEPERS = ("fin_cashier", "fin_settlement", "fin_manager")


@tagged("post_install", "-at_install")
class TestFixedBooks(ReceiptCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topup = cls._topup(cls.d1, 5000)
        cls.cashier = cls.users["fin_cashier"]

    def assertRefused(self, call, *args, sentence="stays as it is"):
        with self.assertRaisesRegex((UserError, AccessError), sentence), self.env.cr.savepoint():
            call(*args)
        self.env.invalidate_all()

    # -- proofs

    def test_proof_of_a_confirmed_document(self):
        (proof,) = self.topup.proof_ids.with_user(self.cashier)
        for vals in ({"datas": "AAAA"}, {"raw": b"other"}, {"name": "x"}, {"mimetype": "text/plain"}, {"type": "url", "url": "http://x"},
                     {"res_model": False, "res_id": False}, {"res_id": self.d1.id, "res_model": "res.partner"}):
            with self.subTest(vals=vals):
                self.assertRefused(proof.write, vals)
        self.assertRefused(proof.unlink)
        self.assertRefused(proof.sudo()._delete_and_notify)
        self.assertEqual(self.topup.proof_ids, proof)

    def test_proof_bound_elsewhere(self):
        """A file that belongs to a draft and proves another document as well."""
        proof = self._proof()
        draft = self.env["prepaid.topup"].with_user(self.cashier).create({
            "partner_id": self.d1.id, "amount": 5, "proof_ids": [Command.set(proof.ids)]})
        self.assertEqual(proof.res_id, draft.id)
        self._submitted_topup(self.d1, 7, proof_ids=[Command.set(proof.ids)])
        self.assertRefused(proof.write, {"datas": "AAAA"})
        self.assertRefused(proof.unlink)

    def test_proof_of_a_draft_and_other_files(self):
        topup = self.env["prepaid.topup"].with_user(self.cashier).create({
            "partner_id": self.d1.id, "amount": 5, "proof_ids": [Command.set(self._proof().ids)]})
        topup.proof_ids.write({"name": "other.png"})
        topup.proof_ids.unlink()
        self._proof().unlink()

    # -- journal entries

    def _moves(self):
        """Give the entries of a top-up, a parked and claimed receipt, a deposit, a receipt on a term and its invoice."""
        def document(model, **vals):
            record = self.env[model].with_user(self.cashier).create({
                "reason": "because", "proof_ids": [Command.set(self._proof().ids)], **vals})
            record.action_submit()
            record.with_user(self.users["fin_manager"]).action_approve()
            return record
        parked = document("prepaid.unidentified", amount=3000, payer_name="Somebody")
        deposit = document("prepaid.deposit", partner_id=self.d1.id, kind="received", amount=300)
        self._settlement(self.partners["D2"], "pay_later", days=30, limit=1000)
        due = self._invoice(self.partners["D2"], 680)
        receipt = self._confirmed_receipt(self.partners["D2"], 680)
        self.assertEqual(due.move_id.payment_state, "paid")
        return self.topup.move_id.sudo() | parked.move_id.sudo() | deposit.move_id.sudo() | due.move_id.sudo() | receipt.move_id.sudo()

    def test_moves_of_documents(self):
        moves = self._moves()
        self.assertEqual(len(moves), 5)
        for role in KEEPERS:
            for move in moves.with_user(self.users[role]):
                with self.subTest(role=role, move=move.sudo().ref or move.sudo().name):
                    for call, *args in (
                        (move.button_draft,), (move.button_cancel,), (move._reverse_moves,), (move.unlink,),
                        (move.with_context(force_delete=True).unlink,), (move.write, {"ref": "x"}), (move.write, {"date": "2020-01-01"}),
                        (move.write, {"partner_id": self.store_1a.id}), (move.write, {"state": "draft"}), (move.write, {"name": "x"}),
                        (move.write, {"line_ids": [Command.update(move.sudo().line_ids[0].id, {"name": "x"})]}),
                    ):
                        self.assertRefused(call, *args, sentence="")
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_items_of_documents(self):
        moves = self._moves()
        for move in moves.with_user(self.cashier):
            line = move.line_ids[0]
            for vals in ({"partner_id": self.store_1a.id}, {"name": "forged"}, {"account_id": move.line_ids[1].account_id.id}, {"debit": 1},
                         {"date_maturity": "2020-01-01"}):
                self.assertRefused(line.write, vals)
            self.assertRefused(line.with_context(force_delete=True).unlink)
            self.assertRefused(line.create, {"move_id": move.id, "account_id": line.account_id.id, "name": "more"})
        matched = moves.line_ids.filtered("matched_credit_ids").with_user(self.cashier)
        self.assertTrue(matched)
        self.assertRefused(matched.remove_move_reconcile)
        self.assertRefused(matched.matched_credit_ids.unlink)
        self.assertRefused(matched.matched_credit_ids.write, {"amount": 1})
        self.assertRefused(matched.full_reconcile_id.unlink)
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_a_foreign_credit_note_settles_no_invoice(self):
        self._settlement(self.partners["D2"], "pay_later", days=30, limit=1000)
        due = self._invoice(self.partners["D2"], 680)
        note = self.env["account.move"].create({
            "move_type": "out_refund", "partner_id": self.partners["D2"].id,
            "invoice_line_ids": [Command.create({"name": "x", "quantity": 1, "price_unit": 680, "tax_ids": [Command.clear()]})]})
        note.action_post()
        lines = (due.move_id | note).line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        self.assertRefused(lines.with_user(self.users["fin_settlement"]).reconcile)

    def test_other_moves_stay_free(self):
        move = self.env["account.move"].with_user(self.cashier).create({
            "move_type": "out_invoice", "partner_id": self.d1.id, "invoice_date": "2026-01-05",
            "invoice_line_ids": [Command.create({"name": "x", "quantity": 1, "price_unit": 10, "tax_ids": [Command.clear()]})]})
        move.action_post()
        move.write({"ref": "mine"})
        move.button_draft()
        move.button_cancel()
        self.assertEqual(move.state, "cancel")

    def test_an_unposted_move_shows(self):
        receipt = self._document_receipt()
        receipt.move_id.sudo().button_draft()
        found = [diff for diff in self.env["prepaid.check"]._differences(self.company) if diff["kind"] == "move"]
        self.assertEqual([diff["right_fen"] for diff in found], [68000])
        self.assertIn(receipt.name, found[0]["message"])

    def _document_receipt(self):
        self._settlement(self.partners["D2"], "pay_later", days=30, limit=1000)
        return self._confirmed_receipt(self.partners["D2"], 680)
