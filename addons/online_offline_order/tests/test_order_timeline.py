"""The timeline: a step is one message, with its sentence, its person and what it changed; no change is left out and none is noted twice."""
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderTimeline(OrderCommon):
    def _seen(self, order):
        """All messages of an order, the oldest first, once the request has ended."""
        self.env.cr.precommit.run()
        return order.sudo().message_ids.sorted("id")

    def _states(self, messages):
        """What the messages say of the order's state: (before, after)."""
        field = self.env["ir.model.fields"]._get("sale.order", "dealer_state")
        values = messages.sudo().tracking_value_ids.filtered(lambda value: value.field_id == field).sorted("id")
        return [(value.old_value_char, value.new_value_char) for value in values]

    def test_a_step_is_one_message(self):
        order = self._order()
        before = self._seen(order)
        order.action_submit()
        submitted = self._seen(order) - before
        self.assertEqual(len(submitted), 1)
        self.assertIn("held on the account", submitted.body)
        self.assertEqual((submitted.author_id, submitted.is_internal), (self.cs_a.partner_id, True))
        self.assertEqual(self._states(submitted), [("Draft", "To review")])

        order.with_user(self.cs_b).action_approve()
        before = self._seen(order)
        self._ship(order)
        shipped = (self._seen(order) - before).filtered(lambda message: "Invoice" not in message.body)  # the paid invoice speaks for itself
        self.assertEqual(shipped.mapped("author_id"), self.warehouse_user.partner_id)
        self.assertEqual(len(shipped), 1)
        self.assertIn("debited", shipped.body)
        self.assertEqual(self._states(shipped), [("To ship", "Shipped")])

    def test_every_change_is_kept_once(self):
        """Several steps within one request: later changes begin where the last message ended."""
        order = self._order()
        self._seen(order)  # what changes in the request that made the order is not tracked
        order.action_submit()
        order.with_user(self.cs_b).action_reject("wrong size")
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        self._seen(order)
        self._ship(order)
        self.assertEqual(self._states(self._seen(order)), [
            ("Draft", "To review"), ("To review", "Draft"), ("Draft", "To review"), ("To review", "To ship"), ("To ship", "Shipped")])

    def test_a_note_without_a_change(self):
        order = self._order()
        self._seen(order)
        order._log("called back")
        note = order.sudo().message_ids[:1]
        self.assertEqual((str(note.body), note.tracking_value_ids.ids, note.author_id), ("<p>called back</p>", [], self.cs_a.partner_id))

    def test_one_order_keeps_its_changes_while_another_is_noted(self):
        first, second = self._order(), self._order()
        self._seen(first)
        (first | second)._flow().write({"pickup_state": "waiting"})
        second._log("called back")
        self.assertTrue(second.sudo().message_ids[:1].tracking_value_ids)
        self.assertFalse(first.sudo().message_ids[:1].tracking_value_ids)
        self.assertTrue(self._seen(first)[-1:].tracking_value_ids)

    def test_who_follows_confirmations_is_told(self):
        """An approval is a note of the timeline; whoever asked to be told of confirmed orders is."""
        confirmed = self.env.ref("sale.mt_order_confirmed")
        for asks in (False, True):
            order = self._submitted()
            if asks:
                order.sudo().message_subscribe(self.warehouse_user.partner_id.ids, confirmed.ids)
            before = self._seen(order)
            order.with_user(self.cs_b).action_approve()
            message = self._seen(order) - before
            self.assertEqual(self._states(message), [("To review", "To ship")])
            self.assertEqual(message.subtype_id, confirmed if asks else self.env.ref("mail.mt_note"))
            self.assertEqual(message.notified_partner_ids, self.warehouse_user.partner_id if asks else self.env["res.partner"])
        order = self._submitted()
        confirmed.sudo().unlink()  # somebody may delete the kind
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(order.dealer_state, "approved")

    def test_a_delivery_begins_with_where_it_comes_from(self):
        order = self._approved([(self.coat, 1), (self.long_coat, 1)])
        notes = self._open_picking(order).sudo().message_ids
        self.assertEqual(len(notes), 1)
        self.assertIn(order.name, notes.body)
        self.assertEqual((notes.author_id, notes.subtype_id), (self.cs_b.partner_id, self.env.ref("mail.mt_note")))
