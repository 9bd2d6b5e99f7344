from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from .sale_order_flow import MANAGER, PRESALE, SHIPPED


class SaleOrder(models.Model):
    """Approved orders that are taken back before anything of them was picked, and rests that are given up (R1-107, R1-125).

    What the warehouse has begun is unpacked first: ``dealer.cancel.request``.
    """

    _inherit = "sale.order"
    _reason_methods = {"action_revoke", "action_force_done"}

    # -- back to draft

    def action_revoke(self, reason):
        """Take the approval of orders back of which nothing is picked: draft again, delivery cancelled, hold released.

        :param reason: why.
        :return: True; pressing twice releases nothing twice.
        :raises AccessError: without the role pre-sale service.
        :raises UserError: when the order was never approved, is picked already, or has shipped.
        """
        self._require_role(PRESALE)
        self.check_access("write")
        for order in self:
            order._check_dealer_order()
            if order.dealer_state == "draft":
                continue  # a doubled click
            if order.dealer_state in ("submitted", "waiting") and not order.approved_by:
                raise UserError(self.env._("Order %s is not approved yet: send it back to draft.", order.name))
            if order.dealer_state not in ("approved", "waiting") or to_fen(order.captured_total):
                order._refuse("wrong_state")
            order._need_reason(reason)
            order._refuse_begun()
            order._revoke(reason)
        return True

    def _revoke(self, reason):
        flow, approver = self._flow(), self.approved_by
        flow._open_deliveries().action_cancel()
        flow.write({"dealer_state": "submitted", "state": "draft", "locked": False, "approved_by": False, "approved_at": False})
        self.action_reject(reason)
        self._log(self.env._("The approval of %(person)s was taken back: %(reason)s", person=approver.name, reason=reason))
        self._on_revoked()

    def _on_revoked(self):
        """Hook: an approved order is a draft again. Extend and call super."""

    def action_open_revoke(self):
        """Ask why the approval is taken back."""
        return self.env["dealer.reason"]._ask(self, "action_revoke", self.env._("Take the approval back"))

    # -- what the warehouse has begun

    def _begun_delivery(self):
        """Give a delivery that the warehouse has begun: goods picked, weighed or numbered, or brought to the door by a step before the shipment.

        :return: stock.picking in sudo, empty when nothing was begun.
        """
        self.ensure_one()
        if self.dealer_state in ("approved", "partial", "waiting") and (steps := self._steps_done()):
            return steps[:1]
        return self._open_deliveries().sudo().filtered("is_begun")[:1]  # sudo: who changes an order need not read deliveries

    def _refuse_begun(self):
        for order in self:
            picking = order._begun_delivery()
            if picking:
                raise UserError(self.env._(
                    "Order %(order)s: delivery %(picking)s is picked already. Ask for the cancellation: the warehouse unpacks it, then service confirms.",
                    order=order.name, picking=picking.name))

    def action_cancel_order(self, reason):
        """Cancel orders, see the flow; one whose goods are picked is unpacked first (journey J8 b).

        :param reason: why.
        """
        self._require_role(PRESALE)
        self.filtered(lambda order: order.is_dealer_order and order.dealer_state in ("approved", "waiting"))._refuse_begun()
        return super().action_cancel_order(reason)

    # -- rests

    def action_cancel_rest(self, reason, by_dealer=False):
        """Cancel the rest of orders, see the flow: where the dealer asks for it or was asked about the part; else the manager completes them.

        :param reason: why.
        :param by_dealer: the dealer asked for it.
        """
        self._require_role(PRESALE)
        for order in self.filtered(lambda rec: rec.is_dealer_order and rec.dealer_state == "partial"):
            if not by_dealer and not order._store_was_asked() and not self.env.user.has_group(MANAGER):
                raise UserError(self.env._(
                    "Order %s: nobody asked the store about the rest. Note that the dealer asks for it, or have the service manager force the order complete.",
                    order.name))
            order._refuse_begun()
        return super().action_cancel_rest(reason, by_dealer)

    def _store_was_asked(self):
        return bool(self.sudo().picking_ids.filtered("partial_decided_by"))  # sudo: who cancels need not read deliveries

    def action_force_done(self, reason):
        """Complete partly shipped orders by force: what has not shipped is given up, the rest of the hold is released.

        :param reason: why.
        :return: True; pressing twice does nothing more.
        :raises AccessError: for everybody but the service manager.
        :raises UserError: for orders in another state, or whose rest is picked already.
        """
        self._require_role(MANAGER)
        self.check_access("write")
        for order in self:
            order._check_dealer_order()
            if order.dealer_state in SHIPPED:
                continue  # a doubled click
            if order.dealer_state != "partial":
                order._refuse("wrong_state")
            order._need_reason(reason)
            order._refuse_begun()
            order._log(self.env._("Completed by force: %s", reason))
            order._drop_rest(reason)
        return True

    def action_open_force_done(self):
        """Ask why the order is completed by force."""
        return self.env["dealer.reason"]._ask(self, "action_force_done", self.env._("Force complete"))
