"""Unidentified receipts, deposits, write-offs, grants: two persons, the ledger and the books to the fen (E02, E03, E04, E14, E15, E18, E19)."""
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestGlDocuments(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def _document(self, model, role="fin_cashier", submit=True, **vals):
        document = self.env[model].with_user(self.users[role]).create({
            "reason": "because", "proof_ids": [Command.set(self._proof(user=self.users[role]).ids)], **vals})
        if submit:
            document.action_submit()
        return document

    # -- unidentified receipts

    def test_parked_more_than_a_year_ago(self):
        receipt = self._document("prepaid.unidentified", submit=False, amount=30, date=self.company._dealer_today() - timedelta(days=367))
        with self.assertRaisesRegex(UserError, f"{receipt.name}: .*more than a year ago"):
            receipt.action_submit()

    def test_parked_and_claimed(self):
        receipt = self._document("prepaid.unidentified", amount=3000, payer_name="Somebody")
        with self.assertRaises(AccessError):
            receipt.action_approve()
        receipt.with_user(self.users["fin_confirmer"]).action_approve()
        self.assertMove(receipt.sudo().move_id, [("100200", 3000), ("224100", -3000)])
        self.assertLedger(self.account, 5000, 0, 5000)

        with self.assertRaisesRegex(UserError, "enter whose money"):
            receipt.action_propose_claim()
        receipt.write({"claim_partner_id": self.d1.id, "claim_reason": "payer is the owner's wife"})
        with self.assertRaisesRegex(AccessError, "changes with its buttons"):
            receipt.write({"claim_state": "claimed"})
        with self.assertRaises(UserError):
            receipt.write({"amount": 1})
        receipt.action_propose_claim()
        for role in ("fin_cashier", "cs_presale"):
            with self.assertRaises(AccessError):
                receipt.with_user(self.users[role]).action_claim()
        confirmer = receipt.with_user(self.users["fin_confirmer"])
        confirmer.action_claim()
        confirmer.action_claim()
        self.assertMove(receipt.sudo().claim_move_id, [("224100", 3000), ("220300", -3000)])
        self.assertEqual((receipt.claim_state, receipt.sudo().entry_id.kind), ("claimed", "topup"))
        self.assertLedger(self.account, 8000, 0, 8000)

    def test_claim_opens_an_account(self):
        d2 = self.partners["D2"]
        receipt = self._document("prepaid.unidentified", amount=6000)
        receipt.with_user(self.users["fin_confirmer"]).action_approve()
        receipt.write({"claim_partner_id": d2.id, "claim_reason": "told us"})
        receipt.action_propose_claim()
        receipt.with_user(self.users["fin_confirmer"]).action_refuse_claim()
        self.assertEqual((receipt.claim_state, receipt.claim_partner_id.id), ("none", False))
        receipt.write({"claim_partner_id": d2.id, "claim_reason": "told us, letter attached"})
        receipt.action_propose_claim()
        receipt.with_user(self.users["fin_manager"]).action_claim()
        account = receipt.sudo().account_id
        self.assertEqual((account.state, account.partner_id), ("open", d2))
        self.assertLedger(account, 6000, 0, 6000)

    def test_bank_line_is_parked_once(self):
        line = self._from_bank({"serial": "B-1", "amount": 77, "remark": "Test West Test Dealer One"})
        receipt = self.env["prepaid.unidentified"].browse(line.action_park()["res_id"])
        self.assertEqual((receipt.amount, receipt.serial, receipt.bank_line_id, line.state), (77, "B-1", line, "parked"))
        with self.assertRaisesRegex(UserError, "parked already"):
            line.action_park()
        with self.assertRaises(AccessError):
            line.with_user(self.users["fin_settlement"]).action_park()
        receipt.with_user(self.users["fin_cashier"]).action_submit()
        with self.assertRaisesRegex(UserError, "credited twice"):
            line.action_make_topups()
        line.sudo().partner_id = self.d1
        topup = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).sudo().create({
            "partner_id": self.d1.id, "amount": 77, "bank_line_id": line.id})
        with self.assertRaisesRegex(UserError, "credited twice"):
            topup.sudo(False).action_submit()

    def test_proof_is_needed(self):
        with self.assertRaisesRegex(UserError, "has no proof"):
            self._document("prepaid.unidentified", amount=5, proof_ids=[])
        with self.assertRaisesRegex(UserError, "in the future"):
            self._document("prepaid.unidentified", amount=5, date=self.company._dealer_today() + timedelta(days=1))
        with self.assertRaises(AccessError):
            self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({"amount": 5, "claim_state": "claimed"})

    # -- deposits

    def test_deposit(self):
        paid = self.company._dealer_today() - timedelta(days=1)
        received = self._document("prepaid.deposit", amount=2000, partner_id=self.d1.id, date_paid=paid)
        with self.assertRaises(AccessError):
            received.action_approve()
        received.with_user(self.users["fin_confirmer"]).action_approve()
        self.assertMove(received.sudo().move_id, [("100200", 2000), ("224100", -2000)])
        self.assertEqual((received.left_amount, self.account.available), (2000, 5000))

        use = {"partner_id": self.d1.id, "origin_id": received.id}
        with self.assertRaisesRegex(UserError, "no bank account on file"):
            self._document("prepaid.deposit", amount=500, kind="returned", **use)
        cash = self.env["account.journal"].create({"name": "Cash box", "type": "cash", "code": "CSHX"})
        with self.assertRaisesRegex(UserError, "attach the slip that the receiver signed"):
            self._document("prepaid.deposit", amount=500, kind="returned", journal_id=cash.id, **{**use, "proof_ids": False})
        self.env["res.partner.bank"].with_user(self.users["fin_manager"]).create({"acc_number": "6222000011112222", "partner_id": self.d1.id})
        with self.assertRaisesRegex(UserError, "still holds 2,?000.00"):
            self._document("prepaid.deposit", amount=2000.01, kind="returned", **use)
        applied = self._document("prepaid.deposit", amount=1500, kind="applied", account_id=self.account.id, **use)
        returned = self._document("prepaid.deposit", amount=600, kind="returned", **use)
        applied.with_user(self.users["fin_manager"]).action_approve()
        self.assertMove(applied.sudo().move_id, [("224100", 1500), ("220300", -1500)])
        self.assertLedger(self.account, 6500, 0, 6500)
        store = self._open_account(self.store_1a)
        for_store = self._document("prepaid.deposit", amount=1, kind="applied", account_id=store.id, **use)
        for_store.with_user(self.users["fin_manager"]).action_approve()
        parties = {line.account_id.code: line.partner_id for line in for_store.sudo().move_id.line_ids}
        self.assertEqual(parties, {"224100": self.d1, "220300": store.partner_id}, "the deposit goes off who gave it")
        self.assertLedger(store, 5001, 0, 5001)
        with self.assertRaisesRegex(UserError, "still holds 499.00"):
            returned.with_user(self.users["fin_confirmer"]).action_approve()
        returned.with_user(self.users["fin_confirmer"]).action_reject("too much")
        last = self._document("prepaid.deposit", amount=499, kind="returned", **use)
        with self.assertRaisesRegex(UserError, "bank's reference"):
            last.with_user(self.users["fin_confirmer"]).action_approve()
        with self.assertRaises(AccessError):
            last.with_user(self.users["fin_settlement"]).bank_reference = "X"
        last.with_user(self.users["fin_confirmer"]).bank_reference = "PAY-77"
        with self.assertRaisesRegex(AccessError, "bank data of Test Dealer One were changed"):
            last.with_user(self.users["fin_manager"]).action_approve()
        confirmed = last.with_user(self.users["fin_confirmer"])
        self.assertFalse(last.date_paid, "it is paid when it is approved")
        for days, words in ((-730, "in the future or more than a year ago"), (2, "in the future or more than a year ago"), (-1, "cannot go back before")):
            confirmed.date_paid = paid + timedelta(days=days)
            with self.assertRaisesRegex(UserError, words):
                confirmed.action_approve()
        confirmed.date_paid = paid
        confirmed.action_approve()
        self.assertEqual(last.sudo().move_id.date, paid, "the books have the day of the bank")
        self.assertFalse(last.copy().date_paid)
        self.assertEqual(self.env["prepaid.paper"]._of(last)["day"], paid)
        self.assertMove(last.sudo().move_id, [("224100", 499), ("100200", -499)])
        self.assertIn("2222", last.paid_bank_shown)
        self.assertNotIn("6222000011112222", last.paid_bank_shown)
        for paper, texts in ((received, ("Money receipt", "2,000.00", "Entered by", self.users["fin_cashier"].name)), (
                last, ("Payment voucher", "499.00", "PAY-77", last.paid_bank_shown, self.users["fin_confirmer"].name))):
            html = self.env["ir.actions.report"].with_user(self.users["fin_cashier"])._render_qweb_html(
                "dealer_prepaid.prepaid_deposit_paper", paper.ids)[0].decode()
            for text in (paper.name, self.d1.name, *texts):
                self.assertIn(text, html)
        with self.assertRaisesRegex(Exception, "moves no cash"):
            self.env["prepaid.paper"]._of(applied)
        self.assertEqual(received.left_amount, 0)
        with self.assertRaisesRegex(UserError, "choose which deposit"):
            self._document("prepaid.deposit", amount=1, kind="returned", partner_id=self.partners["D2"].id, origin_id=received.id)

    # -- write-offs

    def test_write_off(self):
        self.company.prepaid_writeoff_max = 12.5
        with self.assertRaisesRegex(UserError, "pay it back instead"):
            self._document("prepaid.writeoff", "fin_settlement", account_id=self.account.id, amount=12.51)
        with self.assertRaisesRegex(UserError, "after 180 days"):
            self._document("prepaid.writeoff", "fin_settlement", account_id=self.account.id, amount=12.5)
        later = self.company._dealer_today() + timedelta(days=200)
        large = self._document("prepaid.writeoff", "fin_settlement", submit=False, account_id=self.account.id, amount=12.5)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: later):
            with self.assertRaisesRegex(UserError, "5,000.00 is above the limit"):  # a part of a large balance is no small balance
                large.action_submit()
        self.company.prepaid_min_first_topup = 12.5
        small = self._open_account(self.partners["D2"], 12.5)
        document = self._document("prepaid.writeoff", "fin_settlement", submit=False, account_id=small.id, amount=12.5)
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: later):
            document.action_submit()
        self.assertLedger(small, 12.5, 12.5, 0)
        with self.assertRaises(AccessError):
            document.action_approve()
        document.with_user(self.users["fin_manager"]).action_approve()
        self.assertMove(document.sudo().move_id, [("220300", 12.5), ("630100", -12.5)])
        self.assertEqual(document.sudo().entry_id.kind, "writeoff")
        self.assertLedger(small, 0, 0, 0)

    def test_one_waiting_write_off(self):
        self.company.prepaid_writeoff_max, self.company.prepaid_min_first_topup = 12.5, 12.5
        small = self._open_account(self.partners["D2"], 12.5)
        later = self.company._dealer_today() + timedelta(days=200)
        first, second = (self._document("prepaid.writeoff", "fin_settlement", submit=False, account_id=small.id, amount=4) for _number in range(2))
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: later):
            first.action_submit()
            with self.assertRaisesRegex(UserError, f"{first.name} of .* waits for its approval already"):
                second.action_submit()
        self._topup(self.partners["D2"], 100)
        with self.assertRaisesRegex(UserError, "112.50 is above the limit"):
            first.with_user(self.users["fin_manager"]).action_approve()

    # -- grants

    def test_grants(self):
        today = self.company._dealer_today()
        with self.assertRaisesRegex(UserError, "is over"):
            self._document("prepaid.grant", account_id=self.account.id, amount=1, expires_on=today - timedelta(days=1))
        rebate = self._document("prepaid.grant", account_id=self.account.id, amount=200, bucket="rebate", expires_on=today + timedelta(days=30))
        with self.assertRaises(AccessError):
            rebate.with_user(self.users["fin_confirmer"]).action_approve()
        rebate.with_user(self.users["fin_manager"]).action_approve()
        self.assertMove(rebate.sudo().move_id, [("600100", 200), ("224100", -200), ("224100", 200), ("220300", -200)])
        red = rebate.sudo().move_id.line_ids.filtered(lambda line: line.account_id.code == "600100")
        self.assertEqual((red.debit, red.credit), (0, -200), "income in red")
        self.assertLedger(self.account, 5200, 0, 5200)
        allowance = self._document("prepaid.grant", account_id=self.account.id, amount=30, bucket="expense")
        allowance.with_user(self.users["fin_manager"]).action_approve()
        self.assertMove(allowance.sudo().move_id, [("660100", 30), ("224100", -30), ("224100", 30), ("220300", -30)])
        gift = self._document("prepaid.grant", account_id=self.account.id, amount=50, bucket="gift")
        gift.with_user(self.users["fin_manager"]).action_approve()
        self.assertFalse(gift.sudo().move_id, "outside the books")
        self.assertEqual(gift.sudo().entry_id.memo, 50)
        self.assertLedger(self.account, 5280, 0, 5280)

    def test_gift_used_lowers_income(self):
        """A gift of 100.00 is used first: E07 in the day's batch, to the fen of the design's example."""
        self.company.write({"prepaid_gl_mode": "daily", "prepaid_admin_income": "goods_income"})
        gift = self._document("prepaid.grant", account_id=self.account.id, amount=100, bucket="gift")
        gift.with_user(self.users["fin_manager"]).action_approve()
        self.assertTrue(self.account._hold("g", 123_840, "res.partner", self.d1.id, "order").ok)
        self.account._capture("g", 123_840, operation_key="g", label="ship", res_model="res.partner", res_id=self.d1.id,
                              components={"goods": 113_000, "admin": 9_040, "logistics": 1_800})
        batch = self.env["prepaid.gl.batch"]._post_waiting(self.company)
        self.assertMove(batch.move_id, [("220300", 1138.4), ("600100", -991.5), ("605100", -15.93), ("222100", -130.97)])
        self.assertEqual((batch.entry_total, batch.memo_total, batch.control_total), (-1238.4, -100, 1138.4))
        self.assertLedger(self.account, 3861.6, 0, 3861.6)

    def test_gateway_fee(self):
        """E24: the fee never reduces the dealer's credit."""
        journal = self.env["prepaid.topup"]._default_journal()
        entry = self.account._post_entries("online", [{"kind": "topup", "amount_fen": 50_000, "label": "online"}], "res.partner", self.d1.id)
        move = self.account._gl_topup(journal, 50_000, "online", fee_fen=300)
        entry._link_move(move)
        self.assertMove(move, [("100200", 497), ("660300", 3), ("220300", -500)])
        self.assertLedger(self.account, 5500, 0, 5500)

    # -- the day of the bank

    def _paid_days(self, day):
        """Take a top-up, a receipt, an unidentified receipt, a deposit and a withdrawal through, all of one day at the bank; give their entries."""
        topup = self._topup(self.d1, 100, date_paid=day)
        line = self._from_bank({"serial": "DAY", "amount": 60, "partner_id": self.d1.id, "date": day})
        line.action_make_topups()
        line.topup_id.action_submit()
        line.topup_id.with_user(self.users["fin_confirmer"]).action_confirm()
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 50, "date": day, "channel_id": self.env.ref("dealer_prepaid.receipt_channel_bank").id,
            "proof_ids": [Command.set(self._proof().ids)]})
        receipt.action_submit()
        receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        parked = self._document("prepaid.unidentified", amount=40, date=day)
        deposit = self._document("prepaid.deposit", amount=30, partner_id=self.d1.id, date_paid=day)
        for document in (parked, deposit):
            document.with_user(self.users["fin_confirmer"]).action_approve()
        withdrawal = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "amount": 20, "reason": "asked for it"})
        withdrawal.action_submit()
        withdrawal.with_user(self.users["fin_manager"]).action_approve()
        paid = withdrawal.with_user(self.users["fin_confirmer"])
        paid.write({"bank_reference": "W", "paid_on": self.company._dealer_today() + timedelta(days=1)})
        with self.assertRaisesRegex(UserError, "is in the future"):
            paid.action_pay()
        paid.paid_on = day
        with self.assertRaisesRegex(UserError, "cannot have been paid on"):
            paid.action_pay()
        self._approved_on(withdrawal, day)
        paid.action_pay()
        return [document.sudo().move_id for document in (topup, line.topup_id, receipt, parked, deposit, withdrawal)]

    def test_money_counts_on_the_day_of_the_bank(self):
        today = self.company._dealer_today()
        day = today - timedelta(days=3)
        for move in self._paid_days(day):
            self.assertEqual((move.date, move.prepaid_event_date, move.narration), (day, False, False), move.ref)
        entry = self.env["prepaid.entry"].search([("account_id", "=", self.account.id)], limit=1)
        self.assertEqual((entry.kind, entry.date, entry.gl_date, entry.gl_happened), ("withdrawal", today, day, False))
        self.assertLedger(self.account, 5190, 0, 5190)

    def test_a_closed_day_is_booked_later_and_said(self):
        """I20: the books, then the prepaid ledger close the day of the bank; nothing is lost, both dates are told."""
        today = self.company._dealer_today()
        day, first = today - timedelta(days=5), today - timedelta(days=2)
        self.company.fiscalyear_lock_date = first - timedelta(days=1)
        waiting = self._submitted_topup(self.d1, 1, date_paid=day)
        self.assertIn(f"{day} is closed: the books will have the money on {first}", waiting.effect_hint)
        for move in self._paid_days(day):
            self.assertEqual((move.date, move.prepaid_event_date), (first, day), move.ref)
            self.assertIn(f"It happened on {day}", move.narration)
            self.assertIn(str(first), move.narration)
        entry = self.env["prepaid.entry"].search([("account_id", "=", self.account.id)], limit=1)
        self.assertEqual((entry.gl_date, entry.gl_happened), (first, day))
        self.company.with_user(self.users["fin_manager"]).action_lock_prepaid(today - timedelta(days=1))
        waiting.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual((waiting.sudo().move_id.date, waiting.sudo().move_id.prepaid_event_date), (today, day), "a closed checklist stays as it was")
        self.assertLedger(self.account, 5191, 0, 5191)

    def test_certificate_names_what_stands_in_another_month(self):
        today = self.company._dealer_today()
        last = today.replace(day=1) - timedelta(days=1)
        open_month = self._topup(self.d1, 100, date_paid=last)
        self.company.fiscalyear_lock_date = last
        closed_month = self._topup(self.d1, 60, date_paid=last)
        certificates = self.env["prepaid.tieout"].with_user(self.users["fin_settlement"])
        certificate = certificates.browse(certificates.action_make()["res_id"])
        self.assertEqual((certificate.state, certificate.difference_count), ("green", 0), "it is no difference in sum")
        ours = (open_month.sudo().move_id, closed_month.sudo().move_id)
        told = [certificate.moved_ids.filtered(lambda line, move=move: line.message.startswith(f"{move.name} ")) for move in ours]
        self.assertEqual([line.ledger_amount for line in told], [100, 60])
        self.assertIn(f"in the ledger on {today}, in the books on {last}, the day of the bank", told[0].message)
        self.assertIn(f"happened on {last}, in the books on {last + timedelta(days=1)}: that day was closed", told[1].message)
        self.assertEqual(certificate.moved_ids, told[0] | told[1])
