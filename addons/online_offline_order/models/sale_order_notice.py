import hashlib

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from .sale_order import CS


class SaleOrder(models.Model):
    """What the store is told of its order: taken, waiting, shipped, arrived, and what service writes to it (R0-009, R1-058, R1-105)."""

    _inherit = "sale.order"
    _reason_methods = {"action_message_dealer"}

    def _notice(self, code, suffix, **details):
        return self.env["dealer.notice"]._put(code, self, self, suffix, **details)

    def _hold_or_wait(self, settlement, quote):
        before = self.dealer_state
        answer = super()._hold_or_wait(settlement, quote)
        if self.dealer_state != before and self.dealer_state != "draft":
            by = self.submitted_by.sudo().name or ""  # sudo: who ordered on the store's behalf is told to the store
            if self.dealer_state == "waiting":
                self._notice("order_waiting", self.submission_no, by=by, total=yuan(to_fen(self.settlement_total)), missing=yuan(to_fen(self.missing_amount)))
            else:
                self._notice("order_taken", self.submission_no, by=by, total=yuan(to_fen(self.settlement_total)))
        return answer

    def _after_shipment(self, picking, parcel):
        result = super()._after_shipment(picking, parcel)
        carrier = picking.carrier_id.with_context(lang=self._document_lang()).name or ""
        self._notice("shipped", picking.id, tracking=picking.carrier_tracking_ref or "", carrier=carrier, total=yuan(parcel.total_fen))
        return result

    def _note_delivered(self):
        before = {order: order.delivered_on for order in self}
        super()._note_delivered()
        for order in self:
            if order.delivered_on and order.delivered_on != before[order]:
                order._notice("arrived", order.delivered_on, day=fields.Date.to_string(order.delivered_on))

    def action_message_dealer(self, text):
        """Write to the store of an order; it reads the text on the portal and gets it by mail. Customer service.

        :param text: what to say; the same text to the same order goes out once.
        :return: True, or a notification action that names the orders whose store was told the same before.
        :raises AccessError: for other roles. :raises UserError: without a text, or for a plain order.
        """
        self._require_role(*CS)
        self.check_access("read")
        words = str(text or "").strip()
        if not words:
            raise UserError(self.env._("Write what the store shall be told."))
        told = self.browse()
        for order in self:
            order._check_dealer_order()
            if order._notice("message", hashlib.sha256(words.encode()).hexdigest()[:16], text=words, by=self.env.user.name):
                order._log(self.env._("To the store: %s", words))
            else:
                told |= order
        if told:
            return self._notify(self.env._("Sent already"), self.env._(
                "The store was told the same of %s before, it was not sent again; say it in other words.", ", ".join(told.mapped("name"))))
        return True

    def action_ask_message_dealer(self):
        """Open the dialog that asks what to write to the store."""
        self._require_role(*CS)
        return self.env["dealer.reason"]._ask(self, "action_message_dealer", self.env._("Message to the store"))

    def action_open_notices(self):
        """Show what the store was told of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.dealer_notice_action")
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}
