"""Journey J15: pay-now and pay-later orders with finance proof; their gates, their books, their receipts on the order (R1-062)."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, tagged

from .common import OrderCommon
from .return_common import ReturnCommon


class PaymentCommon(OrderCommon):
    """Dealer Two pays now or later; receipts as real users."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.d2, cls.store_2a = cls.partners["D2"], cls.partners["2A"]
        cls.bank = cls.env.ref("dealer_prepaid.receipt_channel_bank")
        cls.slip_no = 0

    @classmethod
    def _terms(cls, method, **terms):
        cls.d2.with_user(cls.users["fin_manager"]).action_set_settlement(method, "contract", **terms)
        cls.env["prepaid.settlement.change"].with_user(cls.users["fin_confirmer"]).search([
            ("partner_id", "=", cls.d2.id), ("state", "=", "proposed")]).action_confirm()

    @classmethod
    def _submitted_receipt(cls, order, amount, role="fin_cashier", **vals):
        cls.slip_no += 1
        user = cls.users[role]
        receipt = cls.env["prepaid.receipt"].with_user(user).create({
            "partner_id": cls.d2.id, "order_id": order.id, "amount": amount, "channel_id": cls.bank.id,
            "proof_ids": [Command.set(cls._proof(f"slip-{cls.slip_no}.png", user).ids)], **vals})
        receipt.action_submit()
        return receipt

    @classmethod
    def _paid(cls, order, amount, **vals):
        receipt = cls._submitted_receipt(order, amount, **vals)
        receipt.with_user(cls.users["fin_confirmer"]).action_confirm()
        return receipt

    def _account_of(self, partner):
        return self.env["prepaid.account"].search([("partner_id", "=", partner.id)])


