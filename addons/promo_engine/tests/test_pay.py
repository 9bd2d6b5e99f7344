"""Paying with points, vouchers and deposits; what is held while a payment is open."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PromoCommon

CENT = {"name": "Points pay", "level": "payment", "rewards": [{"kind": "pay", "asset": "points", "unit_amount": 0.1}]}


class PayCommon(PromoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.env["account.account"].create
        cls.company.promo_asset_account_id = account({"name": "Points", "code": "660100", "account_type": "expense"})
        cls.company.promo_deposit_account_id = account({"name": "Deposits", "code": "220500", "account_type": "liability_current"})
        cls.company.promo_deposit_income_id = account({"name": "Kept", "code": "630100", "account_type": "income_other"})
        cls.bank = account({"name": "Bank", "code": "100200", "account_type": "asset_cash"})
        journal = cls.env["account.journal"].create
        journal({"name": "General", "code": "GEN", "type": "general", "company_id": cls.company.id})
        cls.journal = journal({"name": "Bank", "code": "BAN", "type": "bank", "company_id": cls.company.id, "default_account_id": cls.bank.id})

    def _points(self, points, partner=None):
        self.env["promo.points.account"]._book(self.company, partner or self.buyer, points, "earned", f"start,{points}")

    def _balance(self):
        self.env.invalidate_all()
        return self.env["promo.points.account"].search([("partner_id", "=", self.buyer.id), ("company_id", "=", self.company.id)]).balance

    def _minutes_pass(self):
        for model, name in (("promo.voucher", "reserved_until"), ("sale.order", "promo_points_until"), ("promo.reservation", "expires_at")):
            records = self.env[model].sudo().search([(name, "!=", False), ("company_id", "=", self.company.id)])
            records.write({name: fields.Datetime.now() - timedelta(minutes=1)})
        self.env.flush_all()
        self.env["promo.limit"]._cron_release_expired()
        self.env.invalidate_all()

    def _credit(self, invoice, pieces):
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.invoice_line_ids.quantity = pieces
        note.action_post()
        return note

    def _owed(self):
        return self._on(self.env["account.account"].search([("code", "=", "112200"), ("company_ids", "=", self.company.id)]))

    def _on(self, account):
        """What was booked on an account, debit above zero."""
        return round(sum(self.env["account.move.line"].search([("account_id", "=", account.id), ("parent_state", "=", "posted")]).mapped("balance")), 2)


@tagged("post_install", "-at_install")
class TestPoints(PayCommon):
    """A point pays 0.10: the price and its tax stay, less is left to pay."""

    def _order_with(self, points, qty=2, **values):
        return self._order((self.goods, qty), promo_points=points, **values)

    def test_paid_and_settled(self):
        self._campaign(CENT)
        self._points(500)
        order = self._order_with(300)
        self.assertEqual((order.amount_total, order.promo_paid, order.promo_to_pay, order.amount_paid), (200, 30, 170, 30))
        self.assertEqual(self._balance(), 500)

        order.action_confirm()
        self.assertEqual(self._balance(), 200)
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual((invoice.amount_total, invoice.amount_residual, self._on(self.company.promo_asset_account_id)), (200, 170, 30))

        invoice.button_draft()
        self.assertEqual(self._on(self.company.promo_asset_account_id), 0)
        with self.assertRaisesRegex(ValidationError, "no journal of miscellaneous"):
            self.company.promo_journal_id = self.journal
        self.company.promo_journal_id = own = self.env["account.journal"].create({
            "name": "Points", "code": "PTS", "type": "general", "company_id": self.company.id})
        invoice.action_post()
        self.assertEqual(invoice._promo_settled_by().journal_id, own)
        self.assertEqual((invoice.amount_residual, self._on(self.company.promo_asset_account_id)), (170, 30))

        note = self._credit(invoice, 1)
        self.assertEqual((note.amount_total, self._balance(), self._owed()), (100, 350, 85))
        self._credit(invoice, 1)
        self.assertEqual((self._balance(), self._owed(), self._on(self.company.promo_asset_account_id)), (500, 0, 0))

    def test_credit_note_that_is_cancelled_takes_them_again(self):
        self._campaign(CENT)
        self._points(300)
        order = self._order_with(300)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        note = self._credit(invoice, 1)
        self.assertEqual(self._balance(), 150)
        note.button_draft()
        note.button_cancel()
        self.assertEqual((self._balance(), self._on(self.company.promo_asset_account_id)), (0, 30))

    def test_held_and_confirmed_without(self):
        """Points and places that a quotation held come back when it is confirmed without promotions."""
        self._points(300)
        for way in ("stopped", "off"):
            campaign = self._campaign(CENT, {"rewards": [{"kind": "amount", "amount": 10}], "limit_total": 1})
            order = self._order_with(300)
            order.action_quotation_sent()
            limit = campaign.rule_ids.limit_ids.filtered(lambda one: one.kind == "total")
            self.assertEqual((self._balance(), limit.reserved), (0, 1))
            if way == "stopped":
                campaign.rule_ids.with_user(self.ops).action_pause()
                order.action_update_promotions()
            else:
                order.is_promo_off = True
            order.action_confirm()
            self.assertEqual((self._balance(), limit.reserved, limit.confirmed, order.promo_paid), (300, 0, 0, 0), way)
            campaign.rule_ids.with_user(self.ops).action_pause()

    def test_credited_and_invoiced_again(self):
        """Points that came back with a piece pay for it again when it is invoiced again, and come back with it again."""
        self._campaign(CENT)
        self._points(500)
        order = self._order_with(300)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        found, account = [], self.company.promo_asset_account_id
        for _time in range(2):
            self._credit(invoice, 1)
            found.append((self._balance(), self._owed(), self._on(account)))
            invoice = order._create_invoices()
            invoice.action_post()
            found.append((self._balance(), self._owed(), self._on(account)))
        self.assertEqual(found, [(350, 85, 15), (200, 170, 30)] * 2)

    def test_invoice_of_a_cancelled_order(self):
        """The cancellation gave the points back: the credit note of its invoice gives no money for them too."""
        self._campaign(CENT)
        self._points(300)
        order = self._order_with(300)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        order._action_cancel()
        self._credit(invoice, 2)
        self.assertEqual((self._balance(), self._owed(), self._on(self.company.promo_asset_account_id)), (300, 0, 0))

    def test_caps(self):
        """At most a fifth of the goods, at most 25.00, and no more than there are or the buyer wants."""
        for reward, points, paid in (({"rate": 20}, 900, 40), ({"cap": 25}, 900, 25), ({"unit_cap": 5}, 900, 10), ({}, 70, 7), ({}, 0, 0), ({}, 9999, 90)):
            campaign = self._campaign({**CENT, "rewards": [{**CENT["rewards"][0], **reward}]})
            self._points(900)
            with self.subTest(reward):
                self.assertEqual(self._order_with(points).promo_paid, paid)
            campaign.with_user(self.ops).action_pause("next")

    def test_something_is_left_to_pay(self):
        self._campaign(CENT)
        self._points(9999)
        self.company.promo_min_payable = 120
        self.assertEqual(self._order_with(9999).promo_paid, 80)
        # A version from before amounts had a currency fits orders in any: what has to be left is the same money.
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create({"currency_id": dollar.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 0.125})
        prices = self.env["product.pricelist"].create({"name": "USD", "currency_id": dollar.id, "company_id": self.company.id})
        version = self.env["promo.rule.version"].search([("company_id", "=", self.company.id), ("is_current", "=", True)])
        self.env.cr.execute("UPDATE promo_rule_version SET source = source - 'currency' WHERE id = %s", [version.id])
        version.invalidate_recordset()
        self.env.registry.clear_cache()
        order = self._order_with(9999, pricelist_id=prices.id)
        self.assertEqual((order.currency_id, order._promo_options()["min_payable_fen"], order.promo_paid), (dollar, 1_500, order.amount_total - 15))

    def test_cancelled_and_not_paid(self):
        self._campaign(CENT)
        self._points(300)
        order = self._order_with(300)
        order.write({"state": "sent"})
        self.assertEqual(self._balance(), 0)
        other = self._order_with(300)
        self.assertEqual((other.promo_paid, order.promo_points_have), (0, 300))

        self._minutes_pass()
        self.assertEqual(self._balance(), 300)
        order.action_confirm()
        self.assertEqual((self._balance(), order.promo_paid), (0, 30))
        for _time in range(2):
            order._action_cancel()
        self.assertEqual(self._balance(), 300)
        with self.assertRaises(UserError):
            order.unlink()

    def test_nothing_in_force_any_more(self):
        """What points were to pay is compared too when no rule is left: 30.00 would be shown as paid, and nobody had paid them."""
        campaign = self._campaign(CENT)
        self._points(300)
        order = self._order_with(300)
        self.assertEqual(order.promo_paid, 30)
        campaign.rule_ids.version_ids._end()
        with self.assertRaisesRegex(UserError, "Update promotions"):
            order.action_confirm()
        order.action_update_promotions()
        order.action_confirm()
        self.assertEqual((order.promo_paid, self._balance()), (0, 300))

    def test_two_orders(self):
        self._campaign(CENT)
        self._points(300)
        first, second = self._order_with(300), self._order_with(300)
        self.assertEqual((first.promo_paid, second.promo_paid), (30, 30))
        first.action_confirm()
        with self.assertRaises(UserError):
            second.action_confirm()
        second.action_update_promotions()
        second.action_confirm()
        self.assertEqual((second.state, second.promo_paid), ("sale", 0))

    def test_price_with_coins_and_payment_share_the_purse(self):  # R3-020
        """One piece at 60.00 and 100 points, then 50 points pay 5.00."""
        self._campaign({"name": "Coins", "level": "price", "rewards": [{"kind": "coin_price", "amount": 60, "qty": 100}]}, CENT)
        self._points(150)
        order = self._order_with(150, qty=1)
        self.assertEqual((order.amount_total, order.promo_paid), (60, 5))
        order.action_confirm()
        self.assertEqual((self._balance(), len(order.promo_promise_ids)), (0, 0))
        invoice = order._create_invoices()
        invoice.action_post()
        self._credit(invoice, 1)
        self.assertEqual(self._balance(), 150)

    def test_coins_have_a_quota(self):
        """R3-020: two pieces at 60.00 and 100 points each, the third one at the price of everybody."""
        self._campaign({"name": "Coins", "level": "price", "limit_quota": 2, "rewards": [{"kind": "coin_price", "amount": 60, "qty": 100}]})
        self._points(900)
        for price in (60, 60, 100):
            order = self._order_with(100, qty=1)
            self.assertEqual(order.amount_total, price)
            order.action_confirm()
        self.assertEqual(self._balance(), 700)

    def test_what_a_point_pays_is_said(self):
        with self.assertRaises(ValidationError):
            self._campaign({**CENT, "rewards": [{"kind": "pay", "asset": "points"}]}, approve=False)
        with self.assertRaises(ValidationError):
            self._order_with(-1)

    def test_points_given_back_run_out_with_their_day(self):
        accounts = self.env["promo.points.account"]
        accounts._book(self.company, self.buyer, 100, "earned", "a", expires_on="2020-01-31")
        accounts._book(self.company, self.buyer, -60, "used", "b", least=0)
        accounts._book(self.company, self.buyer, 60, "back", "c")
        accounts._cron_points()
        self.assertEqual(self._balance(), 0)


@tagged("post_install", "-at_install")
class TestVoucherHold(PayCommon):
    """A voucher of a quotation that was sent, or of a payment that is open, is nobody else's for the minutes of the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.batch = cls.env["promo.voucher.batch"].with_user(cls.ops).create({"name": "Twenty", "valid_days": 30})
        cls.rule = {"name": "Twenty", "level": "coupon", "batch_id": cls.batch.id, "rewards": [{"kind": "amount", "amount": 20}]}

    def test_held_and_free_again(self):
        self._campaign(self.rule)
        voucher = self.batch._give(self.buyer)
        order, other = self._order((self.goods, 1)), self._order((self.goods, 1))
        order.write({"state": "sent"})
        self.assertEqual((voucher.state, voucher.order_id), ("reserved", order))
        with self.assertRaises(UserError):
            other.action_confirm()
        self.assertEqual(self._order((self.goods, 1)).promo_total, 0)
        with self.assertRaises(UserError):
            voucher.with_user(self.ops).action_void()

        self._minutes_pass()
        self.assertEqual((voucher.state, voucher.order_id.id), ("new", False))
        other.action_update_promotions()
        other.action_confirm()
        self.assertEqual((voucher.state, voucher.order_id), ("used", other))
        order.promo_held_until = fields.Datetime.now() + timedelta(days=9)  # the price that was sent holds, its voucher is gone
        with self.assertRaisesRegex(UserError, f"{order.name}.*{self.batch.name}.*Update promotions"), self.cr.savepoint():
            order.action_confirm()
        self.assertEqual((order.state, voucher.order_id), ("sent", other))

    def test_a_price_that_holds_outlives_the_dates_of_its_voucher(self):
        self._campaign(self.rule)
        voucher = self.batch._give(self.buyer)
        order = self._order((self.goods, 1))
        order.write({"state": "sent"})
        order.promo_held_until = fields.Datetime.now() + timedelta(days=9)
        self._minutes_pass()
        voucher.sudo().valid_until = fields.Datetime.now() - timedelta(minutes=1)
        order.action_confirm()
        self.assertEqual((voucher.state, voucher.order_id, order.amount_total), ("used", order, 80))

    def test_used_by_its_own_order(self):
        self._campaign(self.rule)
        voucher = self.batch._give(self.buyer)
        order = self._order((self.goods, 1))
        order.write({"state": "sent"})
        order.action_confirm()
        self.assertEqual((voucher.state, order.amount_total), ("used", 80))
        order._action_cancel()
        self.assertEqual(voucher.state, "new")

    def test_voucher_that_pays(self):
        """R3-034: of 200.00 a voucher pays 10.00 at most, 190.00 are left; who has 8.00 pays 192.00."""
        self._campaign({"name": "Pays", "level": "payment", "batch_id": self.batch.id,
                        "rewards": [{"kind": "pay", "asset": "voucher", "amount": 8, "unit_cap": 10}]})
        voucher = self.batch._give(self.buyer)
        order = self._order((self.goods, 2))
        self.assertEqual((order.amount_total, order.promo_to_pay), (200, 192))
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual((voucher.state, invoice.amount_residual), ("used", 192))
        rich = self.env["promo.voucher.batch"].create({"name": "Fifty", "company_id": self.company.id})
        self._campaign({"name": "Pays more", "level": "payment", "batch_id": rich.id,
                        "rewards": [{"kind": "pay", "asset": "voucher", "amount": 50, "unit_cap": 10}]})
        rich._give(self.buyer)
        self.assertEqual(self._order((self.goods, 1, 200)).promo_to_pay, 190)


    def test_kinds_of_vouchers(self):
        """R3-059: coupon, cash voucher, voucher for free shipping, and one that an order earned, all on one order."""
        batches = self.env["promo.voucher.batch"].with_user(self.ops).create([{"name": name, "valid_days": 9} for name in ("Coupon", "Cash", "Post", "Next")])
        coupon, cash, post, later = batches
        self._campaign(
            {"name": "Coupon", "level": "coupon", "batch_id": coupon.id, "rewards": [{"kind": "amount", "amount": 20}]},
            {"name": "Earned", "level": "coupon", "batch_id": later.id, "rewards": [{"kind": "amount", "amount": 5}]},
            {"name": "Cash", "level": "payment", "batch_id": cash.id, "rewards": [{"kind": "pay", "asset": "voucher", "amount": 8, "unit_cap": 10}]},
            {"name": "Post", "level": "shipping", "batch_id": post.id, "rewards": [{"kind": "percent", "rate": 100, "target": "shipping"}]},
            {"name": "Next time", "level": "after", "rewards": [{"kind": "issue", "batch_id": later.id}]})
        self._order((self.other, 1)).action_confirm()
        for batch in (coupon, cash, post):
            batch._give(self.buyer)
        product = self.env["product.product"].create({"name": "Postage", "type": "service", "list_price": 12, "taxes_id": [Command.clear()]})
        carrier = self.env["delivery.carrier"].create({"name": "Post", "product_id": product.id, "fixed_price": 12, "delivery_type": "fixed"})
        order = self._order((self.goods, 1))
        order.set_delivery_line(carrier, 12)
        order.action_update_promotions()
        self.assertEqual((order.amount_total, order.promo_to_pay), (75, 67))
        order.action_confirm()
        self.assertEqual(batches.voucher_ids.filtered(lambda voucher: voucher.state == "used").batch_id, batches)

    def test_how_much_a_voucher_may_pay_for_a_piece(self):
        """R3-031: a multiple of 5, at most 200; more than a fifth of the price is said and not refused."""
        def rule(cap, **values):
            reward = {"kind": "pay", "asset": "voucher", "amount": 8, "unit_cap": cap, **values}
            return self._campaign({"name": "Pays", "level": "payment", "batch_id": self.batch.id, "rewards": [reward]}, approve=False).rule_ids

        for cap in (12, 205, 0, 5.01):
            with self.subTest(cap), self.assertRaisesRegex(ValidationError, "multiple of 5"), self.env.cr.savepoint():
                rule(cap)
        high = rule(200, product_ids=[Command.set(self.goods.ids)])
        self.assertIn("pays 200.00 of one Kettle at 100.00", high.finding_text)
        with self.assertRaises(ValidationError):
            high.reward_ids.with_user(self.ops).unit_cap = 12
        high.reward_ids.with_user(self.ops).unit_cap = 20
        high.invalidate_recordset()
        self.assertFalse(high.finding_text)
        everything = rule(200)
        everything.product_ids = self.other
        self.assertIn("Cup at 50.00", everything.finding_text)


@tagged("post_install", "-at_install")
class TestSteps(PayCommon):
    def test_early_bird(self):  # R3-066
        """The first two orders at half, the third at 80 %, the fourth in full; one that is cancelled makes room."""
        self._campaign({"name": "Early", "level": "price", "rewards": [{"kind": "steps", "give": "percent", "tier_ids": [
            Command.create({"threshold_qty": 2, "rate": 50}), Command.create({"threshold_qty": 3, "rate": 20})]}]})
        orders = self.env["sale.order"]
        for price in (50, 50, 80, 100):
            order = self._order((self.goods, 1))
            self.assertEqual(order.amount_total, price)
            order.action_confirm()
            orders |= order
        orders[2]._action_cancel()
        self.assertEqual(self._order((self.goods, 1)).amount_total, 80)
