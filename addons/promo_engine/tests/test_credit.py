import re
from dataclasses import replace
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCredit(CreditCommon):
    """Credit notes of ordinary orders: every fen of a piece comes back, once, and what is no longer earned is withdrawn."""

    def test_pieces_one_by_one(self):
        """Three for 200.00: 66.67, 66.67, 66.66 in some order, 200.00 in all."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 100}]})
        order, invoice = self._invoiced((self.goods, 3))
        self.assertEqual(invoice.amount_total, 200)
        notes = [self._credit(invoice, 1) for _time in range(3)]
        self.assertEqual(round(sum(note.amount_total for note in notes), 2), 200)
        self.assertEqual(order.order_line.qty_invoiced, 0)

    def test_budget_comes_back(self):
        """100.00 off three: each piece that comes back gives its part back to the budget, the last one the order's place as well."""
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 100}], "limit_total": 5, "limit_quota": 9})
        _order, invoice = self._invoiced((self.goods, 3))
        found = []
        for _time in range(3):
            self._credit(invoice, 1)
            self.env.invalidate_all()
            used = {limit.kind: limit.confirmed for limit in self.env["promo.limit"].search([("campaign_id", "=", campaign.id)])}
            found.append((used["budget"] // 100, used["quota"], used["total"], round(campaign.actual_cost)))
        self.assertEqual(found, [(66, 2, 1, 67), (33, 1, 1, 33), (0, 0, 0, 0)])

    def test_broken_threshold(self):
        """200.00 minus 50.00 from 150.00 on: one of two comes back, the one that stays costs its 100.00; then it comes back too."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 50}], "conditions": [{"kind": "min_amount", "amount": 150}], "clawback": "reprice"})
        order, invoice = self._invoiced((self.goods, 2))
        first = self._credit(invoice, 1)
        self.assertEqual((first.amount_total, first.invoice_line_ids.filtered("promo_withdrawn_id").price_unit), (50, -25))
        second = self._credit(invoice, 1)
        self.assertEqual(second.amount_total, 100)
        self.assertEqual(order.sudo()._promo_withdrawn_fen(), 0)

    def test_order_of_an_earlier_engine(self):
        """The engine of today gives 40.00 where 50.00 were given: the frozen split counts, nothing is worked out anew; all of it comes back whole."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 50}], "conditions": [{"kind": "min_amount", "amount": 150}], "clawback": "reprice"})
        order, invoice = self._invoiced((self.goods, 2))
        given = order.sudo().promo_application_ids
        lines = given._replay().lines
        today = replace(given._replay(), lines=(lines[0]._replace(net_fen=16_000, pieces=((2, 8_000),)),))
        with patch.object(type(given), "_replay", lambda record: today):
            notes = [self._credit(invoice, 1) for _time in range(2)]
        self.assertEqual([note.amount_total for note in notes], [75, 75])
        self.assertFalse(order.sudo()._promo_withdrawn_fen())

    def test_charged_before_the_engine_changed(self):
        """One of three broke the threshold and was charged for; by today's engine the next one pays nothing of it back, the last one all of it."""
        campaign = self._campaign({
            "rewards": [{"kind": "amount", "amount": 60}], "conditions": [{"kind": "min_amount", "amount": 250}], "clawback": "reprice", "limit_budget": 60})
        order, invoice = self._invoiced((self.goods, 3))
        self.assertEqual(self._credit(invoice, 1).amount_total, 40)
        given, budget = order.sudo().promo_application_ids, campaign.rule_ids.limit_ids.filtered(lambda limit: limit.kind == "budget")[:1]
        self.assertEqual(budget.confirmed, 0)
        with patch.object(type(given), "_gives_the_same", lambda record, outcome: False):
            self.assertEqual(self._credit(invoice, 1).amount_total, 80)
            self.assertEqual(order.sudo()._promo_withdrawn_fen(), 4_000)
            self.assertEqual((budget.confirmed, given.share_ids.given_back), (0, 60), "what was charged is used by nobody")
            self.assertEqual(self._credit(invoice, 1).amount_total, 120)
        self.assertFalse(order.sudo()._promo_withdrawn_fen())

    def test_charge_back(self):
        """A buyer who gives all of it back may take part again; one whose bank took the money back has used his part, and his voucher."""
        batch = self.env["promo.voucher.batch"].create({"name": "Back"})
        campaign = self._campaign({
            "level": "coupon", "batch_id": batch.id, "code_back": True, "limit_customer": 1, "rewards": [{"kind": "amount", "amount": 20}]})
        mine = {}
        for taken in (False, True):
            partner = self.env["res.partner"].create({"name": f"Taken {taken}"})
            voucher = batch._give(partner)
            order, invoice = self._invoiced((self.goods, 1), partner=partner)
            note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            note.is_promo_charge_back = taken
            note.action_post()
            order._action_cancel()  # changes nothing of it
            counter = campaign.rule_ids.limit_ids.filtered(lambda limit, partner=partner: limit.holder == f"r{partner.id}")
            mine[taken] = note.amount_total, voucher.state, counter.confirmed
        self.assertEqual(mine, {False: (80, "new", 0), True: (80, "used", 1)})
        with self.assertRaisesRegex(UserError, f"{re.escape(note.name)} is posted.*draft"), self.cr.savepoint():
            note.is_promo_charge_back = False
        note.is_promo_charge_back = True  # as it is

    def test_charge_back_in_draft(self):
        """A draft that is marked says nothing yet of a return that is posted meanwhile; of itself it does."""
        batch = self.env["promo.voucher.batch"].create({"name": "Back"})
        self._campaign({"level": "coupon", "batch_id": batch.id, "code_back": True, "rewards": [{"kind": "amount", "amount": 20}]})
        found = []
        for posted in (1, 0):
            partner = self.env["res.partner"].create({"name": f"Draft {posted}"})
            voucher = batch._give(partner)
            _order, invoice = self._invoiced((self.goods, 1), partner=partner)
            notes = [invoice._reverse_moves([{"invoice_date": invoice.invoice_date}]) for _time in range(2)]
            notes[0].is_promo_charge_back = True
            notes[posted].action_post()
            found.append(voucher.state)
        self.assertEqual(found, ["new", "used"])

    def test_shown_before_the_posting(self):
        self._campaign({"rewards": [{"kind": "amount", "amount": 50}], "conditions": [{"kind": "min_amount", "amount": 150}], "clawback": "reprice"})
        _order, invoice = self._invoiced((self.goods, 2))
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.invoice_line_ids.quantity = 1
        for _time in range(2):
            note.action_promo_return()
            self.assertEqual((note.amount_total, len(note.invoice_line_ids)), (50, 2))
        note.invoice_line_ids.filtered("sale_line_ids").quantity = 2
        note.action_promo_return()
        self.assertEqual((note.amount_total, len(note.invoice_line_ids)), (150, 1))

    def test_price_of_a_person_stays(self):
        self._campaign({"rewards": [{"kind": "amount", "amount": 50}]})
        _order, invoice = self._invoiced((self.goods, 2))
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.invoice_line_ids.price_unit = 10
        note.action_post()
        self.assertEqual(note.amount_total, 20)

    def test_deduct_gift(self):
        self._campaign({
            "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "worth": 12}], "gift_return": "deduct_value",
            "conditions": [{"kind": "min_amount", "amount": 200}]})
        _order, invoice = self._invoiced((self.goods, 2))
        self.assertEqual(self._credit(invoice, 1).amount_total, 88)

    def test_gift_on_the_credit_note(self):
        """A gift that comes back with the goods, or after them, is not charged; what was charged for it is given back."""
        self._campaign({
            "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "worth": 12}], "gift_return": "deduct_value",
            "conditions": [{"kind": "min_amount", "amount": 200}]})
        _order, invoice = self._invoiced((self.goods, 2))
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.action_post()
        self.assertEqual(note.amount_total, 200)
        order, invoice = self._invoiced((self.goods, 2))
        self.assertEqual(self._credit(invoice, 1).amount_total, 88)
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.invoice_line_ids.filtered(lambda line: line.product_id == self.goods).quantity = 1
        note.action_post()
        self.assertEqual((note.amount_total, order.sudo()._promo_withdrawn_fen()), (112, 0))

    def test_invoices_in_parts_and_their_credits(self):
        self._campaign({"rewards": [{"kind": "amount", "amount": 100}]})
        order = self._order((self.goods, 3))
        order.action_confirm()
        order.order_line.product_id.invoice_policy = "delivery"
        paid = 0
        for delivered in (1, 3):
            order.order_line.qty_delivered = delivered
            invoice = order._create_invoices()
            invoice.action_post()
            paid += invoice.amount_total
        self.assertEqual(round(paid, 2), 200)
        order.order_line.qty_delivered = 1
        note = order._create_invoices(final=True)
        note.action_post()
        order.order_line.qty_delivered = 0
        last = order._create_invoices(final=True)
        last.action_post()
        self.assertEqual(round(note.amount_total + last.amount_total, 2), 200)

    def test_vouchers_and_promises(self):
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Twenty", "valid_days": 30})
        later = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Later", "valid_days": 30})
        self._campaign(
            {"level": "coupon", "batch_id": batch.id, "code_back": True, "rewards": [{"kind": "amount", "amount": 20}]},
            {"level": "after", "rewards": [{"kind": "issue", "batch_id": later.id}, {"kind": "points"}], "conditions": [{"kind": "min_amount", "amount": 150}]})
        batch._give(self.buyer)
        order, invoice = self._invoiced((self.goods, 2))
        self.assertEqual((batch.voucher_ids.state, later.voucher_ids.state, order.promo_promise_ids.mapped("state")), ("used", "new", ["due"]))
        self._credit(invoice, 1)
        self.assertEqual((batch.voucher_ids.state, later.voucher_ids.state, order.promo_promise_ids.mapped("state")), ("used", "void", ["void"]))
        self._credit(invoice, 1)
        self.assertEqual(batch.voucher_ids.state, "new")

    def test_voucher_stays_used_when_its_rule_says_so(self):
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Twenty", "valid_days": 30})
        self._campaign({"level": "coupon", "batch_id": batch.id, "rewards": [{"kind": "amount", "amount": 20}]})
        batch._give(self.buyer)
        self.goods.type = "service"
        order, invoice = self._invoiced((self.goods, 1))
        self._credit(invoice, 1)
        self.assertEqual(batch.voucher_ids.state, "used")
        order.order_line.qty_delivered = 1
        order._action_cancel()
        self.assertEqual(batch.voucher_ids.state, "used", "goods have left: only a rule gives it back")

    def test_cancelled_credit_note_is_used_again(self):
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 100}], "limit_total": 5, "limit_quota": 9})
        order, invoice = self._invoiced((self.goods, 2))
        whole = self._used(campaign)
        first, second = self._credit(invoice, 1), self._credit(invoice, 1)
        self.assertEqual(set(self._used(campaign).values()), {0})
        second.button_draft()
        second.button_cancel()
        self.assertEqual(self._used(campaign), {"budget": 5000, "quota": 1, "total": 1})
        first.button_draft()
        self.assertEqual((self._used(campaign), sum(order.sudo().promo_application_ids.share_ids.mapped("given_back"))), (whole, 0))

    def test_cancelled_with_an_invoice(self):
        """The invoice of a cancelled order stands: what came off it stays used until it is credited; what was never invoiced is free at once."""
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 100}], "limit_total": 5, "limit_quota": 9})
        order, invoice = self._invoiced((self.goods, 2))
        order._action_cancel()
        self.assertEqual(self._used(campaign), {"budget": 10000, "quota": 2, "total": 1})
        self._credit(invoice, 1)
        self.assertEqual(self._used(campaign), {"budget": 5000, "quota": 1, "total": 1})
        self._credit(invoice, 1)
        self.assertEqual(set(self._used(campaign).values()), {0})

        order = self._order((self.goods, 2))
        order.action_confirm()
        part = order._create_invoices()
        part.invoice_line_ids.quantity = 1
        part.action_post()
        order._action_cancel()
        self.assertEqual(self._used(campaign), {"budget": 5000, "quota": 1, "total": 1})
        self.assertEqual(campaign.actual_cost, 50, "what stands on an invoice was given")
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self._used(campaign), {"budget": 10000, "quota": 2, "total": 1}, "confirmed again it is used once")
        self.assertEqual((campaign.actual_cost, sorted(order.sudo().promo_application_ids.mapped("state"))), (100, ["confirmed", "reversed"]))

    def test_invoice_of_a_cancelled_order(self):
        """Budget, cost, vouchers and points of a cancelled order follow its invoice, in whatever order things happen."""
        batch, later = self.env["promo.voucher.batch"].create([{"name": "Pays"}, {"name": "Later"}])
        campaign = self._campaign(
            {"level": "coupon", "batch_id": batch.id, "rewards": [{"kind": "amount", "amount": 20}], "limit_customer": 1},
            {"level": "after", "rewards": [{"kind": "points"}, {"kind": "issue", "batch_id": later.id}]})

        def state(order):
            self.env.invalidate_all()
            mine = self.env["promo.reservation"].search([("document", "=", order._promo_document()), ("state", "=", "confirmed")])
            voucher = later.voucher_ids.filtered(lambda one: one.source_order_id == order)
            return (sum(mine.filtered(lambda one: one.limit_id.kind == "budget").mapped("amount")), campaign.actual_cost,
                    batch.voucher_ids.filtered(lambda one: one.partner_id == order.partner_id).state, order.promo_promise_ids.mapped("state"), voucher.state)

        books = self._user("books", "fin_manager")
        books.group_ids += self.env.ref("account.group_account_invoice")
        given, free = (2000, 20, "used", ["due"], "new"), (0, 0, "new", ["void"], "void")
        for steps, wanted in (
                ("cancel, invoice cancelled", [given, free]), ("cancel, reset, posted, credited", [given, given, given, (0, 0, "used", ["void"], "void")]),
                ("reset, cancel, reopened", [given, free, free]), ("invoice cancelled, cancel", [given, free]),
                ("cancel, credited, note cancelled", [given, (0, 0, "used", ["void"], "void"), given])):
            partner = self.env["res.partner"].create({"name": steps})
            batch._give(partner)
            order, invoice = self._invoiced((self.goods, 1), partner=partner)
            self.assertEqual(state(order), given)
            found, note, invoice = [], None, invoice.with_user(books)
            for step in steps.split(", "):
                if step == "cancel":
                    order._action_cancel()
                elif step == "invoice cancelled":
                    invoice.button_cancel()
                elif step == "reset":
                    invoice.button_draft()
                elif step == "posted":
                    invoice.action_post()
                elif step == "credited":
                    note = self._credit(invoice, 1)
                elif step == "note cancelled":
                    note.button_cancel()
                else:
                    self.assertEqual(invoice.state, "cancel", "Odoo cancels a draft with its order")
                    invoice.button_draft()
                    with self.assertRaisesRegex(UserError, f"{order.name} is cancelled and the promotions"), self.env.cr.savepoint():
                        invoice.action_post()
                found.append(state(order))
            self.assertEqual(found, wanted, steps)
            order._action_cancel()
            if invoice.state == "posted":
                invoice.button_cancel()
            self.assertEqual(state(order)[:2], (0, 0))

    def test_place_of_a_freight_that_is_credited(self):
        """Who gets his freight for nothing takes a place; it is free again with the credit note, or when the order is cancelled
        before its freight was invoiced."""
        campaign = self._campaign({"level": "shipping", "rewards": [{"kind": "percent", "rate": 100, "target": "shipping"}], "limit_total": 2})
        post = self.env["product.product"].create({"name": "Postage", "type": "service", "list_price": 12, "taxes_id": [Command.clear()]})
        carrier = self.env["delivery.carrier"].create({"name": "Post", "product_id": post.id, "fixed_price": 12, "delivery_type": "fixed"})
        order = self._order((self.goods, 1))
        order.set_delivery_line(carrier, 12)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(self._used(campaign), {"total": 1, "budget": 1200})
        invoice._reverse_moves([{"invoice_date": invoice.invoice_date}]).action_post()
        self.assertEqual(self._used(campaign), {"total": 0, "budget": 0})

        order = self._order((self.goods, 1))
        order.set_delivery_line(carrier, 12)
        order.action_confirm()
        part = order._create_invoices()
        part.invoice_line_ids.filtered(lambda line: line.product_id == post).unlink()
        part.action_post()
        order._action_cancel()
        self.assertEqual(self._used(campaign), {"total": 0, "budget": 0})

    def test_budget_of_the_brand(self):
        """100.00 off, headquarters bears 30 %: its budget of 60.00 lasts for two such orders; a return gives its part back."""
        campaign = self._campaign(
            {"rewards": [{"kind": "amount", "amount": 100}]}, budget_amount=60,
            payer_ids=[Command.create({"who": "hq", "rate": 30}), Command.create({"who": "dealer", "rate": 70})])
        _order, invoice = self._invoiced((self.goods, 2))
        self.assertEqual(self._used(campaign)["budget"], 3000)
        self._invoiced((self.goods, 2))
        self.assertEqual(self._order((self.goods, 2)).promo_total, 0)
        self._credit(invoice, 1)
        self.assertEqual(self._used(campaign)["budget"], 4500)

    def test_gifts_that_come_back(self):
        for policy in ("must_return", "deduct_value", "keep"):
            campaign = self._campaign({
                "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "worth": 12, "gift_stock": 3}], "gift_return": policy,
                "conditions": [{"kind": "min_amount", "amount": 200}]})
            _order, invoice = self._invoiced((self.goods, 2))
            self.assertEqual(self._used(campaign), {"budget": 1200, "stock": 1})
            self._credit(invoice, 1)
            self.assertEqual(self._used(campaign), {"budget": 1200, "stock": 1} if policy == "keep" else {"budget": 0, "stock": 0}, policy)
            campaign.with_user(self.ops).action_pause("next")

    def test_gift_on_a_note_is_there_again(self):
        """A gift that is credited came back, also where it might have been kept: with everything, and alone; a note that counts no more takes it again."""
        campaign = self._campaign({
            "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "worth": 12, "gift_stock": 3}], "gift_return": "keep"})
        order, invoice = self._invoiced((self.goods, 2))
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.action_post()
        self.assertEqual(self._used(campaign), {"budget": 0, "stock": 0})
        self.assertEqual(order.sudo().promo_application_ids.share_ids.mapped("given_back"), [12])
        note.button_draft()
        self.assertEqual(self._used(campaign), {"budget": 1200, "stock": 1})

        _order, invoice = self._invoiced((self.goods, 1))
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        goods = note.invoice_line_ids.filtered(lambda line: line.product_id == self.goods)
        note.write({"invoice_line_ids": [Command.delete(goods.id)]})
        note.action_post()
        self.assertEqual(self._used(campaign), {"budget": 1200, "stock": 1})

    def test_lines_changed_after_the_confirmation(self):
        """What was added uses nothing and is the first that is gone; of pieces that were invoiced and ordered less afterwards only the credited are gone."""
        campaign = self._campaign({"name": "Third off", "rewards": [{"kind": "amount", "amount": 100}], "limit_total": 5, "limit_quota": 9})
        order = self._order((self.goods, 3))
        order.action_confirm()
        order.write({"order_line": [Command.update(order.order_line.id, {"product_uom_qty": 5}), Command.create({"product_id": self.other.id})]})
        self.assertEqual(order.amount_total, 450)
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(self._credit(invoice, 1, line=1).amount_total, 50, "goods the promotion does not know")
        found = [(round(self._credit(invoice, qty).amount_total, 2), self._used(campaign)["quota"]) for qty in (2, 1, 2)]
        self.assertEqual([used for _total, used in found], [3, 2, 0])
        self.assertEqual(round(sum(total for total, _used in found), 2), 400)

        order, invoice = self._invoiced((self.goods, 3))
        order.order_line.product_uom_qty = 1
        self.assertEqual(self._used(campaign)["quota"], 3, "the invoice stands")
        self._credit(invoice, 2)
        self.assertEqual({kind: self._used(campaign)[kind] for kind in ("quota", "total")}, {"quota": 1, "total": 1})
