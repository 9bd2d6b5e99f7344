"""Receipts for orders: two persons, proof, doubles, pay-now accounts and open invoices (journeys J15, J24)."""
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .common import PrepaidCommon


class ReceiptCommon(PrepaidCommon):
    """Builders: settlement methods and receipts as real users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env.ref("dealer_prepaid.receipt_channel_bank")

    @classmethod
    def _settlement(cls, partner, method, **terms):
        partner.with_user(cls.users["fin_manager"]).action_set_settlement(method, "contract", **terms)
        cls._confirm_terms(partner)

    @classmethod
    def _confirm_terms(cls, partner):
        """The second person: the confirmer confirms what waits."""
        waiting = cls.env["prepaid.settlement.change"].with_user(cls.users["fin_confirmer"]).search([
            ("partner_id", "=", partner.id), ("state", "=", "proposed")])
        waiting.action_confirm()

    @classmethod
    def _slip(cls, user=None):
        return cls._proof(user=user)

    @classmethod
    def _receipt(cls, partner, amount, role="fin_cashier", **vals):
        user = cls.users[role]
        proof = vals.pop("proof", None) or cls._slip(user)
        return cls.env["prepaid.receipt"].with_user(user).create({
            "partner_id": partner.id, "amount": amount, "channel_id": cls.bank.id, "payer_name": "Payer",
            "proof_ids": [Command.set(proof.ids)], **vals})

    @classmethod
    def _submitted_receipt(cls, partner, amount, **vals):
        receipt = cls._receipt(partner, amount, **vals)
        receipt.action_submit()
        return receipt

    @classmethod
    def _confirmed_receipt(cls, partner, amount, **vals):
        receipt = cls._submitted_receipt(partner, amount, **vals)
        receipt.with_user(cls.users["fin_confirmer"]).action_confirm()
        return receipt

    @classmethod
    def _invoice(cls, partner, amount, days_due=30, back=0):
        """Post a plain invoice on a term and put it on the list."""
        day = Date.subtract(cls.company._dealer_today(), days=back)
        move = cls.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": partner.id, "invoice_date": day, "date": day, "invoice_date_due": Date.add(day, days=days_due),
            "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create({
                "name": "Goods", "quantity": 1, "price_unit": amount, "tax_ids": [Command.set(cls.env["prepaid.gl.mapping"]._sale_tax(cls.company).ids)]})]})
        move.action_post()
        return cls.env["prepaid.due"]._record(move, partner, "res.partner", partner.id, "Test")


@tagged("post_install", "-at_install")
class TestReceipt(ReceiptCommon):
    def test_pay_now_account_opens_with_the_first_receipt(self):
        """R1-064: a receipt with channel and amount."""
        self._settlement(self.d1, "pay_now")
        receipt = self._submitted_receipt(self.d1, 650)
        account = receipt.account_id
        self.assertEqual((receipt.state, receipt.booking, account.state, account.min_first_topup), ("submitted", "advance", "draft", 0))
        self.assertLedger(account, 0, 0, 0)  # R3-099: what nobody confirmed does not count

        receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual((receipt.state, account.state), ("confirmed", "open"))
        self.assertEqual((receipt.entry_id.kind, receipt.entry_id.amount), ("receipt", 650))
        self.assertMove(receipt.move_id.sudo(), [("100200", 650), ("220300", -650)])
        self.assertLedger(account, 650, 0, 650)
        receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertLedger(account, 650, 0, 650)

    def test_receipt_of_a_store_goes_to_the_payer_above(self):
        self._settlement(self.d1, "pay_now")
        receipt = self._confirmed_receipt(self.store_1a, 100)
        self.assertEqual(receipt.account_id.partner_id, self.d1)

    def test_prepaid_account_opens_at_its_minimum_only(self):
        self.company.prepaid_first_in_one = False
        receipt = self._confirmed_receipt(self.d1, 4999.99)
        self.assertEqual(receipt.account_id.state, "draft")
        self._confirmed_receipt(self.d1, 0.01)
        self.assertEqual(receipt.account_id.state, "open")
        self.assertLedger(receipt.account_id, 5000, 0, 5000)

    def test_two_persons_and_roles(self):
        """R1-092, R1-093: the cashier records, another person of finance confirms."""
        receipt = self._receipt(self.d1, 680)
        for role in ("fin_confirmer", "cs_aftersale", "wh_operator", "sc_manager", "auditor"):
            with self.assertRaises(AccessError):
                receipt.with_user(self.users[role]).action_submit()
        receipt.action_submit()
        for role in ("fin_cashier", "cs_presale", "sales_rep", "cs_manager", "wh_manager", "ops_manager", "business_admin"):
            with self.assertRaises(AccessError):
                receipt.with_user(self.users[role]).action_confirm()
        own = self._receipt(self.d1, 10, role="fin_manager")
        own.action_submit()
        with self.assertRaisesRegex(AccessError, "Another person"):
            own.action_confirm()

    def test_service_and_sales_propose(self):
        """R1-118: they propose with proof and cannot confirm."""
        for role in ("cs_presale", "sales_rep"):
            receipt = self._receipt(self.d1, 100, role=role)
            receipt.action_submit()
            self.assertTrue(receipt.is_proposal)
            with self.assertRaises(AccessError):
                receipt.action_confirm()
            receipt.with_user(self.users["fin_confirmer"]).action_confirm()
            self.assertEqual(receipt.state, "confirmed")

    def test_proof_is_required_offline(self):
        """R1-065: offline channels need the picture."""
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": 5, "channel_id": self.bank.id})
        with self.assertRaisesRegex(UserError, "no proof"):
            receipt.action_submit()
        receipt.channel_id = self.env.ref("dealer_prepaid.receipt_channel_gateway")
        receipt.action_submit()
        self.assertEqual(receipt.state, "submitted")

    def test_more_than_a_year_ago(self):
        receipt = self._receipt(self.d1, 50, date=Date.subtract(self.company._dealer_today(), days=367))
        with self.assertRaisesRegex(UserError, f"{receipt.name}: .*more than a year ago"):
            receipt.action_submit()

    def test_a_typed_remittance_is_no_proof(self):
        """What a cashier typed proves nothing that he records himself; a line of the bank's own sheet does."""
        lines = self.env["prepaid.bank.line"]
        for serial, maker in (("TYPED", lines.with_user(self.users["fin_cashier"])), ("BANK", lines.sudo())):
            line = maker.create({"date": self.company._dealer_today(), "serial": serial, "amount": 5})
            receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
                "partner_id": self.d1.id, "amount": 5, "channel_id": self.bank.id, "bank_serial": serial, "journal_id": line.journal_id.id})
            if line.by_hand:
                with self.assertRaisesRegex(UserError, "no proof"):
                    receipt.action_submit()
                receipt.proof_ids = self._slip()
            receipt.action_submit()
            self.assertEqual((receipt.state, line.sudo().receipt_id), ("submitted", receipt), "either way it is no top-up any more")

    def test_who_typed_the_remittance_does_not_confirm_its_receipt(self):
        manager = self.users["fin_manager"]
        line = self.env["prepaid.bank.line"].with_user(manager).create({"date": self.company._dealer_today(), "serial": "TYPED", "amount": 5})
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5, "channel_id": self.bank.id, "bank_serial": "TYPED", "journal_id": line.journal_id.id,
            "proof_ids": self._slip()})
        receipt.action_submit()
        self.assertTrue(receipt.with_user(manager).is_own)
        with self.assertRaisesRegex(AccessError, "entered or changed its remittance TYPED"):
            receipt.with_user(manager).action_confirm()
        receipt.with_user(self.users["fin_confirmer"]).action_confirm()

    def test_same_proof_needs_the_finance_manager(self):
        """R1-065: the same proof again is flagged."""
        proof = self._slip()
        first = self._confirmed_receipt(self.d1, 680, proof=proof)
        second = self._receipt(self.store_1a, 680, proof=proof.with_user(self.users["fin_cashier"]).copy())
        answer = second.action_submit()
        self.assertIn(first.name, answer["params"]["message"])
        self.assertEqual(second.twin_name, first.name)
        self.assertEqual(second.action_open_twin()["res_id"], first.id)
        confirmer = second.with_user(self.users["fin_confirmer"])
        with self.assertRaisesRegex(UserError, first.name):
            confirmer.action_confirm()
        with self.assertRaises(AccessError):
            confirmer.action_release_twin("I think so")
        second.with_user(self.users["fin_manager"]).action_release_twin("two parcels on one slip")
        confirmer.action_confirm()
        self.assertEqual(second.state, "confirmed")

    def test_a_double_that_comes_later(self):
        """The button shows when the other document comes after the submit, and goes when it is rejected."""
        receipt = self._submitted_receipt(self.d1, 5000, bank_serial="LATE-1")
        self.assertFalse(receipt.twin_hint)
        topup = self._submitted_topup(self.d1, 5000, bank_serial="LATE1")
        receipt.invalidate_recordset(["twin_hint"])
        self.assertIn(topup.name, receipt.twin_hint)
        self.assertEqual(receipt.action_open_twin()["res_id"], topup.id)
        with self.assertRaisesRegex(UserError, topup.name):
            receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        for role, button in (("fin_manager", "action_ask_release_twin"), ("fin_confirmer", "action_confirm")):
            arch = etree.fromstring(receipt.with_user(self.users[role]).get_views([(False, "form")])["views"]["form"]["arch"])
            self.assertIn("twin_hint", arch.find(f".//button[@name='{button}']").get("invisible"))
        receipt.with_user(self.users["fin_manager"]).action_release_twin("the bank used the number twice")
        self.assertEqual((receipt.twin_name, receipt.twin_hint), (topup.name, False))

    def test_a_double_that_goes_again(self):
        first = self._submitted_receipt(self.d1, 680, bank_serial="GONE-1")
        second = self._submitted_receipt(self.d1, 680, bank_serial="GONE1")
        self.assertIn(first.name, second.twin_hint)
        first.with_user(self.users["fin_confirmer"]).action_reject("typed twice")
        second.invalidate_recordset(["twin_hint"])
        self.assertFalse(second.twin_hint)
        second.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual(second.state, "confirmed")

    def test_same_serial_as_a_topup(self):
        topup = self._topup(self.d1, 5000, bank_serial="B1")
        receipt = self._submitted_receipt(self.d1, 5000, bank_serial="B1")
        self.assertEqual(receipt.twin_name, topup.name)
        with self.assertRaisesRegex(UserError, topup.name):
            receipt.with_user(self.users["fin_confirmer"]).action_confirm()

    def test_flow_fields_are_closed(self):
        receipt = self._submitted_receipt(self.d1, 680)
        manager = receipt.with_user(self.users["fin_manager"])
        for vals in ({"state": "confirmed"}, {"submitter_id": False}, {"twin_released_by_id": self.env.uid}, {"account_id": False}):
            with self.assertRaises(AccessError):
                manager.write(vals)
        with self.assertRaises(UserError):
            manager.amount = 6800
        with self.assertRaises(AccessError):
            self._receipt(self.d1, 1, state="confirmed")
        with self.assertRaises(UserError):
            manager.unlink()
        default = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).with_context(default_state="confirmed").create({
            "partner_id": self.d1.id, "amount": 1, "channel_id": self.bank.id})
        self.assertEqual(default.state, "draft")

    def test_reject_with_reason(self):
        receipt = self._submitted_receipt(self.d1, 860)
        confirmer = receipt.with_user(self.users["fin_confirmer"])
        with self.assertRaises(UserError):
            confirmer.action_reject(" ")
        confirmer.action_reject("slip says 680.00")
        self.assertEqual((receipt.state, receipt.reject_reason), ("rejected", "slip says 680.00"))
        again = self._submitted_receipt(self.d1, 680, proof=receipt.proof_ids)
        self.assertFalse(again.twin_name, "the proof of a rejected receipt may be used for the right one")
        again.action_reject("typed again")  # the recorder takes his own back

    def test_not_in_the_future(self):
        future = self._receipt(self.d1, 5, date=Date.add(self.company._dealer_today(), days=1))
        with self.assertRaisesRegex(UserError, "future"):
            future.action_submit()

    def test_pay_later_settles_open_invoices(self):
        self._settlement(self.d1, "pay_later", days=30, limit=1000.0)
        old, new = self._invoice(self.d1, 680, back=40), self._invoice(self.d1, 300, back=5)
        receipt = self._confirmed_receipt(self.d1, 700)
        self.assertEqual((receipt.booking, receipt.entry_id), ("receivable", self.env["prepaid.entry"]))
        self.assertMove(receipt.move_id.sudo(), [("100200", 700), ("112200", -700)])
        self.assertEqual((old.residual, new.residual), (0, 280))
        self.assertEqual(self.d1._open_receivable_fen(self.company), 28000)
        self.assertFalse(self.env["prepaid.account"].search([("partner_id", "=", self.d1.id)]))

        receipt.with_user(self.users["fin_confirmer"]).action_reverse("bounced")
        self.assertEqual((receipt.state, old.residual, new.residual), ("reversed", 680, 300))
        self.assertTrue(receipt.move_id and receipt.reversal_move_id, "both remain")
        self.assertMove(receipt.reversal_move_id.sudo(), [("100200", -700), ("112200", 700)])

    def test_j15c_reversal_of_unspent_money(self):
        """R1-067: taken back, both records and the reason stay."""
        self._settlement(self.d1, "pay_now")
        receipt = self._confirmed_receipt(self.d1, 860)
        confirmer = receipt.with_user(self.users["fin_confirmer"])
        with self.assertRaises(UserError):
            confirmer.action_reverse("")
        for role in ("fin_cashier", "fin_settlement", "cs_manager", "sales_rep", "business_admin"):
            with self.assertRaises(AccessError):
                receipt.with_user(self.users[role]).action_reverse("wrong")
        for _press in range(2):
            confirmer.action_reverse("slip says 680.00")
        self.assertEqual((receipt.state, receipt.reverse_reason), ("reversed", "slip says 680.00"))
        self.assertEqual((receipt.entry_id.amount, receipt.reversal_entry_id.amount), (860, -860))
        self.assertEqual(receipt.reversal_entry_id.reversed_entry_id, receipt.entry_id)
        self.assertMove(receipt.reversal_move_id.sudo(), [("100200", -860), ("220300", 860)])
        self.assertLedger(receipt.account_id, 0, 0, 0)
        self._confirmed_receipt(self.d1, 680, proof=receipt.proof_ids.copy())

    def test_j15c_spent_money_leaves_a_debt(self):
        self._settlement(self.d1, "pay_now")
        receipt = self._confirmed_receipt(self.d1, 860)
        account = receipt.account_id
        account._hold("t,1", 68000, "res.partner", self.d1.id, "Test")
        confirmer = receipt.with_user(self.users["fin_confirmer"])
        with self.assertRaisesRegex(UserError, "680.00 CNY of it are spent"):
            confirmer.action_reverse("bounced")
        receipt.with_user(self.users["fin_manager"]).action_reverse("bounced")
        self.env.invalidate_all()
        self.assertEqual((receipt.state, account.sudo().debt), ("reversed", 680))

    def test_settlement_terms_belong_to_finance(self):
        for role in ("cs_presale", "sales_rep", "cs_manager", "business_admin", "fin_cashier", "sc_manager"):
            with self.assertRaises(AccessError):
                self.d1.with_user(self.users[role]).action_set_settlement("pay_later", "please")
            with self.assertRaises(AccessError):
                self.d1.with_user(self.users[role]).write({"credit_term_limit": 9999})
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.users["cs_presale"]).create({"name": "X", "settlement_method": "pay_later"})
        sly = self.env["res.partner"].with_user(self.users["cs_presale"]).with_context(default_settlement_method="pay_later").create({"name": "X"})
        self.assertFalse(sly.settlement_method)
        for terms in ({"days": 366}, {"days": -1}, {"limit": -1.0}, {"limit": 0.001}):
            with self.assertRaises(UserError):
                self._settlement(self.d1, "pay_later", **terms)
        self._settlement(self.d1, "pay_later", days=45)
        self.assertEqual(self.store_1a._settlement_terms(), ("pay_later", self.d1))
        self.assertIn("45", self.store_1a.settlement_name)
        self.assertIn("contract", self.d1.message_ids[0].body)
        self._settlement(self.store_1a, "prepaid")
        self.assertEqual(self.store_1a._settlement_terms()[0], "prepaid")

    def test_a_settlement_method_of_another_addon(self):
        """R2-015: the list of methods is a selection that an addon extends; its terms are checked like ours."""
        field = self.env["res.partner"]._fields["settlement_method"]
        with self.assertRaisesRegex(UserError, "slip is no settlement method: choose"):
            self.d1._check_terms("slip", "material slips", 30, 0)
        with patch.object(field, "selection", [*field.selection, ("slip", "By material slip")]):
            self.d1._check_terms("slip", "material slips", 30, 0)

    def test_who_sees_receipts(self):
        """R1-140: salespeople read those of their own customers."""
        mine, other = self._receipt(self.d1, 5), self._receipt(self.partners["2A"], 5)
        self.partners["D2"].user_id = self.users["sales_manager"]
        both = mine | other
        search = self.env["prepaid.receipt"].with_user(self.users["sales_rep"]).search([("id", "in", both.ids)])
        self.assertEqual(search, mine)
        search = self.env["prepaid.receipt"].with_user(self.users["sc_manager"]).search([("id", "in", both.ids)])
        self.assertEqual(search, mine)
        self.assertEqual(len(self.env["prepaid.receipt"].with_user(self.users["cs_aftersale"]).search([("id", "in", both.ids)])), 2)
        with self.assertRaises(AccessError):
            self.env["prepaid.receipt"].with_user(self.users["purchase_clerk"]).search([])
