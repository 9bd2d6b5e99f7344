"""Invariant I20: a lock date of the books loses no shipment and no return; the books take it on the first open day and both dates are kept."""
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_gl_choices import ChoicesCommon


class LockMixin:
    def setUp(self):
        super().setUp()
        self.today = self.company._dealer_today()
        self.tomorrow = self.today + timedelta(days=1)

    def _lock(self, **dates):
        """Set lock dates, as another request does after the ones before are written."""
        self.env.flush_all()
        self.company.write(dates)

    def _entries(self, order, *kinds):
        domain = [("order_model", "=", "sale.order"), ("order_id", "=", order.id)]
        return self.env["prepaid.entry"].sudo().search([*domain, ("kind", "in", kinds)] if kinds else domain, order="id")

    def _book(self):
        """Book what waits for a batch, as the night after does."""
        self._batch()
        self.env.invalidate_all()

    def assertBothDates(self, entries):
        for entry in entries:
            self.assertEqual((entry.date, entry.gl_date), (self.today, self.tomorrow), entry.label)
        moves = entries.gl_move_id | entries.clearing_move_id
        self.assertEqual(set(moves.mapped("date")), {self.tomorrow})
        for invoice in moves.filtered("invoice_date"):
            self.assertEqual((invoice.invoice_date, invoice.amount_residual), (self.today, 0))

    def _shipped_and_returned(self):
        order = self._received_order()
        self._refunded_return(order)
        self._book()
        self.assertBothDates(self._entries(order))
        self.assertEqual(set(self._entries(order).mapped("kind")), {"capture", "refund", "postage", "handling"})
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_tax_lock(self):
        self._lock(tax_lock_date=self.today)
        self._shipped_and_returned()

    def test_fiscal_year_locked_after_the_goods_came(self):
        """The goods of the return are in; the money follows although the year is locked."""
        order = self._received_order()
        self._book()
        record = self._approved_return(order)
        record.with_user(self.warehouse_user).action_receive()
        self._lock(fiscalyear_lock_date=self.today)
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self._book()
        self.assertBothDates(self._entries(order, "refund", "postage", "handling"))
        self.assertLedger(self.account, 4592, 0, 4592)

    def test_fiscal_year_lock_stops_goods(self):
        """Odoo lets no goods move in a locked year: the refusal is our own sentence and says what to do."""
        waiting, order = self._approved(), self._received_order()
        record = self._approved_return(order)
        self._lock(fiscalyear_lock_date=self.today)
        with self.assertRaisesRegex(UserError, f"Order {waiting.name} cannot ship on {self.today}: the fiscal year is locked.*Ship on the day after"):
            self._ship(waiting)
        with self.assertRaisesRegex(UserError, f"Goods of return {record.name} cannot be taken in today: the fiscal year is locked up to {self.today}"):
            record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((waiting.dealer_state, record.state), ("approved", "approved"))
        self.assertLedger(self.account, 4320, 680, 3640)

    def test_planned_for_a_month_that_is_closed_by_now(self):
        """What counts is the day on which the goods leave, not the day they were planned for."""
        order = self._approved()
        picking = self._open_picking(order)
        picking.scheduled_date = picking.scheduled_date - timedelta(days=3)
        self._lock(fiscalyear_lock_date=self.today - timedelta(days=2))
        self._ship(order)
        self._book()
        entry = self._entries(order)
        self.assertEqual((entry.date, entry.gl_date), (self.today, self.today))

    def test_income_at_receipt(self):
        """P4: the arrival counts on the first open day, VAT by the day it happened."""
        self.company.prepaid_revenue_at = "receipt"
        order = self._approved()
        self._ship(order)
        self._book()
        self._lock(sale_lock_date=self.today, tax_lock_date=self.today)
        order.with_user(self.aftersale).action_received()
        self._book()
        self.assertBothDates(self._entries(order))
        self.assertLedger(self.account, 4320, 0, 4320)


@tagged("post_install", "-at_install")
class TestLocksEvent(LockMixin, ChoicesCommon):
    mode = "event"

    def test_sale_lock(self):
        self._lock(sale_lock_date=self.today)
        self._shipped_and_returned()


@tagged("post_install", "-at_install")
class TestLocksDaily(LockMixin, ChoicesCommon):
    mode = "daily"

    def test_sale_lock(self):
        """A batch is no sales document: the lock of sales does not concern it."""
        self._lock(sale_lock_date=self.today)
        order = self._received_order()
        self._book()
        self.assertEqual((self._entries(order).date, self._entries(order).gl_date), (self.today, self.today))
