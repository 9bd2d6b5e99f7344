from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestWhatIf(PromoCommon):
    """Trying codes, gifts and goods on an order that is still open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bowl = cls._product("Bowl", 40.0)
        batch = cls.env["promo.voucher.batch"].create({"name": "Twenty", "shared_code": "TWENTY"})
        cls._campaign(
            {"name": "With code", "level": "coupon", "batch_id": batch.id, "rewards": [{"kind": "amount", "amount": 20}]},
            {"name": "Thirty from 300", "rewards": [{"kind": "amount", "amount": 30}], "conditions": [{"kind": "min_amount", "amount": 300}]},
            {"name": "A gift", "rewards": [{"kind": "gift", "product_id": cls.other.id, "qty": 1, "worth": 50,
                                            "choice_product_ids": [Command.set(cls.bowl.ids)]}]})
        cls.order = cls._order((cls.goods, 2))

    def _dialog(self):
        return Form(self.env["promo.what.if"].with_context(self.order.action_promo_what_if()["context"]))

    def test_try_and_take_over(self):
        with self._dialog() as form:
            self.assertIn("0.00 off now", form.result_html)
            self.assertIn("Thirty from 300", form.result_html)
            self.assertIn("100.00 more", form.result_html, "the cheapest next step")
            form.codes = "twenty"
            self.assertIn("would take 20.00 off", form.result_html)
            with form.line_ids.new() as line:
                line.product_id = self.goods
            self.assertIn("would take 50.00 off", form.result_html)
            with form.pick_ids.edit(0) as pick:
                self.assertEqual((pick.offer, pick.product_id), ("A gift", self.other))
                pick.product_id = self.bowl
            self.assertIn("Bowl", form.result_html)
        self.assertEqual((self.order.promo_codes, self.order.promo_total), (False, 0), "nothing is written by trying")
        record = form.record
        record.action_take_over()
        self.assertEqual((self.order.promo_codes, self.order.promo_total), ("twenty", 20))
        self.order.action_confirm()
        self.assertEqual(self.order.order_line.filtered("is_promo_gift").product_id, self.bowl)
        with self.assertRaises(UserError):
            record.action_take_over()

    def test_lowest_price_in_the_money_of_the_order(self):
        """A floor of 30.00 is 15.00 where one of the order's money is two of the company's, for lines and for goods that are tried."""
        money = self.env["res.currency"].create({"name": "TWO", "symbol": "2", "rate_ids": [Command.create({
            "company_id": self.company.id, "name": "2020-01-01", "rate": 0.5})]})
        self.bowl.product_tmpl_id.with_company(self.company).sudo().promo_floor_price = 30
        order = self._order((self.bowl, 1))
        order.sudo().pricelist_id = self.env["product.pricelist"].create({"name": "Two", "currency_id": money.id, "company_id": self.company.id})
        self.assertEqual(order.currency_id, money)
        self.assertEqual((order.order_line._promo_floor_fen(), order._promo_more_lines([(self.bowl, 1)], 1)[0].floor_fen), (1500, 1500))

    def test_no_gift(self):
        with self._dialog() as form, form.pick_ids.edit(0) as pick:
            pick.is_refused = True
        form.record.action_take_over()
        self.order.action_confirm()
        self.assertFalse(self.order.order_line.filtered("is_promo_gift"))

    def test_whoever_cannot_read_the_order(self):
        stranger = new_test_user(self.env, "promo_stranger", company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        with self.assertRaises(AccessError):
            self.assertFalse(self.env["promo.what.if"].with_user(stranger).create({"order_id": self.order.id}).result_html)
