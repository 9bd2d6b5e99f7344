from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditAgain(CreditCommon):
    """Goods that were credited and are invoiced again cost what they cost before, and use again what they had given back."""

    def _again(self, order):
        """Invoice what the order has left to invoice, posted."""
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def _two_for_150(self, **rule):
        campaign = self._campaign({
            "rewards": [{"kind": "amount", "amount": 50}], "conditions": [{"kind": "min_amount", "amount": 150}], "clawback": "reprice", **rule})
        return campaign, *self._invoiced((self.goods, 2))

    def _paid(self, order):
        moves = order.invoice_ids.filtered(lambda move: move.state == "posted")
        return round(sum(move.amount_total * (1 if move.move_type == "out_invoice" else -1) for move in moves), 2)

    def test_two_for_150(self):
        """One of them is credited with 50.00, as the other one costs 100.00; invoiced again the two cost 150.00, not 175.00."""
        _campaign, order, invoice = self._two_for_150()
        self.assertEqual(self._credit(invoice, 1).amount_total, 50)
        again = self._again(order)
        self.assertEqual((again.amount_total, again.invoice_line_ids.filtered("promo_withdrawn_id").price_unit), (50, -25))
        self.assertEqual((self._paid(order), order.sudo()._promo_withdrawn_fen()), (150, 0))
        self.assertEqual(self._credit(again, 1).amount_total, 50, "as the first time")
        self._credit(invoice, 1)
        self.assertEqual((self._paid(order), order.sudo()._promo_withdrawn_fen()), (0, 0))

    def test_reversed_as_a_whole(self):
        """A reversal copies the line that gave the promotion again; it is worked out anew, not twice."""
        _campaign, order, invoice = self._two_for_150()
        self._credit(invoice, 1)
        again = self._again(order)
        again._reverse_moves([{"invoice_date": again.invoice_date}]).action_post()
        self.assertEqual((self._paid(order), order.sudo()._promo_withdrawn_fen()), (100, 2_500))

    def test_corrected_and_cancelled(self):
        """The second invoice is reset and posted: nothing changes. It is cancelled: the one that stays costs 100.00 again."""
        _campaign, order, invoice = self._two_for_150()
        self._credit(invoice, 1)
        again = self._again(order)
        again.button_draft()
        again.action_post()
        self.assertEqual((again.amount_total, self._paid(order)), (50, 150))
        again.button_draft()
        again.button_cancel()
        self.assertEqual((self._paid(order), order.sudo()._promo_withdrawn_fen()), (100, 2_500))

    def test_all_credited_and_one_invoiced(self):
        """All of it came back; one alone costs 100.00, the second one brings the two to 150.00."""
        _campaign, order, invoice = self._two_for_150()
        self._credit(invoice, 2)
        part = order._create_invoices()
        part.invoice_line_ids.quantity = 1
        part.action_post()
        self.assertEqual(part.amount_total, 100)
        self._again(order)
        self.assertEqual(self._paid(order), 150)

    def test_tax(self):
        """The line has the tax of the goods."""
        china = self.env.ref("base.cn")
        self.company.write({"country_id": china.id, "account_fiscal_country_id": china.id})
        group = self.env["account.tax.group"].create({"name": "VAT", "company_id": self.company.id, "country_id": china.id})
        tax = self.env["account.tax"].create({
            "name": "13", "amount": 13, "company_id": self.company.id, "tax_group_id": group.id, "country_id": china.id,
            "price_include_override": "tax_excluded"})
        self._campaign({"rewards": [{"kind": "amount", "amount": 50}], "conditions": [{"kind": "min_amount", "amount": 150}], "clawback": "reprice"})
        order = self._order((self.goods, 2))
        order.order_line.tax_ids = [Command.set(tax.ids)]
        order.action_confirm()
        invoice = self._again(order)
        self._credit(invoice, 1)
        self._again(order)
        self.assertEqual((self._paid(order), order.amount_total), (176, 176), "226.00 with tax, less 50.00")

    def test_used_again(self):
        campaign, order, invoice = self._two_for_150(limit_total=5, limit_quota=9)
        whole = self._used(campaign)
        self._credit(invoice, 1)
        self.assertNotEqual(self._used(campaign), whole)
        again = self._again(order)
        self.assertEqual(self._used(campaign), whole)
        self.assertEqual(sum(order.sudo().promo_application_ids.share_ids.mapped("given_back")), 0)
        again.button_draft()
        again.button_cancel()
        self.assertEqual(self._used(campaign)["total"], 0)

    def test_given_to_others_meanwhile(self):
        """The one place of the campaign was free and somebody took it: the invoice says so and is not posted."""
        campaign, order, invoice = self._two_for_150(limit_total=1)
        self._credit(invoice, 2)
        other = self._order((self.goods, 2), partner=self.env["res.partner"].create({"name": "Quicker"}))
        other.action_confirm()
        again = order._create_invoices()
        with self.assertRaisesRegex(UserError, f"{order.name}: what the promotions gave.*Enter a new order"), self.cr.savepoint():
            again.action_post()
        self.assertEqual((again.state, self._used(campaign)["total"]), ("draft", 1))

    def test_vouchers(self):
        """The voucher that came back is used again; used elsewhere meanwhile it is not used twice."""
        batch = self.env["promo.voucher.batch"].create({"name": "Twenty"})
        self._campaign({"level": "coupon", "batch_id": batch.id, "code_back": True, "rewards": [{"kind": "amount", "amount": 20}]})
        voucher = batch._give(self.buyer)
        order, invoice = self._invoiced((self.goods, 1))
        note = self._credit(invoice, 1)
        self.assertEqual(voucher.state, "new")
        again = self._again(order)
        self.assertEqual((voucher.state, voucher.order_id, self._paid(order)), ("used", order, 80))
        self._credit(again, 1)
        self.assertEqual((voucher.state, note.state), ("new", "posted"))
        self._invoiced((self.goods, 1))
        last = order._create_invoices()
        with self.assertRaisesRegex(UserError, "“Twenty” came back with the credit note.*new order"), self.cr.savepoint():
            last.action_post()

    def test_earned_again(self):
        """What the goods earned for later is there again, once."""
        later = self.env["promo.voucher.batch"].create({"name": "Later"})
        self._campaign({"level": "after", "rewards": [{"kind": "issue", "batch_id": later.id}, {"kind": "points"}],
                        "conditions": [{"kind": "min_amount", "amount": 150}]})
        order, invoice = self._invoiced((self.goods, 2))
        before = order.promo_promise_ids.mapped("count")
        self._credit(invoice, 1)
        self.assertEqual((later.voucher_ids.state, order.promo_promise_ids.state), ("void", "void"))
        self._again(order)
        self.assertEqual((later.voucher_ids.mapped("state"), order.promo_promise_ids.state, order.promo_promise_ids.mapped("count")), (["new"], "due", before))

    def test_partly_invoiced_is_not_asked(self):
        """Invoices of goods of which none was credited stay as they are, whatever other goods of the order were credited."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 30}]})
        order = self._order((self.goods, 2), (self.other, 1))
        order.action_confirm()
        part = order._create_invoices()
        part.invoice_line_ids.filtered(lambda line: line.product_id == self.other).unlink()
        part.action_post()
        self._credit(part, 1)
        rest = order._create_invoices()
        rest.invoice_line_ids.filtered(lambda line: line.product_id == self.goods).unlink()
        rest.action_post()
        self.assertFalse(rest.invoice_line_ids.filtered("promo_withdrawn_id"))
        self._again(order)
        self.assertEqual(self._paid(order), order.amount_total)
