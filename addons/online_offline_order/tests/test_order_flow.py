"""Journeys J3, J4, J6 and J8a: every step with ledger, holds and journal entries."""
from lxml import html

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from odoo.addons.dealer_prepaid.sql import laws

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderFlow(OrderCommon):
    def test_j3_consumer_order(self):
        """R0-048, R0-049: 300.00 x 2 + 8 % + 32.00 = 680.00, taken with the validation of the delivery."""
        order = self._order()
        self.assertEqual((order.goods_total, order.admin_total, order.logistics_total, order.settlement_total), (600, 48, 32, 680))
        self.assertEqual((order.retail_total, order.margin_total), (1198, 518))
        self.assertEqual(order.money_text, "600.00 + 48.00 + 32.00 = 680.00")
        self.assertEqual(order.order_line.stock_light, "green")
        for price in ("32.00", "47.00", "18.00", "17.00"):
            self.assertIn(price, order.quote_html)
        self.assertEqual(order.account_partner_id, self.d1)

        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")
        self.assertEqual(order.partner_invoice_id, self.d1)
        self.assertEqual((order.partner_shipping_id.parent_id, order.partner_shipping_id.phone), (self.store_1a, "13800000001"))
        self.assertEqual(order.settlement_line_ids.mapped("amount"), [600, 48, 32])
        self.assertFalse(order.sudo().picking_ids)
        self.assertLedger(self.account, 5000, 680, 4320)

        order.with_user(self.cs_b).action_approve()
        self.assertEqual((order.dealer_state, order.state), ("approved", "sale"))
        self.assertEqual(order.sudo().picking_ids.carrier_id, self.carriers["sf"])
        self.assertLedger(self.account, 5000, 680, 4320)

        picking = self._ship(order)
        self.assertEqual(order.dealer_state, "shipped")
        self.assertLedger(self.account, 4320, 0, 4320)
        invoice = order.sudo().invoice_ids
        self.assertEqual((invoice.state, invoice.payment_state, invoice.amount_total), ("posted", "paid", 680))
        self.assertMove(invoice, [
            ("112200", 680), ("600100", -530.97), ("605100", -42.48), ("605100", -28.32), ("222100", -69.03 - 5.52 - 3.68),
            ("640100", 360), ("140500", -360)])
        entry = self.env["prepaid.entry"].sudo().search([("order_id", "=", order.id), ("order_model", "=", "sale.order")])
        self.assertEqual((entry.kind, entry.amount, entry.components), ("capture", -680, {"goods": 60000, "admin": 4800, "logistics": 3200}))
        self.assertEqual(entry.move_id, invoice)
        self.assertMove(entry.clearing_move_id, [("220300", 680), ("112200", -680)])
        self.assertEqual(picking.shipped_by, self.warehouse_user)
        self.assertOrderBalanced(order)

        order.with_user(self.users["cs_aftersale"]).action_received()
        self.assertEqual(order.dealer_state, "received")
        self.assertTrue(order.received_at)

    def test_laws_of_orders(self):
        """The nightly proof names a shipment that was debited twice, also from another hold, and orders and holds that do not belong together."""
        shipped, open_order = self._approved().sudo(), self._approved().sudo()
        self._ship(shipped)
        self.env.flush_all()
        check = self.env["prepaid.check"]

        def breaches(statement):
            with self.env.cr.savepoint() as undo:
                self.env.cr.execute("SET LOCAL session_replication_role = replica")
                self.env.cr.execute(statement)
                self.env.invalidate_all()
                sentences = [row["message"] for row in check._law_differences(self.company)]
                found = {row["law"] for row in laws.breaches(self.env.cr, self.company.id, check._laws())}
                undo.rollback()
            self.env.invalidate_all()
            return found, " ".join(sentences)

        found, text = breaches(SQL(
            """INSERT INTO prepaid_entry SELECT (jsonb_populate_record(e, jsonb_build_object(
                    'id', nextval('prepaid_entry_id_seq'), 'hold_key', %s, 'sequence', NULL, 'hash', NULL, 'prev_hash', NULL))).*
                 FROM prepaid_entry e WHERE order_model = 'sale.order' AND order_id = %s""", open_order.hold_key, shipped.id))
        self.assertIn("debited_of_order", found)
        self.assertNotIn("shipment_once", found, "each hold was used once")
        self.assertIn(f"{shipped.name}: the ledger debited another amount than the shipments of the order settled (1,360.00 against 680.00)", text)
        found, text = breaches(SQL("UPDATE sale_order SET dealer_state = 'draft' WHERE id = %s", open_order.id))
        self.assertEqual(found, {"order_of_hold"})
        found, text = breaches(SQL("UPDATE prepaid_hold SET state = 'released', released = amount WHERE key = %s", open_order.hold_key))
        self.assertIn("hold_of_order", found)

    def test_no_margin_before_a_price(self):
        """An order that cannot be priced yet says neither what it costs nor what the store earns."""
        view = "online_offline_order.sale_order_view_form_dealer"
        form = Form(self.env["sale.order"].with_user(self.cs_a).with_context(default_is_dealer_order=True), view=view)
        form.partner_id = self.store_1a
        with form.order_line.new() as line:
            line.product_id, line.product_uom_qty = self.coat, 2
        self.assertEqual((form.retail_total, form.settlement_total, form.margin_total), (1198, 0, 0))
        form.consumer_division_id, form.carrier_id = self.chengdu, self.carriers["sf"]
        self.assertEqual((form.settlement_total, form.margin_total), (680, 518))
        arch = html.fromstring(self.env["sale.order"].with_user(self.cs_a).get_view(self.env.ref(view).id, "form")["arch"])
        for name in ("goods_total", "admin_total", "logistics_total", "settlement_total", "margin_total"):
            (field,) = arch.xpath(f"//group[@name='money']/field[@name='{name}']")
            self.assertEqual(field.get("invisible"), "dealer_state == 'draft' and not settlement_total")

    def test_j3_pressed_twice(self):
        order = self._order()
        for _press in range(2):
            order.action_submit()
            self.assertLedger(self.account, 5000, 680, 4320)
        for _press in range(2):
            order.with_user(self.cs_b).action_approve()
        self.assertEqual(len(order.sudo().picking_ids), 1)
        picking = self._ship(order)
        picking.button_validate()
        self.assertEqual(len(order.sudo().invoice_ids), 1)
        self.assertLedger(self.account, 4320, 0, 4320)
        for _press in range(2):
            order.with_user(self.users["cs_aftersale"]).action_received()
        received = order.received_at
        order.with_user(self.users["cs_aftersale"]).action_received()
        self.assertEqual(order.received_at, received)

    def test_j4_waiting_for_topup(self):
        """R0-051: an order that is short waits, says what is missing, and goes on by itself."""
        blocker = self._order([(self.coat, 12)], carrier_id=self.carriers["yto"].id)
        blocker.action_submit()
        big = self._big_hold(4500 - blocker.settlement_total)
        self.assertLedger(self.account, 5000, 4500, 500)

        order = self._order()
        answer = order.action_submit()
        self.assertIn("500.00", answer["params"]["message"])
        self.assertIn("680.00", answer["params"]["message"])
        self.assertIn("180.00", answer["params"]["message"])
        self.assertEqual((order.dealer_state, order.missing_amount, order.topup_to_release), ("waiting", 180, 180))
        self.assertFalse(order.sudo().picking_ids)
        self.assertLedger(self.account, 5000, 4500, 500)
        self.assertEqual((self.account.waiting_count, self.account.waiting_topup), (1, 180))
        with self.assertRaises(UserError):
            order.with_user(self.cs_b).action_approve()

        self._topup(self.d1, 500)
        self.account._fund_waiting()
        self.assertEqual((order.dealer_state, order.missing_amount), ("submitted", 0))
        self.assertLedger(self.account, 5500, 5180, 320)
        self.assertTrue(big)

    def test_j4_queue_in_order(self):
        self._big_hold(4500)
        first, second, small = self._submitted(), self._submitted(), self._submitted([(self.coat, 1)])
        self.assertEqual(small.settlement_total, 346)
        self.assertEqual(small.dealer_state, "submitted", "a small order still fits into 500.00")
        self.assertEqual((first.topup_to_release, second.topup_to_release), (526, 1206))
        self._topup(self.d1, 600)
        self.account._fund_waiting()
        self.assertEqual((first.dealer_state, second.dealer_state), ("submitted", "waiting"))
        self.assertLedger(self.account, 5600, 5526, 74)

    def test_j4_price_changed_while_waiting(self):
        self._big_hold(4500)
        order = self._submitted()
        version = self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)])
        version.with_user(self.manager_b).action_close()
        self._price_version({self.coat: 320})
        self._topup(self.d1, 1000)
        self.account._fund_waiting()
        self.assertEqual((order.dealer_state, order.must_confirm, order.proposed_total), ("waiting", True, 723.20))
        self.assertIn("300.00 → 320.00", order.change_note)
        self.assertLedger(self.account, 6000, 4500, 1500)
        self.account._fund_waiting()
        self.assertEqual(order.dealer_state, "waiting", "nobody has agreed yet")
        with self.assertRaisesRegex(UserError, "723.20"):
            order.action_confirm_total(680)
        with self.assertRaisesRegex(UserError, "723.20"):
            order.with_context(dealer_seen_total=680.0).action_confirm_total()
        order.with_context(dealer_seen_total=723.2).action_confirm_total()
        self.assertEqual((order.dealer_state, order.settlement_total, order.order_line.price_unit), ("submitted", 723.20, 320))
        self.assertLedger(self.account, 6000, 5223.20, 776.80)

    def test_j4_stock_gone_while_waiting(self):
        self.company.dealer_negative_sale = True  # otherwise it would be refused
        self._big_hold(4500)
        order = self._submitted()
        self.env["stock.quant"]._update_available_quantity(self.coat, self._warehouse().lot_stock_id, -49)
        self._topup(self.d1, 1000)
        self.account._fund_waiting()
        self.assertEqual((order.dealer_state, order.must_confirm), ("waiting", True))
        self.assertIn("50 → 1", order.change_note)
        order.action_confirm_total()
        self.assertEqual(order.dealer_state, "submitted")

    def test_j6_partial_shipment(self):
        """D01: an order ships in parts, each takes its share to the fen."""
        order = self._approved()
        self._ship(order, {self.coat: 1}, tracking="SF1000000001")
        self.assertEqual((order.dealer_state, order.captured_total), ("partial", 340))
        self.assertLedger(self.account, 4660, 340, 4320)
        self.assertOrderBalanced(order)

        self._ship(order, tracking="SF1000000002")
        self.assertEqual((order.dealer_state, order.captured_total), ("shipped", 680))
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertOrderBalanced(order)
        invoices = order.sudo().invoice_ids
        self.assertEqual(len(invoices), 2)
        for invoice in invoices:
            self.assertEqual((invoice.amount_total, invoice.payment_state), (340, "paid"))
            self.assertMove(invoice, [
                ("112200", 340), ("600100", -265.48), ("605100", -21.24), ("605100", -14.16), ("222100", -39.12), ("640100", 180), ("140500", -180)])

    def test_j6_rest_cancelled(self):
        order = self._approved()
        self._ship(order, {self.coat: 1})
        with self.assertRaisesRegex(UserError, "cancel the rest"):
            order.action_cancel_order("changed mind")
        for _press in range(2):
            order.action_cancel_rest("out of stock")
            self.assertLedger(self.account, 4660, 0, 4660)
        self.assertEqual(order.dealer_state, "shipped")
        self.assertFalse(self._open_picking(order))
        self.assertOrderBalanced(order)

    def test_j7_price_changed_before_submit(self):
        order = self._order()
        version = self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)])
        version.with_user(self.manager_b).action_close()
        self._price_version({self.coat: 320})
        answer = order.action_submit()
        self.assertIn("300.00 → 320.00", answer["params"]["message"])
        self.assertEqual((order.dealer_state, order.settlement_total), ("draft", 723.20))
        self.assertLedger(self.account, 5000, 0, 5000)
        stale = order.with_context(dealer_seen_total=680.0)
        self.assertIn("300.00 → 320.00", stale.action_submit()["params"]["message"], "a second press on the page that showed 680.00")
        self.assertLedger(self.account, 5000, 0, 5000)
        order.with_context(dealer_seen_total=723.2).action_submit()
        self.assertEqual(order.dealer_state, "submitted")
        self.assertLedger(self.account, 5000, 723.20, 4276.80)
        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        self.assertMove(picking.dealer_invoice_id, [
            ("112200", 723.20), ("600100", -566.37), ("605100", -45.31), ("605100", -28.32), ("222100", -83.20), ("640100", 360), ("140500", -360)])
        self.assertLedger(self.account, 4276.80, 0, 4276.80)

    def test_j7_price_kept_after_hold(self):
        """D07: a price that changes between hold and shipment does not change what is taken."""
        order = self._submitted()
        version = self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)])
        version.with_user(self.manager_b).action_close()
        self._price_version({self.coat: 320})
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_j8a_cancel_before_approval(self):
        order = self._submitted()
        for _press in range(2):
            order.action_cancel_order("consumer went home")
            self.assertLedger(self.account, 5000, 0, 5000)
        self.assertEqual((order.dealer_state, order.state, order.cancel_reason), ("cancelled", "cancel", "consumer went home"))
        self.assertFalse(order.sudo().invoice_ids)
        self.assertOrderBalanced(order)

    def test_j8b_cancel_after_approval(self):
        """M4: confirmed and cancelled, nothing has happened to the money."""
        order = self._approved()
        order.action_cancel_order("consumer went home")
        self.assertEqual(order.sudo().picking_ids.state, "cancel")
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_j8c_shipped_is_a_return(self):
        """D09: what has been taken is not given back by a cancellation."""
        order = self._shipped()
        with self.assertRaisesRegex(UserError, "use a return"):
            order.action_cancel_order("too late")
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_reject_and_submit_again(self):
        order = self._submitted()
        order.with_user(self.cs_b).action_reject("phone is wrong")
        self.assertEqual((order.dealer_state, order.hold_key), ("draft", False))
        self.assertLedger(self.account, 5000, 0, 5000)
        order.consumer_phone = "13800000002"
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_ship_to_store(self):
        order = self._submitted(dealer_mode="store", consumer_name=False, consumer_phone=False, consumer_consent=False)
        self.assertEqual(order.partner_shipping_id, self.store_1a)
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_two_lines_three_parcels(self):
        """Any cut adds up to the fen, in the ledger and in the invoices."""
        order = self._approved([(self.coat, 3), (self.long_coat, 2)], carrier_id=self.carriers["ems"].id)
        total = order.settlement_total
        self._ship(order, {self.coat: 1})
        self._ship(order, {self.coat: 1, self.long_coat: 1})
        self._ship(order)
        self.assertEqual(order.captured_total, total)
        self.assertLedger(self.account, 5000 - total, 0, 5000 - total)
        self.assertOrderBalanced(order)
        cost = sum(order.sudo().invoice_ids.line_ids.filtered(lambda line: line.account_id.code == "640100").mapped("balance"))
        self.assertEqual(cost, 3 * 180 + 2 * 210)

    def test_store_account_first(self):
        self._open_account(self.store_1a, 6000)
        order = self._submitted()
        self.assertEqual(order.account_partner_id, self.store_1a)
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_printouts(self):
        order = self._shipped()
        html = self.env["ir.actions.report"]._render_qweb_html("online_offline_order.order_slip", order.ids)[0].decode()
        for text in (order.name, "Test Consumer", "680.00", "SF0000", "600.00 × 8.00%"):
            self.assertIn(text, html)

    def test_kept_in_the_store_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.store_1a.lang = "zh_CN"
        order = self._submitted()
        freight = order.settlement_line_ids.filtered(lambda line: line.kind == "logistics")
        self.assertEqual(freight.label, self.carriers["sf"].with_context(lang="zh_CN").name)

    def test_money_of_the_queue_job(self):
        """The job woken by a top-up gives waiting orders their turn."""
        self._big_hold(4500)
        job = self.env.ref("dealer_prepaid.cron_fund_waiting")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        self._topup(self.d1, 10)
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)]), triggers, "nothing waits")
        order = self._submitted()
        self._topup(self.d1, 170)
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)]), triggers + 1)
        self.env["prepaid.account"]._cron_fund_waiting()
        self.assertEqual(order.dealer_state, "submitted")
        self.assertLedger(self.account, 5180, 5180, 0)

    def _big_hold(self, amount):
        result = self.account._hold("test,1", round(amount * 100), "res.partner", self.d1.id, "test")
        self.assertTrue(result.ok)
        return result
