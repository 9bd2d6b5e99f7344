"""Who enters and applies changes of orders, and when it is too late."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestOrderAmendRights(AmendCommon):
    def test_too_late(self):
        with self.assertRaisesRegex(UserError, "on the form"):
            self._change(self._order(), {self.coat: 1})
        order = self._approved()
        change = self._change(order, {self.coat: 1})
        self._open_picking(order).move_ids.picked = True
        with self.assertRaisesRegex(UserError, "picked already"):
            change.action_apply()
        self.assertIn("picked already", change.preview_refusal)
        self._open_picking(order).move_ids.picked = False
        order.action_ask_cancel("x")
        with self.assertRaisesRegex(UserError, "asks for its cancellation"):
            change.action_apply()
        order.sudo().cancel_request_ids.with_user(self.cs_b).action_refuse("no")
        self._ship(order, {self.coat: 1})
        with self.assertRaisesRegex(AccessError, "another person applies"):
            change.action_apply()
        self.assertLedger(self.account, 4660, 340, 4320)
        self._ship(order, tracking="SF9000000001")
        with self.assertRaisesRegex(UserError, "before all of it has left"):
            change.action_apply()
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_nothing_wrong_goods_and_empty(self):
        order = self._submitted()
        with self.assertRaisesRegex(UserError, "changes nothing"):
            self._change(order, {self.coat: 2}).action_apply()
        with self.assertRaisesRegex(UserError, "no goods"):
            self._applied(order, {self.coat: 0})
        self.long_coat.shelf_state = "off"
        with self.assertRaisesRegex(UserError, "off the shelf"):
            self._applied(order, {}, [(self.long_coat, 1)])
        self.coat.shelf_state = "off"
        with self.assertRaisesRegex(UserError, "off the shelf"):
            self._applied(order, {self.coat: 3})
        self._applied(order, {self.coat: 1})  # what was ordered may become less
        with self.assertRaisesRegex(UserError, "reason"):
            self._applied(order, {self.coat: 1}, consumer_street="x", reason=" ")
        with self.assertRaisesRegex(UserError, "how many pieces"):
            self._change(order, line_ids=[Command.create({"product_id": self.long_coat.id, "new_qty": 0})])
        self.assertLedger(self.account, 5000, 346, 4654)

    def test_roles(self):
        self.d1.user_id = self.users["sales_rep"]
        order = self._submitted()
        change = self._change(order, {self.coat: 1}, user=self.users["sales_rep"])
        self.assertEqual(change.preview_total, 346)
        for role in ("sales_rep", "cs_aftersale", "fin_manager", "wh_operator"):
            with self.assertRaises(AccessError):
                change.with_user(self.users[role]).action_apply()
        stranger = self._user("sales_rep", login="t_rep_far")
        with self.assertRaises(AccessError):
            self._change(order, {self.coat: 1}, user=stranger)
        self.assertNotIn(change, self.env["dealer.order.amendment"].with_user(stranger).search([]))
        for role in ("fin_settlement", "auditor"):
            with self.assertRaises(AccessError):
                change.with_user(self.users[role]).reason = "x"
        for vals in ({"state": "applied"}, {"new_total": 1}, {"difference": -5}):
            with self.assertRaises(AccessError):
                change.with_user(self.users["cs_manager"]).write(vals)
        self.assertFalse(self.env["dealer.order.amendment"].with_user(self.users["sales_rep"]).fields_get(["consumer_phone"]))
        change.with_user(self.changer).action_apply()
        self.assertEqual(change.applied_by, self.changer)
        self.assertIn(self.users["sales_rep"], order.sudo().dealer_editor_ids, "S3: who wrote the change has changed the order as well")
        with self.assertRaisesRegex(UserError, "no draft any more"):
            change.with_user(self.users["sales_rep"]).reason = "y"
        with self.assertRaisesRegex(UserError, "no draft any more"):
            change.line_ids.with_user(self.changer).new_qty = 9
        later = self._change(order, goods=[(self.long_coat, 1)])
        with self.assertRaisesRegex(UserError, "no draft any more"), self.env.cr.savepoint():
            later.line_ids.amendment_id = change
        with self.assertRaisesRegex(UserError, "no draft any more"):
            change.with_user(self.changer).unlink()

    def test_refused(self):
        order = self._submitted()
        change = self._change(order, {self.coat: 1})
        for _press in range(2):
            change.with_user(self.cs_b).action_refuse("no longer wanted")
        with self.assertRaisesRegex(UserError, "Refused"):
            change.action_apply()
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_lines_of_another_order(self):
        one, two = self._submitted(), self._submitted([(self.long_coat, 1)])
        with self.assertRaisesRegex(UserError, "own order"):
            self._change(one, line_ids=[Command.create({"order_line_id": two.order_line.id, "product_id": self.long_coat.id, "new_qty": 3})])
        first, second = self._change(one, {self.coat: 1}), self._change(two, {self.long_coat: 3})
        with self.assertRaisesRegex(UserError, "own order"):
            first.line_ids.amendment_id = second

    def test_the_dealers_own_brake_looks_at_the_new_total(self):
        self.env["prepaid.brake"].with_user(self.users["fin_manager"]).create({"owner_id": self.d1.id, "ask_above": 800, "reason": "called on 3 March"})
        self.company.amend_keeps_approval = True
        order = self._approved()
        self._applied(order, {self.coat: 3})
        self.assertEqual((order.dealer_state, order.brake_state), ("submitted", "asked"))
        with self.assertRaisesRegex(UserError, "waits for the dealer"):
            order.with_user(self.cs_b).action_approve()
        self._applied(order, {self.coat: 1})
        order.with_user(self.cs_b).action_approve()
        self._applied(order, {self.coat: 2})
        self.assertEqual((order.dealer_state, order.approved_by), ("approved", self.cs_b))
        self.assertLedger(self.account, 5000, 680, 4320)
