"""Receipts of consumers: numbers without gaps, copies, void ones, and the way from the number to a return."""
import re

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .pickup_common import REPORT, PickupCommon
from .test_upgrade import migrate_by


@tagged("post_install", "-at_install")
class TestConsumerReceipt(PickupCommon):
    def _number(self, receipt):
        return int(receipt.name.rsplit("/", 1)[1])

    def test_numbers_without_gaps(self):
        first = self._submitted().with_user(self.cs_a)._issued_receipt()
        self.assertRegex(first.name, r"^RC/20\d\d/\d{6}$")
        self.assertEqual((first.kind, first.paid_amount, first.rest_amount), ("goods", 1198, 0))
        order = self._submitted(**self._deposit_values())
        problem = "the print failed"
        try:
            with self.env.cr.savepoint():
                order._issued_receipt()
                raise UserError(problem)
        except UserError:
            self.env.invalidate_all()
        second = order._issued_receipt()
        self.assertEqual(self._number(second), self._number(first) + 1)
        self.assertEqual(order._issued_receipt(), second, "a receipt is issued once")
        self.assertEqual((second.kind, second.paid_amount, second.rest_amount), ("deposit", 200, 998))
        with self.assertRaisesRegex(UserError, "keeps its number"):
            second.unlink()

    def test_goods_that_reached_the_consumer_have_a_number(self):
        """R0-067: by the first print or by the receipt of the goods; a number on no paper is asked of nobody."""
        printed, plain, store = self._shipped(), self._shipped(), self._shipped(dealer_mode="store")
        first = printed.with_user(self.cs_a)._issued_receipt()
        first._begin_print()
        for order in printed | plain | store:
            order.sudo()._receive(fields.Datetime.now())
        self.assertEqual((printed.sudo().consumer_receipt_ids, store.sudo().consumer_receipt_ids), (first, first.browse()))
        receipt = plain.sudo().consumer_receipt_ids
        self.assertEqual((receipt.kind, receipt.state, receipt.print_count, self._number(receipt)), ("goods", "valid", 0, self._number(first) + 1))
        self.assertEqual(plain.with_user(self.cs_a)._issued_receipt(), receipt, "a print later on shows the number that is there")
        record = self._return(plain, user=self.cs_a)
        record.action_submit()
        self.assertEqual(record.state, "submitted")
        with self.assertRaisesRegex(UserError, "number of the consumer's receipt"):
            self._return(printed, user=self.cs_a).action_submit()

    def test_stock_of_the_store_has_no_receipt(self):
        """No consumer has paid: nothing is numbered, by whichever button; with a deposit or by guide there is a consumer."""
        order = self._submitted(dealer_mode="store")
        for person in (self.cs_a, self.clerk):
            with self.assertRaisesRegex(UserError, rf"{order.name}.*own stock.*order slip"):
                order.with_user(person).sudo(False).action_print_receipt()
        self.assertFalse(order.sudo().consumer_receipt_ids)
        view = order.get_view(self.env.ref("online_offline_order.sale_order_view_form_dealer").id, "form")["arch"]
        (button,) = html.fromstring(view).xpath("//button[@name='action_print_receipt']")
        guided = self._submitted(dealer_mode="store", delivery_way="guide", guide_name="Wang")
        for record, hidden in ((order, True), (self._submitted(**self._deposit_values()), False), (guided, False), (self._submitted(), False)):
            names = ("dealer_state", "dealer_mode", "is_deposit_order", "delivery_way", "exchange_return_id")
            self.assertEqual(bool(safe_eval(button.get("invisible"), {name: record[name] for name in names})), hidden)

    def test_receipts_of_own_stock_given_before_are_void(self):
        own, sent = self._submitted(dealer_mode="store"), self._submitted()
        guided = self._submitted(dealer_mode="store", delivery_way="guide", guide_name="Wang")
        receipts = [self.env["dealer.order.receipt"]._issue(order, "goods") for order in (own, guided, sent)]
        for _twice in range(2):
            migrate_by(self.env, "19.0.1.5.0/post-own-stock.py", "19.0.1.4.0")
            self.assertEqual([receipt.state for receipt in receipts], ["void", "valid", "valid"])
        self.assertIn("own stock", receipts[0].void_reason)

    def test_other_company_has_its_own_numbers(self):
        sequences = self.env["ir.sequence"].search([("code", "=", "dealer.order.receipt")])
        self.assertEqual(len(sequences), len(sequences.company_id))
        self.assertTrue(all(sequence.implementation == "no_gap" for sequence in sequences))

    def test_copies(self):
        order = self._submitted(**self._deposit_values())
        code = self._code(order)
        for number in (1, 2):
            paper = self._paper(order)
            self.assertRegex(paper, rf"Copy\s*<span>{number}</span>")
            self.assertNotIn(code, re.sub(r"data:[^\"]*", "", paper))
        receipt = order.consumer_receipt_ids
        self.assertEqual((receipt.print_count, receipt.printed_by, receipt.issued_by), (3, self.clerk, self.clerk))

    def test_says_the_same_later(self):
        order = self._submitted(**self._deposit_values())
        self._paper(order)
        self.coat.write({"list_price": 700, "name": "Another name"})
        paper = self._paper(order)
        for text in ("Test coat", "599.00", "1,198.00", "998.00"):
            self.assertIn(text, paper)
        self.assertNotIn("Another name", paper)

    def test_void(self):
        order = self._submitted(**self._deposit_values())
        code, first = self._code(order), order.consumer_receipt_ids
        order.with_user(self.cs_b).action_reject("wrong size")
        self.assertEqual((first.state, first.void_reason), ("void", "wrong size"))
        with self.assertRaisesRegex(UserError, "submitted"):
            order.action_print_receipt()
        order.deposit_amount = 300
        order.action_submit()
        new = self._code(order)
        second = order.consumer_receipt_ids - first
        self.assertEqual((second.paid_amount, second.rest_amount, self._number(second)), (300, 898, self._number(first) + 1))
        self.assertTrue(code and new)
        html = self.env["ir.actions.report"]._render_qweb_html(REPORT, first.ids)[0].decode()
        self.assertIn("wrong size", html)
        self.assertNotIn("fs-3", html)
        order.with_user(self.cs_b).action_cancel_order("gone")
        self.assertEqual(second.state, "void")
        with self.assertRaisesRegex(UserError, "cancelled"):
            order.action_print_receipt()

    def test_goods_receipt_after_the_pick_up(self):
        order, code = self._waiting()
        order.with_user(self.clerk).sudo(False).action_pick_up(code, 998)
        self.assertIn("1,198.00", self._paper(order))
        self.assertEqual(sorted(order.consumer_receipt_ids.mapped("kind")), ["deposit", "goods"])

    def test_rest_cancelled(self):
        order = self._approved(**self._deposit_values())
        code = self._code(order)
        self._ship_now(order, {self.coat: 1})
        order.with_user(self.cs_b).action_cancel_rest("sold out", by_dealer=True)
        self.assertEqual((order.dealer_state, order.rest_amount), ("shipped", 399))
        self.assertEqual(order.consumer_receipt_ids.state, "void")
        clerk = order.with_user(self.clerk).sudo(False)
        clerk.action_arrived()
        clerk.action_pick_up(code, 399)
        self.assertEqual(order.dealer_state, "received")

    def test_order_changed(self):
        order = self._submitted(**self._deposit_values())
        code, first = self._code(order), order.consumer_receipt_ids
        line = order.order_line
        document = self.env["dealer.order.amendment"].with_user(self.cs_b).create({
            "order_id": order.id, "reason": "one is enough",
            "line_ids": [Command.create({"order_line_id": line.id, "product_id": line.product_id.id, "new_qty": 1})]})
        document.action_apply()
        self.assertEqual((order.retail_agreed, order.rest_amount, first.state), (599, 399, "void"))
        self.assertNotIn("fs-3", self._paper(order), "the code that the consumer has stays")
        self.assertTrue(code)

    def test_who_reads_and_writes(self):
        order = self._submitted(**self._deposit_values())
        receipt = order.with_user(self.cs_a)._issued_receipt()
        readers = {
            "sales_manager", "fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager", "cs_presale", "cs_aftersale", "cs_manager", "sales_rep",
            "auditor"}
        for role, user in self.users.items():
            mine = receipt.with_user(user).sudo(False)
            with self.subTest(role), mute_logger("odoo.addons.base.models.ir_rule"):
                if role == "sales_manager":
                    continue  # an own team decides
                self.assertEqual(bool(mine.has_access("read")), role in readers)
                for step in (lambda mine=mine: mine.write({"paid_amount": 1}), mine.unlink):
                    with self.assertRaises(AccessError):
                        step()
        with self.assertRaises(AccessError):
            order.with_user(self.foreign_clerk).sudo(False).action_print_receipt()
        with self.assertRaises(AccessError):
            receipt.with_user(self.clerk).sudo(False).action_print()
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.users["ops"])._render_qweb_html(REPORT, receipt.ids)
        self.assertFalse(receipt.print_count, "what is refused is no print")

    def test_return_by_the_number(self):
        """R0-063: the number on the receipt finds the order."""
        order = self._received_order()
        receipt = order.with_user(self.cs_a)._issued_receipt()
        receipt._begin_print()
        form = Form(self.env["dealer.return"].with_user(self.aftersale))
        form.receipt_no = f"  {receipt.name.lower()} 123456"
        self.assertEqual(form.order_id, order)
        self.assertEqual(len(form.line_ids), 1)
        other = self._received_order()
        record = self._return(order, user=self.cs_a)
        with self.assertRaisesRegex(UserError, "number of the consumer's receipt"):
            record.action_submit()
        record.receipt_no = "RC/2020/000001"
        with self.assertRaisesRegex(UserError, "is no receipt of order"):
            record.action_submit()
        record.receipt_no = receipt.name
        record.action_submit()
        self._return(order).action_submit()  # after-sale service may do without
        whole = self._received_order()
        paper = whole.with_user(self.cs_a)._issued_receipt()
        paper._begin_print()
        store, asked = self.env["dealer.return"].with_user(self.clerk), {
            "order": whole.name, "reason": "size", "postage_by": "store", "lines": [{"code": self.coat.default_code, "qty": 1}]}
        with self.assertRaisesRegex(UserError, "number of the consumer's receipt"), self.env.cr.savepoint():
            store.dealer_draft_return("r0-063-a", asked)
        with self.assertRaisesRegex(UserError, "is no receipt of order"), self.env.cr.savepoint():
            store.dealer_draft_return("r0-063-b", {**asked, "receipt_no": receipt.name})
        self.assertTrue(store.dealer_draft_return("r0-063-c", {**asked, "receipt_no": paper.name}))
        self._return(other, user=self.cs_a).action_submit()  # no paper was given
