"""Every submitted order has a number without a gap, a source, an author and times (R1-005, docs/adr/0018)."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.dealer_prepaid.models.prepaid_gate import PrepaidGate

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderRegister(OrderCommon):
    def test_numbers(self):
        book = self.env["dealer.order.register"]
        draft, orders = self._order(), [self._submitted() for _number in range(3)]
        rows = book.search([("order_id", "in", [order.id for order in orders])], order="number")
        self.assertEqual(rows.order_id.ids, [order.id for order in orders])
        self.assertEqual([row.number - rows[0].number for row in rows], [0, 1, 2])
        self.assertRegex(orders[0].register_no, r"^DO/\d{4}/\d{6}$")
        self.assertFalse(draft.register_no)
        self.assertEqual(self.env["sale.order"].search([("register_no", "=", rows[1].name)]), orders[1])
        orders[0].with_user(self.cs_b).action_reject("wrong size")
        orders[0].action_submit()
        orders[1].with_user(self.cs_b).action_cancel_order("not wanted")
        self.assertEqual(book.search([("order_id", "in", rows.order_id.ids)], order="number"), rows, "kept when sent back, submitted anew, cancelled")
        self.assertFalse(book._gaps(self.company))
        status = orders[2].dealer_status()[0]
        self.assertEqual((status["number"], status["source"]), (rows[2].name, "service"))

    def test_what_a_crash_left_out(self):
        with patch.object(PrepaidGate, "_after_commit", lambda gate, func: None):
            lost = [self._submitted(), self._submitted()]
        book = self.env["dealer.order.register"]
        self.assertFalse(book.search([("order_id", "in", [order.id for order in lost])]))
        book._cron_enter()
        first, second = (book.search([("order_id", "=", order.id)]) for order in lost)
        self.assertEqual(second.number, first.number + 1)
        book._cron_enter()
        self.assertFalse(book._gaps(self.company))

    def test_a_submission_enters_itself_alone(self):
        """To look for what a crash left out grows with all orders of the company: that is the hourly job's."""
        with patch.object(PrepaidGate, "_after_commit", lambda gate, func: None):
            lost = self._submitted()
        order, book = self._submitted(), self.env["dealer.order.register"]
        self.assertEqual(book.search([("order_id", "in", (lost | order).ids)]).order_id, order)
        book._cron_enter()
        first, second = (book.search([("order_id", "=", one.id)]) for one in (order, lost))
        self.assertEqual(second.number, first.number + 1)
        self.assertFalse(book._gaps(self.company))

    def test_the_year_is_that_of_the_company(self):
        order = self._submitted()
        row = self.env["dealer.order.register"].search([("order_id", "=", order.id)])
        self.env.cr.execute(SQL("DELETE FROM dealer_order_register WHERE id = %s", row.id))
        self.env.cr.execute(SQL("UPDATE sale_order SET submitted_at = '2031-12-31 16:30:00' WHERE id = %s", order.id))  # half past midnight in Shanghai
        self.env["dealer.order.register"]._cron_enter()
        self.env.invalidate_all()
        self.assertEqual(order.register_no, "DO/2032/000001")

    def test_rights(self):
        order = self._submitted()
        row = self.env["dealer.order.register"].search([("order_id", "=", order.id)])
        for step in (lambda: row.write({"number": 1}), row.unlink, lambda: row.create({"number": 9})):
            with self.assertRaises(UserError):
                step()
        self.assertEqual(row.with_user(self.users["auditor"]).author_id, self.cs_a)
        with self.assertRaises(AccessError):
            row.with_user(self.warehouse_user).check_access("read")
        self.assertTrue(order.with_user(self.users["sales_rep"]).register_no)