@tagged("post_install", "-at_install")
class TestPayNow(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._terms("pay_now")

    def test_j15a_paid_then_reviewed(self):
        order = self._submitted(partner_id=self.store_2a.id)
        self.assertEqual((order.dealer_state, order.missing_amount, order.account_partner_id), ("waiting", 680, self.d2))
        self.assertEqual(order.gate_text, "To review + to pay: 680.00 CNY missing")
        self.env.flush_all()
        self.assertFalse(order.quote_stale, "it was quoted in this very step")
        account = self._account_of(self.d2)
        receipt = self._submitted_receipt(order, 680)
        self.assertEqual((order.receipt_total, order.receipt_pending), (0, 680))
        account._fund_waiting()
        self.assertEqual(order.dealer_state, "waiting", "nobody has confirmed the receipt")

        receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertMove(receipt.move_id.sudo(), [("100200", 680), ("220300", -680)])
        account._fund_waiting()
        self.assertEqual((order.dealer_state, order.receipt_total), ("submitted", 680))
        self.assertFalse(order.sudo().picking_ids)
        self.assertLedger(account, 680, 680, 0)

        order.with_user(self.cs_b).action_approve()
        self.assertEqual(order.dealer_state, "approved")
        self._ship(order)
        self.assertLedger(account, 0, 0, 0)
        invoice = order.sudo().invoice_ids
        self.assertEqual((invoice.partner_id, invoice.payment_state, invoice.amount_total), (self.d2, "paid", 680))
        self.assertEqual(sorted(order.ledger_entry_ids.mapped("amount")), [-680, 680])
        self.assertOrderBalanced(order)

    def test_j15a_reviewed_then_paid(self):
        order = self._submitted(partner_id=self.store_2a.id)
        with self.assertRaises(UserError):
            order.with_user(self.cs_a).action_approve()  # entered it
        for _press in range(2):
            order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, order.reviewed_by), ("waiting", self.cs_b))
        self.assertFalse(order.sudo().picking_ids, "the warehouse sees nothing before the money")
        self._paid(order, 680)
        self._account_of(self.d2)._fund_waiting()
        self.assertEqual((order.dealer_state, order.approved_by), ("approved", self.cs_b))
        self.assertEqual(len(order.sudo().picking_ids), 1)
        self.assertLedger(self._account_of(self.d2), 680, 680, 0)

    def test_j15a_underpaid_and_overpaid(self):
        order = self._submitted(partner_id=self.store_2a.id)
        account = self._account_of(self.d2)
        self._paid(order, 650)
        account._fund_waiting()
        self.assertEqual((order.dealer_state, order.missing_amount), ("waiting", 30))
        self.assertIn("30.00", order.gate_text)
        self.assertLedger(account, 650, 0, 650)
        self._paid(order, 50)
        account._fund_waiting()
        self.assertEqual(order.dealer_state, "submitted")
        self.assertLedger(account, 700, 680, 20)

    def test_money_of_one_order_does_not_pay_another(self):
        order = self._submitted(partner_id=self.store_2a.id)
        account = self._account_of(self.d2)
        self._paid(order, 650)
        small = self._submitted([(self.coat, 1)], partner_id=self.store_2a.id)
        self.assertEqual((small.dealer_state, small.missing_amount), ("waiting", 346))
        account._fund_waiting()
        self.assertEqual(small.dealer_state, "waiting")
        self._paid(small, 346)
        account._fund_waiting()
        self.assertEqual((order.dealer_state, small.dealer_state), ("waiting", "submitted"))
        self.assertLedger(account, 996, 346, 650)

    def test_paid_too_much_counts_once(self):
        first = self._submitted(partner_id=self.store_2a.id)
        account = self._account_of(self.d2)
        self._paid(first, 700)
        account._fund_waiting()
        self.assertEqual(first.dealer_state, "submitted")
        second, third = (self._submitted(partner_id=self.store_2a.id) for _number in range(2))
        self.assertEqual((second.missing_amount, third.missing_amount), (660, 680), "the 20.00 paid too much are there once")
        self._paid(third, 680)
        account._fund_waiting()
        self.assertEqual((second.dealer_state, third.dealer_state), ("waiting", "submitted"))

    def test_j15c_typed_wrong_and_shipped(self):
        order = self._submitted(partner_id=self.store_2a.id)
        account = self._account_of(self.d2)
        receipt = self._paid(order, 860)
        account._fund_waiting()
        with self.assertRaisesRegex(UserError, "has not shipped"):
            receipt.with_user(self.users["fin_manager"]).action_reverse("typed wrong")
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        self.assertLedger(account, 180, 0, 180)
        with self.assertRaisesRegex(UserError, "680.00 CNY of it are spent"):
            receipt.with_user(self.users["fin_confirmer"]).action_reverse("typed wrong")
        receipt.with_user(self.users["fin_manager"]).action_reverse("typed wrong")
        self.env.invalidate_all()
        self.assertEqual((order.dealer_state, order.sudo().invoice_ids.payment_state), ("shipped", "paid"), "what has shipped is not touched")
        self.assertEqual((account.sudo().balance, account.sudo().debt, order.receipt_total), (-680, 680, 0))
        self.assertEqual(sorted(order.ledger_entry_ids.mapped("amount")), [-860, -680, 860])
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
        self._paid(order, 680)
        self.assertLedger(account, 0, 0, 0)

    def test_leftover_pays_the_next_order(self):
        order = self._submitted(partner_id=self.store_2a.id)
        account = self._account_of(self.d2)
        self._paid(order, 1100)
        account._fund_waiting()
        second = self._submitted([(self.coat, 1)], partner_id=self.store_2a.id)
        self.assertEqual(second.dealer_state, "submitted")
        self.assertLedger(account, 1100, 1026, 74)

    def test_receipt_of_somebody_else(self):
        order = self._submitted(partner_id=self.store_2a.id)
        with self.assertRaisesRegex(UserError, "paid by"):
            self._submitted_receipt(order, 680, partner_id=self.d1.id)

    def test_proposal_of_service_and_button(self):
        order = self._submitted(partner_id=self.store_2a.id)
        context = order.action_add_receipt()["context"]
        self.assertEqual((context["default_amount"], context["default_partner_id"]), (680, self.d2.id))
        receipt = self._submitted_receipt(order, 680, role="cs_presale")
        with self.assertRaises(AccessError):
            receipt.with_user(self.cs_b).action_confirm()
        with self.assertRaises(AccessError):
            order.with_user(self.users["wh_operator"]).sudo(False).action_add_receipt()

    def test_forms(self):
        order = self._submitted(partner_id=self.store_2a.id)
        receipts = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).with_context(order.action_add_receipt()["context"])
        with Form(receipts) as form:
            self.assertEqual((form.order_id, form.partner_id, form.amount), (order, self.d2, 680))
            form.channel_id = self.bank
        self.assertEqual(form.record.order_id, order)
        view = "online_offline_order.sale_order_view_form_dealer"
        for role in ("fin_cashier", "fin_confirmer", "cs_presale", "cs_aftersale", "sales_rep", "sc_manager", "auditor", "ops"):
            user_order = order.with_user(self.users[role]).sudo(False)
            if role == "sc_manager":
                self.users[role].sales_company_ids = self.partners["East"]
            self.assertTrue(user_order.web_read({"receipt_total": {}, "gate_text": {}, "settlement_method": {}}), role)
            self.assertTrue(self.env["sale.order"].with_user(self.users[role]).get_view(self.env.ref(view).id)["arch"])

    def test_notice_to_the_customer(self):
        """R1-066: one click tells the customer what is missing."""
        order = self._submitted(partner_id=self.store_2a.id)
        with self.assertRaisesRegex(UserError, "no mail address"):
            order.action_notify_short()
        self.d2.email = "d2@example.com"
        answer = order.action_notify_short()
        self.assertIn("Test Dealer Two", answer["params"]["message"])
        message = order.message_ids.filtered(lambda m: "680.00" in m.body and self.d2 in m.partner_ids)
        self.assertTrue(message and order.short_notice_at)
        self._paid(order, 680)
        self._account_of(self.d2)._fund_waiting()
        with self.assertRaisesRegex(UserError, "lacks no money"):
            order.action_notify_short()

    def test_sent_back_and_cancelled(self):
        order = self._submitted(partner_id=self.store_2a.id)
        order.with_user(self.cs_b).action_approve()
        order.with_user(self.cs_b).action_reject("other colour")
        self.assertEqual((order.dealer_state, order.settled_by, order.reviewed_by.id), ("draft", False, False))
        order.action_submit()
        order.action_cancel_order("no money")
        self.assertEqual(order.dealer_state, "cancelled")

    def test_new_total_needs_a_new_review(self):
        order = self._submitted(partner_id=self.store_2a.id)
        order.with_user(self.cs_b).action_approve()
        version = self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)])
        version.with_user(self.manager_b).action_close()
        self._price_version({self.coat: 320})
        self._paid(order, 800)
        self._account_of(self.d2)._fund_waiting()
        self.assertEqual((order.dealer_state, order.must_confirm), ("waiting", True))
        order.action_confirm_total()
        self.assertEqual((order.dealer_state, order.settlement_total, order.reviewed_by.id), ("submitted", 723.20, False))

    def test_prepaid_dealers_as_before(self):
        order = self._submitted()
        self.assertEqual((order.dealer_state, order.settled_by), ("submitted", "prepaid"))
        self.assertLedger(self.account, 5000, 680, 4320)
        with self.assertRaises(AccessError):
            order.write({"settled_by": "pay_later"})
        with self.assertRaises(AccessError):
            self._order(settled_by="pay_later")
        sly = self.env["sale.order"].with_user(self.cs_a).with_context(default_settled_by="pay_later").create(self._order_values())
        self.assertFalse(sly.settled_by)

    def test_terms_changed_later_leave_running_orders(self):
        order = self._submitted(partner_id=self.store_2a.id)
        self._terms("pay_later", limit=10000.0)
        self.assertEqual(order.settlement_method, "pay_now")
        receipt = self._paid(order, 680)
        self.assertEqual(receipt.booking, "advance")
        self._account_of(self.d2)._fund_waiting()
        self.assertEqual(order.dealer_state, "submitted")


