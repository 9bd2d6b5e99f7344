from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestDealerGift(PacketCommon):
    """Gifts on dealer orders: from the submit over the stock to the books and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cup = cls._product("Test cup", "T-CUP", 5, 20, 0.1, stock=3)
        cls.bowl = cls._product("Test bowl", "T-BOWL", 6, 25, 0.2, stock=5)

    def _gifts(self, rule=None, conditions=({"kind": "min_amount", "amount": 500},), stock=2, **values):
        reward = {"kind": "gift", "product_id": self.cup.id, "qty": 1, "worth": 20, "gift_stock": stock}
        return self._packet(rewards=[{**reward, **values.pop("reward", {})}], conditions=conditions, rule=rule, **values)

    def _gift_shares(self, order):
        return order.sudo().promo_application_ids.filtered(lambda given: given.state == "confirmed").share_ids.filtered(lambda share: share.kind == "gift")

    def test_from_the_submit_to_the_books(self):  # R3-060, R3-110
        campaign = self._gifts()
        order = self._order()
        self.assertIn("Test cup", str(order.promo_html))
        self.assertEqual((order.settlement_total, len(order.order_line)), (680, 1))
        order.action_submit()
        gift = order.sudo()._gift_lines()
        self.assertEqual((gift.product_id, gift.product_uom_qty, gift.price_unit, order.settlement_total, order.retail_total), (self.cup, 1, 0, 680, 1198))
        self.assertEqual((self._budget(campaign), self._used(campaign, "stock"), campaign.sudo().actual_cost), (2000, 1, 20))
        given = order.sudo().promo_application_ids
        self.assertEqual(given._replay().result_hash, given.result_hash)

        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        self.assertEqual((order.dealer_state, order.captured_total, gift.qty_settled, self.cup.qty_available), ("shipped", 680, 1, 2))
        invoice = picking.sudo().dealer_invoice_id
        line = invoice.invoice_line_ids.filtered(lambda one: one.product_id == self.cup)
        self.assertEqual((invoice.amount_total, line.quantity, line.price_total), (680, 1, 0))
        self.assertOrderBalanced(order)

        second = self._submitted()
        third = self._order()
        self.assertIn("Red packet", str(third.promo_html), "why there is no cup any more")
        third.action_submit()
        self.assertTrue(second.sudo()._gift_lines())
        self.assertFalse(third.sudo()._gift_lines(), "two were planned")
        second.with_user(self.cs_b).action_reject("other goods")
        self.assertFalse(second.sudo()._gift_lines())
        self.assertEqual(self._used(campaign, "stock"), 1)
        second.action_submit()
        second.with_user(self.cs_b).action_cancel_order("not wanted")
        self.assertEqual((self._used(campaign, "stock"), self._budget(campaign)), (1, 2000))

    def test_another_carrier_takes_the_gift_along(self):
        """The gift of an approved order is with the warehouse: it stays, while the freight that headquarters bears follows the carrier."""
        gifts = self._gifts()
        freight = self._packet(rewards=[{"kind": "percent", "rate": 100, "target": "shipping"}], conditions=[], rule={"level": "shipping"})
        order = self._approved()
        gift, shares = order.sudo()._gift_lines(), self._gift_shares(order)
        order.with_user(self._user("cs_presale", login="gift_carrier")).action_change_carrier(self.carriers["yto"].id, "SF does not collect today")
        self.assertEqual((order.sudo()._gift_lines(), self._gift_shares(order).line_id, self._gift_shares(order) & shares), (gift, gift, shares.browse()))
        self.assertEqual((self._budget(gifts), self._used(gifts, "stock"), self._budget(freight)), (2000, 1, 1700))
        self._ship(order)
        self.assertEqual((order.dealer_state, order.captured_total, gift.qty_settled), ("shipped", 648, 1))
        self.assertOrderBalanced(order)

    def test_earlier_orders_with_gifts_are_credited(self):
        self._gifts()
        order = self._order()
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        lines = self.env["dealer.attribution"].search([("order_id", "=", order.id)])
        credited = lines.mapped(lambda line: (line.role, line.amount))
        self.assertTrue(order.sudo()._gift_lines() and credited)
        self.env.cr.execute("DELETE FROM dealer_attribution WHERE order_id = %s", [order.id])
        self.env.invalidate_all()
        work = self.env["dealer.attribution.backfill"].with_user(self.boss).create({"company_id": self.company.id})
        work.action_start()
        self.assertEqual((work.credited, work.skipped), (1, 0))
        self.assertEqual(lines.search([("order_id", "=", order.id)]).mapped(lambda line: (line.role, line.amount)), credited)

    def test_shielded_goods_are_no_gift(self):
        """What a dealer may not order he does not get for nothing either; the next choice comes instead."""
        self._gifts(stock=0, reward={"choice_product_ids": [Command.set(self.bowl.ids)]})
        shield = self.cup.product_tmpl_id.sudo()
        shield.shield_partner_ids = self._order().partner_id
        order = self._submitted()
        self.assertEqual(order.sudo()._gift_lines().product_id, self.bowl)
        self.bowl.product_tmpl_id.sudo().write({"is_storable": False, "shield_partner_ids": [Command.set(shield.shield_partner_ids.ids)]})
        self.assertFalse(self._submitted().sudo()._gift_lines())
        shield.shield_partner_ids = False
        self.assertEqual(self._submitted().sudo()._gift_lines().product_id, self.cup)

    def test_two_rules_with_one_gift(self):
        """Three cups: rules that plan ten of them each give three together, and the second one what it has instead."""
        finance = self._user("fin_manager", login="gift_finance")
        for _rule in range(2):
            self._gifts(stock=10, reward={"qty": 2, "fallback": 15}, finance=finance)
        order = self._submitted()
        self.assertEqual((sum(order.sudo()._gift_lines().mapped("product_uom_qty")), order.discount_total), (3, 15))

    def test_what_is_not_in_stock_falls_back(self):
        """Three cups and five bowls: the fourth cup is a bowl, and what neither covers is 15.00 off each."""
        self._gifts(stock=0, reward={"qty": 4, "choice_product_ids": [Command.set(self.bowl.ids)], "fallback": 15},
                    finance=self._user("fin_manager", login="gift_finance"))
        order = self._submitted()
        self.assertEqual({line.product_id: line.product_uom_qty for line in order.sudo()._gift_lines()}, {self.cup: 3, self.bowl: 1})
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        other = self._order()
        self.assertEqual(other.discount_total, 0)
        other.action_submit()
        other.with_user(self.cs_b).action_approve()
        self._ship(other)
        last = self._order()
        self.assertEqual(last.discount_total, 60)
        last.action_submit()
        self.assertEqual((last.settlement_total, last.sudo()._gift_lines().ids), (615.2, []))

    def test_only_what_headquarters_bears(self):
        self._gifts(payer_ids=[Command.create({"who": "store", "rate": 100})])
        self._gifts(settles=False)
        order = self._submitted()
        self.assertFalse(order.sudo()._gift_lines())

    def test_change_of_the_goods(self):
        campaign = self._gifts()
        order = self._approved()
        self._change(order, 1)
        self.assertEqual((order.sudo()._gift_lines().ids, self._used(campaign, "stock")), ([], 0))
        self._change(order, 3)
        self.assertEqual((len(order.sudo()._gift_lines()), self._used(campaign, "stock")), (0, 0), "what it was submitted with is gone: nothing is given anew")

    def _change(self, order, pieces):
        change = self.env["dealer.order.amendment"].with_user(self.cs_a).create({
            "order_id": order.id, "reason": "other pieces", "consent": "by phone", "line_ids": [Command.create({
                "order_line_id": order.order_line.filtered(lambda line: line.product_id == self.coat).id, "product_id": self.coat.id, "new_qty": pieces})]})
        change.with_user(self.cs_a).action_apply()

    def test_gift_comes_later_or_is_given_up(self):
        campaign = self._gifts()
        orders = self._approved(), self._approved()
        for order in orders:
            picking = self._open_picking(order).with_user(self.warehouse_user).sudo(False)
            with self.assertRaisesRegex(UserError, "leave with its goods"), self.env.cr.savepoint():
                self._ship(order, {self.cup: 1})
            self._ship(order, {self.coat: 2})
            self.assertEqual((order.dealer_state, order.captured_total, order.has_open_gifts, picking.captured_amount), ("shipped", 680, True, 680))
        first, second = orders
        picking = self._ship(first)
        self.assertEqual((first.captured_total, picking.captured_amount, picking.sudo().dealer_invoice_id.amount_total), (680, 0, 0))
        self.assertFalse(first.has_open_gifts)
        self.assertOrderBalanced(first)

        second.with_user(self.cs_b).action_cancel_rest("sold out")
        self.assertFalse(second.has_open_gifts)
        self.assertEqual((self._budget(campaign), self._used(campaign, "stock"), campaign.sudo().actual_cost), (2000, 1, 20))
        self.assertEqual((self._gift_shares(second).pieces_back, self.account.held), (1, 0))

    def test_gift_that_must_come_back(self):
        campaign = self._gifts(rule={"gift_return": "must_return"})
        order = self._received_order()
        coat, gift = order.order_line.filtered(lambda line: line.product_id == self.coat), order.sudo()._gift_lines()
        with self.assertRaisesRegex(UserError, "Test cup"):
            self._return(order, {coat: 1}).action_submit()
        record = self._return(order, {coat: 1, gift: 1})
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual((record.goods_amount, record.discount_withdrawn, self.cup.qty_available), (300, 0, 3))
        self.assertEqual((self._budget(campaign), self._used(campaign, "stock"), self._gift_shares(order).pieces_back), (0, 0, 1))
        self.assertOrderBalanced(order)

    def test_gift_that_is_charged(self):
        """The cup is kept: 20.00 come off the first credit, and come back when the cup does with the second."""
        self._gifts(rule={"gift_return": "deduct_value"})
        order = self._received_order()
        coat, gift = order.order_line.filtered(lambda line: line.product_id == self.coat), order.sudo()._gift_lines()
        first = self._refunded_return(order, {coat: 1})
        self.assertEqual((first.discount_withdrawn, first.goods_amount), (20, 280))
        second = self._refunded_return(order, {coat: 1, gift: 1})
        self.assertEqual((second.discount_withdrawn, second.goods_amount), (-20, 320))
        self.assertOrderBalanced(order)

    def test_quality_leaves_the_gift(self):
        self._gifts(rule={"gift_return": "deduct_value"})
        order = self._received_order()
        coat = order.order_line.filtered(lambda line: line.product_id == self.coat)
        record = self._return(order, {coat: 1}, reason_class="quality", evidence_ids=[self._photo().id])
        self.assertEqual((record.discount_withdrawn, record.goods_amount), (0, 300))

    def test_chosen_gift(self):
        """Whoever enters the order tries codes, goods and gifts, and takes the bowl."""
        self._gifts(stock=0, reward={"choice_product_ids": [Command.set(self.bowl.ids)]})
        order = self._order([(self.coat, 1)])
        action = order.action_promo_what_if()
        with Form(self.env["promo.what.if"].with_user(self.cs_a).with_context(action["context"])) as form:
            self.assertIn("goods for 200.00 more", form.result_html)
            with form.line_ids.new() as line:
                line.product_id = self.coat
            self.assertIn("Test cup", form.result_html)
            with form.pick_ids.edit(0) as pick:
                pick.product_id = self.bowl
            self.assertIn("Test bowl", form.result_html)
        form.record.action_take_over()
        order.order_line.product_uom_qty = 2
        order.action_submit()
        self.assertEqual(order.sudo()._gift_lines().product_id, self.bowl)
        with self.assertRaises(UserError):
            form.record.action_take_over()

    def test_readiness_is_said(self):  # R3-001
        campaign = self._packet(rule={"limit_quota": 10, "product_ids": [Command.set(self.cup.ids)]}, conditions=[{"kind": "min_amount", "amount": 500}],
                                rewards=[{"kind": "gift", "product_id": self.cup.id, "qty": 1, "worth": 20}])
        campaign.with_user(self.ops).action_revise()
        self.assertIn("3 of 10", campaign.plan_hint)
        second = self.env["stock.warehouse"].sudo().create({"name": "Second", "code": "SECND", "company_id": self.company.id})
        self.env["stock.quant"].sudo()._update_available_quantity(self.cup, second.lot_stock_id, 1)
        self.env.invalidate_all()
        self.assertIn("4 of 10", campaign.plan_hint)
        self._stock(self.cup, 8)
        self.env.invalidate_all()
        self.assertNotIn("of 10", campaign.plan_hint or "")
