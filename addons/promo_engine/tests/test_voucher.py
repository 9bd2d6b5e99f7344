from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestVoucher(PromoCommon):
    """Wallets, codes, vouchers for the next order, proofs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.batch = cls.env["promo.voucher.batch"].with_user(cls.ops).create({"name": "Twenty off", "valid_days": 30, "prefix": "TW"})
        cls.rule = {"name": "Twenty", "level": "coupon", "batch_id": cls.batch.id, "rewards": [{"kind": "amount", "amount": 20}]}

    def test_wallet_is_used_once(self):
        self._campaign(self.rule)
        self.batch.give_ids = [Command.set(self.buyer.ids)]
        self.batch.action_give()
        voucher = self.batch.voucher_ids
        order, second = self._order((self.goods, 1)), self._order((self.goods, 1))
        self.assertEqual((order.promo_total, second.promo_total), (20, 20))

        order.action_confirm()

        self.assertEqual((voucher.state, voucher.order_id), ("used", order))
        with self.assertRaises(UserError):
            second.action_confirm()
        second.action_update_promotions()
        self.assertEqual(second.promo_total, 0)

    def test_voucher_and_gift_on_one_order(self):
        self._campaign(self.rule, {"name": "Cup", "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "worth": 50}]})
        self.batch._give(self.buyer)
        order = self._order((self.goods, 1))
        self.assertEqual(order.amount_total, 80)

        order.action_confirm()

        self.assertEqual((order.amount_total, self.batch.voucher_ids.state, len(order.order_line)), (80, "used", 2))

    def test_given_once(self):
        for _time in range(2):
            self.batch.give_ids = [Command.set(self.buyer.ids)]
            self.batch.action_give()

        self.assertEqual(self.batch.voucher_count, 1)

    def test_codes_without_owner(self):
        self._campaign(self.rule)
        self.batch.make_count = 3
        self.batch.action_make_codes()
        code = self.batch.voucher_ids[0]
        order = self._order((self.goods, 1), promo_codes=code.code)
        self.assertEqual(order.promo_total, 20)
        order.action_confirm()
        self.assertEqual(code.state, "used")

        order._action_cancel()

        self.assertEqual(code.state, "new")

    def test_code_of_somebody_else(self):
        self._campaign(self.rule)
        other = self.env["res.partner"].create({"name": "Other"})
        self.batch._give(other)

        self.assertEqual(self._order((self.goods, 1), promo_codes=self.batch.voucher_ids.code).promo_total, 0)

    def test_expired_and_void(self):
        self._campaign(self.rule)
        self.batch._give(self.buyer)
        voucher = self.batch.voucher_ids
        voucher.sudo().valid_until = "2020-01-01 00:00:00"
        self.assertEqual(self._order((self.goods, 1)).promo_total, 0)
        voucher.sudo().valid_until = False
        self.assertEqual(self._order((self.goods, 1)).promo_total, 20)

        with self.assertRaises(AccessError):
            voucher.with_user(self._user("cs", "cs_presale")).action_void("x")
        self.assertEqual((voucher.with_user(self.ops).action_void()["res_model"], voucher.state), ("dealer.reason", "new"), "it is asked why")
        voucher.with_user(self.ops).action_void("printed twice")

        self.assertEqual(self._order((self.goods, 1)).promo_total, 0)

    def test_next_order(self):  # R3-110
        self._campaign(self.rule, {"name": "Spend and get", "level": "after", "rewards": [
            {"kind": "tiers", "on": "amount", "give": "coupon", "tier_ids": [Command.create({"threshold_amount": 100, "batch_id": self.batch.id})]}]})
        first = self._order((self.goods, 1))
        self.assertEqual(self._order((self.goods, 1)).promo_total, 0, "nothing before the first order is confirmed")
        self.assertIn("Twenty off", first.promo_html)
        first.action_confirm()
        self.assertEqual(self.batch.voucher_ids.source_order_id, first)

        self.assertEqual(self._order((self.goods, 1)).promo_total, 20)
        first._action_cancel()

        self.assertEqual(self.batch.voucher_ids.state, "void")
        self.assertEqual(self._order((self.goods, 1)).promo_total, 0)

    def test_earned_once_whatever_happens(self):
        """Vouchers and cash back that were used or paid since come once, though their order is cancelled and confirmed anew."""
        self._campaign(self.rule, {"name": "Spend and get", "level": "after", "conditions": [{"kind": "min_amount", "amount": 100}], "rewards": [
            {"kind": "issue", "batch_id": self.batch.id, "count": 2}, {"kind": "cash_back", "amount": 5, "days": 0}]})
        first = self._order((self.goods, 1))
        first.action_confirm()
        second = self._order((self.goods, 1))
        second.action_confirm()
        used = self.batch.voucher_ids.filtered(lambda voucher: voucher.state == "used")
        self.assertEqual((used.order_id, used.source_order_id), (second, first))
        paid = first.promo_promise_ids
        paid.sudo().due_date = self.company._dealer_today()
        paid.with_user(self._user("pays", "fin_cashier")).action_done()
        for _time in range(2):
            first._action_cancel()
            first.action_draft()
            first.action_update_promotions()
            first.action_confirm()
        mine = self.batch.voucher_ids.filtered(lambda voucher: voucher.source_order_id == first)
        self.assertEqual(sorted(mine.mapped("state")), ["new", "used", "void", "void"], "two at a time, one of them used")
        self.assertEqual(first.promo_promise_ids.filtered(lambda promise: promise.state != "void"), paid)

    def test_proof(self):
        self._campaign({"name": "Follow us", "level": "after", "proof": "screenshot of the follow", "rewards": [{"kind": "cash_back", "amount": 5, "days": 7}]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        promise = order.promo_promise_ids
        service, cashier = self._user("cs", "cs_aftersale"), self._user("cash", "fin_cashier")
        self.assertEqual((promise.state, promise.total), ("waiting", 5))

        with self.assertRaises(UserError):
            promise.with_user(service).action_accept_proof()
        promise.sudo().proof_ids = [Command.create({"name": "proof.png", "raw": b"x"})]
        with self.assertRaises(AccessError):
            promise.with_user(cashier).action_accept_proof()
        promise.with_user(service).action_accept_proof()
        # Seven days are the longest that finance takes after an accepted proof, not the shortest.
        promise.with_user(cashier).action_done()

        self.assertEqual((promise.state, promise.done_by), ("done", cashier))

    def test_cash_back_without_proof_waits(self):  # R3-063
        """Goods of an order may come back until the return window is over."""
        self._campaign({"level": "after", "rewards": [{"kind": "cash_back", "amount": 5, "days": 7}]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        promise, cashier = order.promo_promise_ids, self._user("cash", "fin_cashier")
        with self.assertRaisesRegex(UserError, "is due on"):
            promise.with_user(cashier).action_done()
        promise.sudo().due_date = "2020-01-01"
        promise.with_user(cashier).action_done()
        self.assertEqual(promise.state, "done")

    def test_limit_meets_who_comes_under_another_name(self):
        """One order a customer: the same phone in another spelling and the same address are the same customer; a setting switches it off."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 20}], "limit_customer": 1})
        place = {"street": "88 West Lake Road", "city": "Hangzhou"}
        people = self.env["res.partner"].create([
            {"name": "A", "phone": "+86 138 0000 1234"}, {"name": "B", "phone": "138-0000-1234", **place}, {"name": "C", **place},
            {"name": "D", "phone": "139 0000 1234"}])
        self._order((self.goods, 1), partner=people[0]).action_confirm()
        self.assertEqual([self._order((self.goods, 1), partner=person).promo_total for person in people], [0, 0, 20, 20])
        self._order((self.goods, 1), partner=people[2]).action_confirm()
        self.assertEqual(self._order((self.goods, 1), partner=people[2]).promo_total, 0)
        self.company.promo_same_person = False
        self.assertEqual(self._order((self.goods, 1), partner=people[1]).promo_total, 20)

    def test_same_payer(self):
        """One order a customer: who has another customer named, and pays all the same, has had his; a dealer pays for many."""
        self._campaign({"name": "One each", "limit_customer": 1, "rewards": [{"kind": "amount", "amount": 10}]})
        payer, one, two = self.env["res.partner"].create([{"name": name} for name in ("Payer", "One", "Two")])
        sales_company = self.env["res.partner"].create({"name": "SC", "is_company": True, "dealer_level": "sales_company"})
        dealer = self.env["res.partner"].create({"name": "D", "is_company": True, "dealer_level": "dealer", "parent_id": sales_company.id})

        def sold(partner, invoiced):
            order = self._order((self.goods, 1), partner=partner, partner_invoice_id=invoiced.id)
            order.action_confirm()
            return order.promo_total

        self.assertEqual((sold(payer, payer), sold(one, payer), sold(one, one)), (10, 0, 10))
        self.assertEqual((sold(two, dealer), sold(self.buyer, dealer)), (10, 10))
        later = self._order((self.goods, 1), partner=two, partner_invoice_id=two.id)
        self.assertEqual(later.promo_total, 0, "the customer had his")
        third = self._order((self.goods, 1), partner=self.env["res.partner"].create({"name": "Three"}))
        self.assertEqual(third.promo_total, 10)
        form = {"partner_invoice_id": {}, "promo_total": {}, "amount_total": {}, "order_line": {"fields": {"promo_discount": {}, "price_subtotal": {}}}}
        shown = third.onchange({"partner_invoice_id": payer.id}, ["partner_invoice_id"], form)["value"]
        self.assertEqual((shown.get("promo_total"), shown.get("amount_total")), (0, 100), "the form shows it before it is saved")
        third.partner_invoice_id = payer
        self.assertEqual(third.promo_total, 0, "known when he is entered later, too")