@tagged("post_install", "-at_install")
class TestPayLater(PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._terms("pay_later", days=30, limit=1000.0)

    def _shipped_later(self):
        order = self._submitted(partner_id=self.store_2a.id)
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        return order

    def _pay_by_wizard(self, env, _invoice, journal):
        env["account.payment.register"].create({"journal_id": journal.id}).action_create_payments()

    def _credit_by_wizard(self, env, invoice, _journal):
        env["account.move.reversal"].create({"move_ids": [Command.set(invoice.ids)], "journal_id": invoice.journal_id.id}).refund_moves()

    def _pay_by_hand(self, env, invoice, journal):
        payment = env["account.payment"].create({
            "payment_type": "inbound", "partner_type": "customer", "partner_id": self.d2.id, "amount": 680, "journal_id": journal.id})
        payment.action_post()
        due = invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable").with_env(env)
        (due | payment.move_id.line_ids.filtered(lambda line: line.account_id == due.account_id)).reconcile()

    def test_wizards_of_accounting_are_refused(self):
        """A6: the debt of a parcel ends with a receipt or a return, not with Odoo's own wizards, whichever role of finance opens them."""
        invoice = self._shipped_later().sudo().invoice_ids
        context = {"active_model": "account.move", "active_ids": invoice.ids, "active_id": invoice.id}
        journal = self.env["prepaid.topup"]._default_journal()
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager"):
            env = self.env(user=self.users[role], context={**self.env.context, **context})
            for name, use in (("payment", self._pay_by_wizard), ("credit note", self._credit_by_wizard), ("by hand", self._pay_by_hand)):
                with self.subTest(role, way=name), self.assertRaisesRegex(UserError, "stays as it is|not allowed to"), self.cr.savepoint():
                    use(env, invoice, journal)
                self.env.invalidate_all()
        self.env.invalidate_all()
        self.assertEqual((invoice.state, invoice.payment_state, invoice.amount_residual), ("posted", "not_paid", 680))

    def test_j15b_ships_and_is_paid_later(self):
        order = self._submitted(partner_id=self.store_2a.id)
        self.assertEqual((order.dealer_state, order.credit_state, order.hold_key), ("submitted", "ok", False))
        self.assertFalse(self._account_of(self.d2))
        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        invoice = order.sudo().invoice_ids
        today = self.company._dealer_today()
        self.assertEqual((invoice.payment_state, invoice.amount_residual, invoice.invoice_date_due), ("not_paid", 680, Date.add(today, days=30)))
        self.assertMove(invoice, [
            ("112200", 680), ("600100", -530.97), ("605100", -42.48), ("605100", -28.32), ("222100", -78.23), ("640100", 360), ("140500", -360)])
        self.assertFalse(self.env["prepaid.entry"].search([("order_id", "=", order.id), ("order_model", "=", "sale.order")]))
        self.assertEqual((order.dealer_state, picking.term_components), ("shipped", {"goods": 60000, "admin": 4800, "logistics": 3200}))
        due = order.due_ids
        self.assertEqual((due.residual, due.days_overdue, due.user_id), (680, 0, self.users["sales_rep"]))

        receipt = self._paid(order, 680)
        self.assertMove(receipt.move_id.sudo(), [("100200", 680), ("112200", -680)])
        self.assertEqual((invoice.payment_state, due.residual), ("paid", 0))
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_j15b_over_the_limit_needs_finance(self):
        self._shipped_later()
        order = self._order(partner_id=self.store_2a.id)
        answer = order.action_submit()
        for figure in ("680.00", "1360.00", "1000.00", "360.00"):
            self.assertIn(figure, answer["params"]["message"].replace(",", ""))
        self.assertEqual((order.dealer_state, order.credit_state), ("submitted", "over"))
        self.assertIn("finance release", order.gate_text)
        with self.assertRaisesRegex(UserError, "finance manager"):
            order.with_user(self.cs_b).action_approve()
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "cs_manager", "sales_manager"):
            with self.assertRaises(AccessError):
                order.with_user(self.users[role]).action_release_credit("please")
        with self.assertRaises(UserError):
            order.with_user(self.users["fin_manager"]).action_release_credit(" ")
        for _press in range(2):
            order.with_user(self.users["fin_manager"]).action_release_credit("good customer")
        order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, order.credit_released_by), ("approved", self.users["fin_manager"]))

    def test_a_receipt_makes_room(self):
        first = self._shipped_later()
        order = self._submitted(partner_id=self.store_2a.id)
        self.assertEqual(order.credit_state, "over")
        self._paid(first, 680)
        order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, order.credit_state), ("approved", "ok"))

    def test_running_orders_count(self):
        self._submitted(partner_id=self.store_2a.id)
        second = self._submitted(partner_id=self.store_2a.id)
        self.assertEqual(second.credit_state, "over")

    def test_partial_shipments(self):
        order = self._submitted(partner_id=self.store_2a.id)
        order.with_user(self.cs_b).action_approve()
        self._ship(order, {self.coat: 1}, tracking="SF1000000001")
        self.assertEqual((order.dealer_state, order.captured_total), ("partial", 340))
        self._ship(order, tracking="SF1000000002")
        self.assertEqual(order.dealer_state, "shipped")
        self.assertEqual(order.due_ids.mapped("residual"), [340, 340])
        self._paid(order, 500)
        self.assertEqual(sorted(order.due_ids.mapped("residual")), [0, 180])

    def test_paid_too_much_is_used_by_the_next_invoice(self):
        order = self._shipped_later()
        self._paid(order, 700)
        self.assertEqual(self.d2._open_receivable_fen(self.company), -2000)
        self.assertEqual(self._shipped_later().due_ids.residual, 660)

    def test_receipt_pays_its_own_order_first(self):
        first, second = self._shipped_later(), self._order(partner_id=self.store_2a.id)
        self._terms("pay_later", limit=10000.0)
        second.action_submit()
        second.with_user(self.cs_b).action_approve()
        self._ship(second)
        self._paid(second, 680)
        self.assertEqual((first.due_ids.residual, second.due_ids.residual), (680, 0))

    def test_cancel_before_shipment(self):
        order = self._submitted(partner_id=self.store_2a.id)
        order.with_user(self.cs_b).action_approve()
        order.action_cancel_order("changed mind")
        self.assertEqual(order.dealer_state, "cancelled")
        self.assertEqual(self._submitted(partner_id=self.store_2a.id).credit_state, "ok")


@tagged("post_install", "-at_install")
class TestPayLaterReturn(PaymentCommon, ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._terms("pay_later", limit=1000.0)

    def test_return_settles_the_invoice(self):
        order = self._received_order(partner_id=self.store_2a.id)
        record = self._refunded_return(order)
        self.assertEqual((record.state, record.net_amount), ("refunded", 272))
        self.assertEqual(order.due_ids.residual, 408)
        self.assertFalse(self._account_of(self.d2))
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_quality_return_of_a_paid_order(self):
        order = self._received_order(partner_id=self.store_2a.id)
        self._paid(order, 680)
        record = self._refunded_return(order, 2, reason_class="quality", evidence_ids=[Command.set(self._photo().ids)], postage=0)
        self.assertEqual((record.credit_amount, record.net_amount), (680, 680))
        self.assertEqual(self.d2._open_receivable_fen(self.company), -68000)
        again = self._received_order(partner_id=self.store_2a.id)
        self.assertEqual(again.due_ids.residual, 0)
