from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import PromoCommon

TENTH = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}


@tagged("post_install", "-at_install")
class TestOrder(PromoCommon):
    """Prices of orders, from the draft to the invoice."""

    def test_tiers_at_their_edges(self):
        """R3-047, R4-011: the best tier that is reached, and it alone; the third one brings a cushion."""
        cushion = self._product("Cushion", 30.0)
        self._campaign({"name": "Tiers", "rewards": [{"kind": "tiers", "on": "amount", "give": "amount", "tier_ids": [
            Command.create({"threshold_amount": 300, "amount": 20}), Command.create({"threshold_amount": 500, "amount": 50}),
            Command.create({"threshold_amount": 1000, "amount": 100, "gift_ids": [Command.set(cushion.ids)]})]}]})

        for amount, off in ((299, 0), (299.99, 0), (300, 20), (999, 50), (1000, 100)):
            with self.subTest(amount):
                order = self._order((self.goods, 1, amount))
                self.assertEqual(order.promo_total, off)
                self.assertEqual("Cushion" in str(order.promo_html), amount == 1000)

    def test_buyer_reads_the_totals(self):
        """A retail customer reads the totals of his own order by RPC, net of promotions, and nobody else's."""
        self._campaign(TENTH)
        order = self._order((self.goods, 2))
        user = new_test_user(self.env, "promo_buyer", groups="base.group_portal", partner_id=self.buyer.id, company_id=self.company.id,
                             company_ids=[Command.set(self.company.ids)])
        other = new_test_user(self.env, "promo_other_buyer", groups="base.group_portal", company_id=self.company.id,
                              company_ids=[Command.set(self.company.ids)])
        order.state = "sent"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.with_user(user).read(["tax_totals", "amount_total"])[0]["tax_totals"]["total_amount_currency"], 180)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            order.with_user(other).read(["tax_totals"])

    def test_every_full_thousand(self):
        """R2-037: appliances 100 for every full 1,000, 3C goods 50, without a limit; special-price items are not part of it."""
        phones = self.env["product.category"].create({"name": "3C"})
        phone, special = self._product("Phone", 100.0, phones), self._product("Special machine", 100.0, self.categ)
        self._campaign(*({
            "name": f"1000 gives {off}", "categ_ids": [Command.set(categ.ids)], "not_product_ids": [Command.set(special.ids)],
            "rewards": [{"kind": "every", "every_amount": 1000, "give": "amount", "amount": off}]} for categ, off in ((self.categ, 100), (phones, 50))))

        for product, price, off in ((self.goods, 2350, 200), (phone, 2350, 100), (special, 2350, 0), (self.other, 2350, 0), (self.goods, 12_999, 1200)):
            with self.subTest(product=product.name, price=price):
                self.assertEqual(self._order((product, 1, price)).promo_total, off)

    def test_buy_one_get_one_dearest_is_paid(self):
        """R3-042."""
        self._campaign({"name": "Two for one", "level": "item", "rewards": [{"kind": "buy_get", "qty": 1, "get_qty": 1, "rate": 100}]})

        order = self._order((self.goods, 1, 300), (self.other, 1, 200))

        self.assertEqual(order.amount_total, 300)

    def test_add_on_purchase(self):
        """R3-045: with a lamp, goods up to 100.00 for 37.00 more and up to 150.00 for 47.00; one at 151.00 costs what it costs."""
        adds = self.env["product.category"].create({"name": "Add-ons"})
        lamp, item = self._product("Lamp", 300.0), self._product("Item", 100.0, adds)
        group = self.env["promo.group"].create({"name": "One add-on", "mode": "best"})
        self._campaign(*({"name": f"{price} more", "level": "item", "group_ids": [Command.set(group.ids)], "rewards": [{
            "kind": "buy_get", "qty": 1, "get_qty": 1, "price": price, "product_ids": [Command.set(lamp.ids)], "get_categ_ids": [Command.set(adds.ids)],
            "get_price_max": most}]} for price, most in ((37, 100), (47, 150))))
        for cost, paid in ((100, 337), (150, 347), (151, 451)):
            with self.subTest(cost):
                self.assertEqual(self._order((lamp, 1), (item, 1, cost)).amount_total, paid)
        self.assertEqual(self._order((item, 1)).amount_total, 100, "alone it is no add-on")

    def test_gift_goods_that_are_archived(self):
        """What is given stays what was chosen: archived goods do not mean the goods in scope."""
        item = self._product("Item", 40.0)
        campaign = self._campaign({"name": "Item half", "level": "item", "rewards": [{
            "kind": "buy_get", "qty": 1, "get_qty": 1, "rate": 50, "get_product_ids": [Command.set(item.ids)]}]}, approve=False)
        item.active = False
        self.env.invalidate_all()
        self.assertTrue(campaign.rule_ids.reward_ids._get_scope_row())

    def test_live_on_the_form(self):  # R4-011
        self._campaign(TENTH)

        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.buyer
            with form.order_line.new() as line:
                line.product_id = self.goods
                line.product_uom_qty = 3
        order = form.save()

        self.assertEqual(order.promo_total, 30)
        self.assertEqual(order.amount_total, 270)
        self.assertIn("Tenth off", order.promo_html)

    def test_explained_in_both_languages(self):  # R0-013
        """Who pays is said too; it once ended the sentence in an error."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self._campaign({"name": "满一百减十", "rewards": [{"kind": "amount", "amount": 10}], "conditions": [{"kind": "min_amount", "amount": 100}]},
                       payer_ids=[Command.create({"who": "hq", "rate": 60}), Command.create({"who": "store", "rate": 40})])

        order, small = self._order((self.goods, 1)), self._order((self.other, 1))

        for lang in ("en_US", "zh_CN"):
            with self.subTest(lang):
                self.assertIn("满一百减十", order.with_context(lang=lang).promo_html)
                self.assertIn("6.00", order.with_context(lang=lang).promo_html, "what HQ bears")
                self.assertIn("50.00", small.with_context(lang=lang).promo_html, "so much is missing")

    def test_net_never_loses_a_fen(self):
        self._campaign({"name": "Ten off", "rewards": [{"kind": "amount", "amount": 10}]})
        order = self._order((self.goods, 3, 16.67))
        order.action_confirm()
        line = order.order_line
        self.assertEqual(line.price_subtotal, 40.01)

        nets = []
        for done in range(3):
            nets.append(round(line._promo_net_unit(done, 1), 2))

        self.assertEqual(round(sum(nets), 2), 40.01)
        invoice = order._create_invoices()
        self.assertEqual(invoice.amount_total, 40.01)

    def test_invoices_in_parts_add_up(self):
        self._campaign({"name": "Ten off", "rewards": [{"kind": "amount", "amount": 10}]})
        self.goods.invoice_policy = "delivery"
        order = self._order((self.goods, 3, 16.67))
        order.action_confirm()
        total = 0
        for delivered in (1, 2, 3):
            order.order_line.qty_delivered = delivered
            invoice = order._create_invoices()
            invoice.action_post()
            total += invoice.amount_total

        self.assertEqual(round(total, 2), 40.01)
        self.assertEqual(order.order_line.untaxed_amount_to_invoice, 0)

    def test_confirmed_is_frozen(self):
        campaign = self._campaign(TENTH)
        order = self._order((self.goods, 2))
        order.action_confirm()
        campaign.with_user(self.ops).action_pause("over")

        order.action_update_promotions()
        order.order_line[0].name = "Other text"

        self.assertEqual(order.amount_total, 180)
        given = order.promo_application_ids
        self.assertEqual(given.amount, 20)
        self.assertEqual(sum(given.share_ids.mapped("amount")), 20)
        self.assertEqual(given._replay().result_hash, given.result_hash)

    def test_no_tick_after_the_confirmation(self):
        """An order that was given promotions does not leave them behind, so that a return would take nothing back."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 20}]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        with self.assertRaisesRegex(UserError, f"{order.name} is confirmed"):
            order.is_promo_off = True
        order.is_promo_off = False  # as it is

    def test_cancel_takes_back_and_draft_prices_again(self):  # R0-023
        campaign = self._campaign({**TENTH, "limit_total": 1})
        order = self._order((self.goods, 1))
        order.action_confirm()
        counter = campaign.rule_ids.limit_ids
        self.assertEqual(counter.left, 0)
        self.assertEqual(self._order((self.goods, 1)).promo_total, 0)

        order._action_cancel()
        counter.invalidate_recordset()
        self.assertEqual((counter.left, order.promo_application_ids.state), (1, "reversed"))
        order._action_cancel()
        self.assertEqual(counter.left, 1)

        order.action_draft()
        self.assertEqual(order.promo_total, 10)

    def test_changed_since_it_was_shown(self):
        campaign = self._campaign(TENTH)
        order = self._order((self.goods, 1))
        self.assertEqual(order.amount_total, 90)
        campaign.with_user(self.ops).action_pause("stop")

        with self.assertRaises(UserError) as caught:
            order.action_confirm()

        self.assertIn("10.00", str(caught.exception))
        self.assertEqual(order.state, "draft")
        order.action_update_promotions()
        order.action_confirm()
        self.assertEqual(order.amount_total, 100)

    def test_gift_becomes_a_line(self):
        self._campaign({"name": "Cup for free", "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "gift_stock": 1, "worth": 50}],
                        "conditions": [{"kind": "min_amount", "amount": 100}]})
        order = self._order((self.goods, 1))
        late = self._order((self.goods, 1))
        order.action_confirm()

        gift = order.order_line.filtered("is_promo_gift")
        self.assertEqual((gift.product_id, gift.product_uom_qty, gift.price_subtotal), (self.other, 1, 0))
        self.assertEqual(order.amount_total, 100)
        late.action_update_promotions()
        late.action_confirm()
        self.assertFalse(late.order_line.filtered("is_promo_gift"), "the one gift in stock is gone")

    def test_code(self):
        batch = self.env["promo.voucher.batch"].create({"name": "Twenty", "shared_code": "TWENTY"})
        self._campaign({"name": "With code", "level": "coupon", "batch_id": batch.id, "rewards": [{"kind": "amount", "amount": 20}]})
        order = self._order((self.goods, 1))
        self.assertEqual(order.promo_total, 0)

        order.promo_codes = "TWENTY"

        self.assertEqual(order.promo_total, 20)

    def test_best_of_a_group(self):  # R3-023
        group = self.env["promo.group"].create({"name": "One of", "mode": "best"})
        campaign = self._campaign(
            {**TENTH, "group_ids": [Command.set(group.ids)]},
            {"name": "Thirty off", "group_ids": [Command.set(group.ids)], "rewards": [{"kind": "amount", "amount": 30}]})

        self.assertEqual(self._order((self.goods, 1)).promo_total, 30)
        self.assertEqual(self._order((self.goods, 4)).promo_total, 40)
        group.active = False
        self.env.invalidate_all()
        campaign.with_user(self.ops).action_revise()
        self._approve(campaign)
        self.assertEqual(self._order((self.goods, 1)).promo_total, 30, "an archived group is not offered any more, its rules stay in it")

    def test_several_exclusive_rules(self):
        """The best for the buyer, or the first in order, as the company says; what an order was priced by stays with it."""
        self._campaign({**TENTH, "exclusive": True}, {"name": "Thirty off", "exclusive": True, "rewards": [{"kind": "amount", "amount": 30}]})
        order = self._order((self.goods, 1))
        self.assertEqual(order.promo_total, 30)
        order.action_confirm()
        self.company.promo_exclusive = "first"
        self.assertEqual(self._order((self.goods, 1)).promo_total, 10)
        given = order.promo_application_ids
        self.assertEqual((given.circumstances["options"]["exclusive"], given._replay().result_hash), ("best", given.result_hash))

    def test_percentage_at_a_lowest_price(self):
        """A tenth of 150.00 with a kettle that leaves 5.00 only: the other 5.00 are not given, or come off the cup."""
        self.goods.product_tmpl_id.with_company(self.company).promo_floor_price = 95
        self._campaign(TENTH)
        self.assertEqual(self._order((self.goods, 1), (self.other, 1)).promo_total, 10)
        self.company.promo_percent_floor = "redistribute"
        self.assertEqual(self._order((self.goods, 1), (self.other, 1)).promo_total, 15)

    def test_pieces_that_do_not_divide(self):
        self._campaign({"name": "Nine", "level": "price", "rewards": [{"kind": "fixed_price", "amount": 9}]})
        order = self._order((self.goods, 3, 10.05), (self.other, 3, 10.004))

        self.assertEqual(order.order_line[0].price_subtotal, 27)
        self.assertEqual(order.order_line[1].price_subtotal, 27.01, "the fen that three pieces of 30.01 do not share stays on the line")

    def test_a_box_is_twelve_pieces(self):
        self._campaign({"name": "Nine", "level": "price", "rewards": [{"kind": "fixed_price", "amount": 9}]})
        order = self._order((self.goods, 1, 120))
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.order_line.price_unit = 120

        self.assertEqual(order.order_line.price_subtotal, 108)

    def test_quantity_changed_after_the_confirmation(self):
        """Fewer pieces give their part back to the budget, more cost their full price."""
        campaign = self._campaign({"name": "Fifty off", "rewards": [{"kind": "amount", "amount": 50}], "limit_total": 3})
        order = self._order((self.goods, 10, 10))
        order.action_confirm()
        for qty, subtotal, used, orders in ((10, 50, 5000, 1), (4, 20, 2000, 1), (12, 70, 5000, 1), (0, 0, 0, 0), (10, 50, 5000, 1)):
            order.order_line.product_uom_qty = qty
            self.env.invalidate_all()
            limits = {limit.kind: limit.confirmed for limit in campaign.limit_ids}
            self.assertEqual((order.order_line.price_subtotal, limits["budget"], limits["total"]), (subtotal, used, orders), qty)
            self.assertEqual(campaign.actual_cost, used / 100)
        with self.assertRaisesRegex(UserError, "was confirmed with its promotions"):
            order.order_line.with_user(self._user("other_rep", "cs_presale")).product_id = self.other

    def test_no_more_gifts_than_given(self):
        """Whoever serves the customer lowers a gift, but does not raise it."""
        self._campaign({"name": "Cup", "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 2, "worth": 50}]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        gift = order.order_line.filtered("is_promo_gift").with_user(self._user("gift_rep", "cs_presale"))
        with self.assertRaises(UserError):
            gift.product_uom_qty = 10
        with self.assertRaisesRegex(UserError, "was confirmed with its promotions"):
            gift.price_unit = 50
        gift.product_uom_qty = 1
        self.assertEqual(gift.product_uom_qty, 1)

    def test_price_of_a_confirmed_line_stays(self):
        """What a line costs was given with its promotion: another price would stand beside a total that does not follow."""
        self._campaign(TENTH)
        order = self._order((self.goods, 1), (self.other, 1))
        order.order_line[1].product_uom_qty = 0  # nothing comes off it
        line, free = (one.with_user(self._user(f"price_rep_{number}", "cs_presale")) for number, one in enumerate(order.order_line))
        line.price_unit = 110
        self.assertEqual(order.amount_total, 99)
        order.action_confirm()
        for values in ({"price_unit": 10}, {"discount": 5}):
            with self.assertRaisesRegex(UserError, order.name):
                line.write(values)
        line.write({"price_unit": 110, "name": "Kettle"})
        free.price_unit = 40
        self.assertEqual((line.price_unit, free.price_unit, order.amount_total), (110, 40, 99))

    def test_copy_leaves_gifts_behind(self):
        self._campaign({"name": "Cup", "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "worth": 50}]})
        order = self._order((self.goods, 1))
        order.action_confirm()

        self.assertEqual(order.copy().order_line.product_id, self.goods)

    def test_line_deleted_after_a_cancel(self):
        self._campaign(TENTH)
        order = self._order((self.goods, 1), (self.other, 1))
        order.action_confirm()
        order._action_cancel()
        order.action_draft()

        order.order_line[1].unlink()

        self.assertEqual(order.promo_application_ids.share_ids.product_id, self.goods | self.other)

    def test_sorts_of_goods_hold_together(self):
        brand = self.env["dealer.brand"].create({"name": "A"})
        self.goods.dealer_brand_id = brand
        second = self._product("Other kettle", 100, self.categ)
        self._campaign({**TENTH, "categ_ids": [Command.set(self.categ.ids)], "brand_ids": [Command.set(brand.ids)]})

        self.assertEqual(self._order((self.goods, 1)).promo_total, 10)
        self.assertEqual(self._order((second, 1)).promo_total, 0)

    def test_points(self):
        self._campaign({"name": "Points", "level": "after", "rewards": [{"kind": "points"}]})
        order = self._order((self.goods, 1))
        order.action_confirm()

        self.assertEqual((order.promo_promise_ids.kind, order.promo_promise_ids.count), ("points", 100))

    def test_many_orders_cost_no_more_statements(self):
        self._campaign({**TENTH, "limit_customer": 5, "limit_total": 500})
        orders = self.env["sale.order"].concat(*(self._order((self.goods, 1)) for _number in range(8)))
        orders.mapped("promo_total")
        counts = []
        for some in (orders[:2], orders):
            some.invalidate_recordset()
            some.mapped("order_line.product_id.product_tag_ids")
            before = self.env.cr.sql_log_count
            self.assertEqual(len(some._promo_evaluate()), len(some))
            counts.append(self.env.cr.sql_log_count - before)

        # Vouchers are looked for order by order: one statement each.
        self.assertLessEqual(counts[1] - counts[0], len(orders) - 2 + 2)

    def test_no_rules_no_statements(self):
        order = self._order((self.goods, 1))
        self.assertFalse(order.promo_result)
        self.assertEqual(order.amount_total, 100)

    def test_limit_of_a_customer(self):  # R3-093
        self._campaign({**TENTH, "limit_customer": 1})
        self._order((self.goods, 1)).action_confirm()
        second = self._order((self.goods, 1))
        other = self.env["res.partner"].create({"name": "Somebody else"})

        self.assertEqual(second.promo_total, 0)
        self.assertEqual(self._order((self.goods, 1), partner=other).promo_total, 10)

    def test_budget_is_fen(self):  # R0-021, R0-023
        campaign = self._campaign(TENTH, budget_amount=15)
        self._order((self.goods, 1)).action_confirm()

        self.assertEqual(self._order((self.goods, 1)).promo_total, 0, "5.00 are left, 10.00 would be needed")
        self.assertEqual(campaign.limit_ids.left, 500)
        self.assertEqual([campaign.limit_ids[f"{name}_text"] for name in ("capacity", "reserved", "confirmed", "left")], ["15.00", "0.00", "10.00", "5.00"])

    def test_fault_of_the_engine_sells_without(self):
        from ..engine import InvariantError

        campaign = self._campaign(TENTH)
        with patch("odoo.addons.promo_engine.models.sale_order.evaluate",
            side_effect=InvariantError("x")), self.assertLogs("odoo.addons.promo_engine", "ERROR"):
            order = self._order((self.goods, 1))
            self.assertEqual(order.amount_total, 100)
            self._order((self.goods, 2))
            self.env.flush_all()
            self.env.cr.precommit.run()
        self.assertEqual((campaign.activity_ids.user_id, len(campaign.activity_ids)), (self.ops, 1), "who is in charge is told once")
