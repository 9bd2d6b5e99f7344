"""The menu Exceptions: what stands still, for whom, and read by whom."""
import datetime

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestExceptions(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls.env["dealer.exception"].with_user(cls.cs_a)

    def _old(self, record, field, hours):
        moment = fields.Datetime.now() - datetime.timedelta(hours=hours)
        self.env.flush_all()
        value = moment.date() if field == "delivered_on" else moment
        self.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", SQL.identifier(record._table), SQL.identifier(field), value, record.id))
        self.env.invalidate_all()

    def _kinds(self, *documents, user=None):
        wanted = {(document._name, document.id) for document in documents}
        return sorted(row.kind for row in self.rows.with_user(user or self.cs_a).search([]) if (row.res_model, row.res_id) in wanted)

    def test_kinds(self):
        order = self._submitted()
        self._old(order, "submitted_at", 25)
        self.assertEqual(self._kinds(order), [], "sent back and submitted again it counts from its last hold")
        self._old(order, "brake_moment", 23)
        self.assertEqual(self._kinds(order), [])
        self._old(order, "brake_moment", 25)
        self.assertEqual(self._kinds(order), ["review"])
        self.company.exception_review_hours = 0  # off
        self.env.flush_all()
        self.assertEqual(self._kinds(order), [])
        order.with_user(self.cs_b).action_approve()
        self._old(order, "approved_at", 49)
        self.assertEqual(self._kinds(order), ["ship"])
        self._ship(order)
        self.assertEqual(self._kinds(order), [])
        self._old(order, "shipped_at", 121)
        self.assertEqual(self._kinds(order), ["silent"])
        self._old(order, "delivered_on", 24 * 5)
        self.assertEqual(self._kinds(order), ["silent", "unconfirmed"])
        waiting = self._submitted([(self.coat, 40)])
        self._old(waiting, "waiting_since", 73)
        self.assertEqual(self._kinds(waiting), ["waiting"])
        held = self._submitted()
        hold = self.env["prepaid.hold"].search([("key", "=", held.hold_key)])
        self._old(hold, "expires_at", -20)
        self.assertEqual(self._kinds(held), ["hold"])
        held.with_user(self.cs_b).action_approve()
        self.env.flush_all()
        self.assertEqual(self._kinds(held), [], "the hold of an approved order does not run out")
        record = self._return(self._received_order())
        record.action_submit()
        self._old(record, "write_date", 73)
        self.assertEqual(self._kinds(record), ["return"])
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.company.exception_case_hours = -1
            self.env.flush_all()

    def test_of_a_rest(self):
        """The first parcel of a part may be lost as well; the hold of a rest ends only where the company gives it back."""
        order = self._approved([(self.coat, 2)])
        self._ship(order, {self.coat: 1})
        self.assertEqual(order.dealer_state, "partial")
        self._old(order, "shipped_at", 121)
        self.assertIn("silent", self._kinds(order))
        self._old(self.env["prepaid.hold"].search([("key", "=", order.hold_key)]), "expires_at", -20)
        for rest, shown in (("keep", False), ("release", True)):
            with self.subTest(rest):
                self.company.prepaid_hold_rest = rest
                self.env.flush_all()
                self.assertEqual("hold" in self._kinds(order), shown)
        picking = order.sudo().picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        for label, values in (("weighed", {"weight_g": 800}), ("number", {"tracking": "SF8000000001"})):
            with self.subTest(label), self.env.cr.savepoint() as point:
                self.env["logistics.parcel"].with_user(self.warehouse_user).create({"picking_id": picking.id, **values})
                self.assertNotIn("hold", self._kinds(order), "what is packed keeps its money")
                point.rollback()
        picking.move_ids.picked = True
        self.env.flush_all()
        self.assertNotIn("hold", self._kinds(order))

    def test_read_by_one(self):
        order = self._submitted()
        self._old(order, "brake_moment", 30)
        (row,) = self.rows.search([("kind", "=", "review"), ("order_id", "=", order.id)])
        number = row.id
        self.assertIn(row, self.rows.search([("is_read", "=", False)]))
        self.assertEqual(row.action_open_document()["res_id"], order.id)
        row.action_read()  # again
        self.assertTrue(row.is_read)
        self.assertNotIn(row, self.rows.search([("is_read", "=", False)]))
        self.assertIn(row, self.rows.search([("is_read", "=", True)]))
        other = self.rows.with_user(self.cs_b)
        self.assertIn(number, other.search([("is_read", "=", False)]).ids)
        self._old(order, "brake_moment", 40)  # it stands still anew
        self.assertIn(row, self.rows.search([("is_read", "=", False)]))

    def test_who_sees_what(self):
        order = self._submitted()
        self._old(order, "brake_moment", 30)
        number = self.rows.search([("kind", "=", "review"), ("order_id", "=", order.id)]).id
        for role, sees in (("auditor", True), ("ops", True), ("wh_operator", False), ("sales_rep", True), ("sc_manager", True), ("fin_cashier", None)):
            with self.subTest(role):
                rows = self.env["dealer.exception"].with_user(self.users[role])
                if sees is None:
                    with self.assertRaises(AccessError):
                        rows.search([])
                else:
                    self.assertEqual(number in rows.search([]).ids, sees)
        self.d1.user_id = self.cs_b
        self.users["sc_manager"].sales_company_ids = False
        self.env.flush_all()
        for role in ("sales_rep", "sc_manager"):
            with self.subTest(role, of="others"):
                self.assertNotIn(number, self.env["dealer.exception"].with_user(self.users[role]).search([]).ids)
        with self.assertRaises(AccessError):
            self.rows.browse(number).with_user(self.warehouse_user).action_read()
        other = self.env["res.company"].create({"name": "Exceptions elsewhere"})
        stranger = self._user("cs_presale", login="t_exception_other", company_id=other.id, company_ids=[(6, 0, other.ids)])
        self.assertNotIn(number, self.env["dealer.exception"].with_user(stranger).search([]).ids)
