"""Shipments and returns of a company that books by the day: one entry with income, VAT and cost, no invoices; month-end checklist of goods."""
from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.dealer_base.money import to_fen

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestDailyBatch(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.prepaid_gl_mode = "daily"

    def _entries(self, order):
        return self.env["prepaid.entry"].sudo().search([("order_model", "=", "sale.order"), ("order_id", "=", order.id)], order="id")

    def _batch(self):
        return self.env["prepaid.gl.batch"].sudo()._post_waiting(self.company)

    def test_shipment(self):
        """The figures of journey J3 in one entry."""
        order = self._received_order()
        self.assertFalse(order.sudo().invoice_ids)
        self.assertLedger(self.account, 4320, 0, 4320)
        batch = self._batch()
        self.assertMove(batch.move_id, [
            ("220300", 680), ("600100", -530.97), ("605100", -42.48 - 28.32), ("222100", -78.23), ("640100", 360), ("140500", -360)])
        self.assertEqual((batch.entry_ids, batch.cost_total), (self._entries(order), 360))
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertFalse(self._batch())

    def test_account_of_a_fee(self):
        """Packing 5.00 and 3.00 of the 13.00 of a return on accounts of their own, in the entries of the day as on invoices."""
        account = self.env["account.account"].create({"name": "Packing income", "code": "605199T", "account_type": "income_other"})
        values = {"company_id": self.company.id, "date_from": "2020-01-01", "name": "Extra", "kind": "fixed", "account_id": account.id}
        self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create([
            {**values, "code": "packing", "amount": 5}, {**values, "code": "service", "event": "return", "amount": 3},
        ]).with_user(self.users["fin_manager"]).action_activate()
        order = self._received_order()
        self.assertMove(self._batch().move_id, [
            ("220300", 685), ("600100", -530.97), ("605100", -42.48 - 28.32), ("605199T", -4.42), ("222100", -78.81), ("640100", 360), ("140500", -360)])
        record = self._refunded_return(order)
        self.assertEqual((record.handling_amount, record.sudo().charge_accounts), (13, [[0, 1_000], [account.id, 300]]))
        lines = self._batch().move_id.line_ids
        self.assertEqual(sum(lines.filtered(lambda line: line.account_id == account).mapped("balance")), -2.65)
        self.assertEqual(round(sum(lines.filtered(lambda line: line.account_id.code == "605100").mapped("balance")), 2), round(-15.93 - 8.85, 2))

    def test_many_entries_with_the_same_number_of_queries(self):
        entries, batches, counts = self.env["prepaid.entry"].sudo(), self.env["prepaid.gl.batch"].sudo(), []
        for _number in range(5):
            entries |= self._entries(self._shipped())
        batch = batches.new({"company_id": self.company.id, "date": self.company._dealer_today(), "kind": "shipment"})
        batch._prepare_lines(self.company, entries, "x")  # accounts and taxes are known from here on
        for some in (entries[:2], entries):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._prepare_lines(self.company, some.with_prefetch(), "x")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_days_of_many_entries(self):
        """The days of arrival of all that waits are asked for once."""
        self.company.prepaid_revenue_at = "receipt"
        entries = self.env["prepaid.entry"]
        for received in (True, True, False, True):
            order = self._received_order() if received else self._shipped()
            entries |= entries.sudo().search([("order_model", "=", "sale.order"), ("order_id", "=", order.id)])
        entries, counts = entries.sudo(), []
        for some in (entries[:1], entries):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ready = some._gl_ready()
            days = ready._gl_days()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertEqual(set(days), set((entries[:2] | entries[3:]).ids), "the third is on its way")
        self.assertEqual(set(days.values()), {self.company._dealer_today()})

    def test_partial_shipments_and_return(self):
        order = self._approved()
        for tracking in ("SF1000000001", "SF1000000002"):
            self._ship(order, {self.coat: 1}, tracking=tracking)
        order.with_user(self.aftersale).action_received()
        batch = self._batch()
        self.assertEqual((batch.entry_count, to_fen(batch.control_total), to_fen(batch.cost_total)), (2, 68_000, 36_000))
        record = self._refunded_return(order)
        self.assertEqual(record.state, "refunded")
        self.assertFalse(record.sudo().credit_note_id | record.sudo().charges_move_id)
        self.assertLedger(self.account, 4592, 0, 4592)
        back = self._batch()
        self.assertEqual((back.kind, back.entry_count), ("return", 3))
        self.assertMove(back.move_id, [
            ("220300", -300), ("600100", 265.49), ("222100", 34.51), ("220300", 28), ("605100", -15.93 - 8.85), ("222100", -3.22),
            ("640100", -180), ("140500", 180)])
        red = back.move_id.line_ids.filtered(lambda line: line.account_id.code == "640100")
        self.assertEqual((red.debit, red.credit), (-180, 0), "cost in red")
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_income_at_receipt(self):
        """P4: a shipment waits for its batch until the order has arrived; its goods wait in goods shipped."""
        self.company.prepaid_revenue_at = "receipt"
        order = self._shipped()
        goods = self._batch()
        self.assertEqual((goods.kind, goods.entry_count, goods.picking_ids, goods.cost_total), ("goods", 0, order.sudo().picking_ids, 360))
        self.assertFalse(self._batch())
        order.with_user(self.aftersale).action_received()
        income = self._batch()
        self.assertEqual(income.entry_ids, self._entries(order))
        with self.assertRaisesRegex(UserError, f"{income.name}: reverse that batch first"):
            goods.with_user(self.manager_b).action_reverse("wrong day")
        income.with_user(self.manager_b).action_reverse("wrong day")
        goods.with_user(self.manager_b).action_reverse("wrong day")
        again = self._batch()
        self.assertMove(again.move_id, [
            ("220300", 680), ("600100", -530.97), ("605100", -42.48 - 28.32), ("222100", -78.23), ("640100", 360), ("140500", -360)])
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_goods_posted_again_after_the_close(self):
        """The ledger closed the day meanwhile: goods that are booked anew leave that month as it was checked."""
        self.company.prepaid_revenue_at = "receipt"
        self._shipped()
        goods, today = self._batch(), self.company._dealer_today()
        with self._moved_to(today + timedelta(days=1)):
            self.company.with_user(self.users["fin_manager"]).action_lock_prepaid(today)
            goods.with_user(self.manager_b).action_reverse("wrong account")
            again = self._batch()
        self.assertEqual((again.kind, again.date, goods.reversal_move_id.date), ("goods", today, today + timedelta(days=1)))
        self.assertEqual((again.move_id.date, again.move_id.prepaid_event_date), (today + timedelta(days=1), today))

    def test_month_closes_with_goods_on_the_way(self):
        self.company.prepaid_revenue_at = "receipt"
        self._shipped()
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": self.company._dealer_today()})
        close.action_check()
        item = close.item_ids.filtered(lambda rec: rec.code == "batches")
        self.assertEqual((item.state, item.count), ("ok", 1))
        self.assertIn("680.00 CNY on the way", item.message)

    def test_orders_of_the_old_mode_keep_their_invoices(self):
        self.company.prepaid_gl_mode = "event"
        order = self._shipped()
        self.assertEqual(order.sudo().invoice_ids.payment_state, "paid")
        self.company.prepaid_gl_mode = "daily"
        self.assertFalse(self._batch())
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertOrderBalanced(order)

    def test_month_items(self):
        month = self.company._dealer_today().replace(day=1)
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": month})
        self._shipped()
        close.action_check()
        states = {item.code: item.state for item in close.item_ids}
        self.assertEqual([states[code] for code in ("shipments", "uninvoiced", "unshipped", "batches")], ["ok", "warn", "ok", "red"])
        self._batch()
        close.action_check()
        states = {item.code: item.state for item in close.item_ids}
        self.assertEqual([states[code] for code in ("shipments", "uninvoiced", "unshipped", "batches")], ["ok"] * 4)

    def test_unshipped_order_at_month_end(self):
        """E20 with the parts of the order: 680.00 = 600.00 + 48.00 + 32.00, one of two coats shipped."""
        self.company.write({"prepaid_contract_reclass": True})
        order = self._approved()
        self._ship(order, {self.coat: 1})
        self.env.cr.execute("UPDATE prepaid_hold SET state = 'open' WHERE key = %s", [order.sudo().hold_key])
        self.env.invalidate_all()
        month = self.company._dealer_today().replace(day=1)
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": month})
        close.action_month_entries()
        moves = close.sudo().move_ids.sorted("date")
        left = 68_000 - to_fen(-sum(self._entries(order).mapped("amount")))
        advance = moves[0].line_ids.filtered(lambda line: line.account_id.code == "220300")
        self.assertEqual((to_fen(advance.balance), advance.partner_id), (left, self.d1))
        self.assertEqual([move.date for move in moves], [month + relativedelta(months=1, days=-1), month + relativedelta(months=1)])

    def _entries_of_month_end(self, close):
        close.action_month_entries()
        first = close.sudo().move_ids.sorted("date")[0]
        return {line.account_id.code: to_fen(line.balance) for line in first.line_ids}

    def _moved_to(self, moment):
        """Let the days go by: what is recorded from now on carries the moment; holds and operations keep the database's clock."""
        return patch.object(type(self.company), "_dealer_today", lambda company, now=None: moment)

    def _date_records(self, table, ids, moment):
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE %s SET create_date = %s WHERE id IN %s", SQL.identifier(table), moment, tuple(ids)))
        self.env.invalidate_all()

    def test_month_end_as_it_was(self):
        """E20 dated on the last day and made on day 3: what shipped, was released or approved since does not change it."""
        self.company.prepaid_contract_reclass = True
        today = self.company._dealer_today()
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": today})
        end = self.company._dealer_utc(close.date_to + timedelta(days=1))
        shipped, cancelled, late, released_before = self._approved(), self._approved(), self._approved(), self._approved()
        orders = (shipped | cancelled | late | released_before).sudo()
        self.env.cr.execute("UPDATE prepaid_hold SET state = 'open' WHERE key IN %s", [tuple(orders.mapped("hold_key"))])
        self.env.invalidate_all()
        late.sudo().approved_at = end + timedelta(hours=5)
        released_before.with_user(self.cs_a).action_cancel_order("on the last day")
        with self._moved_to(close.date_to + timedelta(days=2)):
            self._ship(shipped)
            cancelled.with_user(self.cs_a).action_cancel_order("on day 2")
            operations = self.env["prepaid.operation"].sudo().search([("kind", "=", "release"), ("key", "like", f"{cancelled.sudo().hold_key}:")])
            self.assertEqual(len(operations), 1)
            self._date_records("prepaid_operation", operations.ids, end + timedelta(days=1))
            lines = self._entries_of_month_end(close)
        self.assertEqual(lines, {"220300": 2 * 68_000, "220400": -106_195 - 8_496 - 5_664, "222190": -15_645})
        held = close.item_ids.filtered(lambda item: item.code == "holds")
        self.assertEqual((held.count, to_fen(held.amount)), (3, 3 * 68_000))

    def test_shipped_on_the_last_day_or_not_at_all(self):
        self.company.prepaid_contract_reclass = True
        order = self._approved()
        self.env.cr.execute("UPDATE prepaid_hold SET state = 'open' WHERE key = %s", [order.sudo().hold_key])
        self.env.invalidate_all()
        self._ship(order, {self.coat: 1})
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": self.company._dealer_today()})
        with self._moved_to(close.date_to + timedelta(days=2)):
            self._ship(order, tracking="SF0000002")
            self.assertEqual(self._entries_of_month_end(close)["220300"], 34_000)

    def test_lock_inside_the_batch(self):
        """G02: the books are locked after the shipment left; the batch takes the first open day and nothing is lost."""
        order = self._shipped()
        today = self.company._dealer_today()
        self.company.write({"fiscalyear_lock_date": today, "sale_lock_date": today})
        with patch.object(type(self.company), "_dealer_today", lambda company, now=None: today + timedelta(days=1)):
            self.env["prepaid.gl.batch"]._cron_post()
        entry = self._entries(order)
        self.assertEqual((entry.date, entry.gl_date), (today, today + timedelta(days=1)))
        self.assertLedger(self.account, 4320, 0, 4320)
