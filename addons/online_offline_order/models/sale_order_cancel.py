from odoo import fields, models
from odoo.exceptions import UserError

from .dealer_cancel_request import OPEN

ASKERS = (
    "dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale", "dealer_base.group_sales_rep", "dealer_base.group_portal_clerk")
STATES = ("waiting", "submitted", "approved", "partial")


class SaleOrder(models.Model):
    """Asking for the cancellation of an order: service, the salesperson of the dealer, or the store itself."""

    _inherit = "sale.order"

    cancel_request_ids = fields.One2many("dealer.cancel.request", "order_id", string="Cancel requests", readonly=True, copy=False)
    cancel_asked = fields.Boolean(compute="_compute_cancel_asked", help="A cancel request is open: nothing ships.")
    cancel_is_asked_for = fields.Boolean(
        string="Cancelled by request", compute="_compute_cancel_is_asked_for", compute_sudo=True, groups="base.group_user",
        help="Goods are picked: the warehouse unpacks them before the order is cancelled.")

    def _flow_fields(self):
        return super()._flow_fields() | {"cancel_request_ids"}

    def _compute_cancel_asked(self):
        for order in self:
            order.cancel_asked = bool(order._open_cancel_request())

    def _compute_cancel_is_asked_for(self):
        for order in self:
            order.cancel_is_asked_for = order.dealer_state in ("waiting", "approved", "partial") and bool(order._begun_delivery())

    def _open_cancel_request(self):
        self.ensure_one()
        requests = self.sudo().cancel_request_ids  # sudo: whether one is open counts for every role
        return requests.filtered(lambda rec: rec.state in OPEN)[:1]

    def action_ask_cancel(self, reason, by_dealer=True):
        """Ask for the cancellation of orders that have not shipped as a whole; one request an order at a time.

        :param reason: why.
        :param by_dealer: the dealer asks for it; of HQ's own accord otherwise.
        :return: True; pressing twice asks once.
        :raises AccessError: for roles that enter no orders, and for orders of others.
        :raises UserError: when the state does not fit.
        """
        self._require_role(*ASKERS)
        self.check_access("read")
        for order in self:
            order._check_dealer_order()
            if order._open_cancel_request():
                continue  # a doubled click
            if order.dealer_state not in STATES:
                order._refuse("use_return" if order.dealer_state in ("shipped", "received") else "wrong_state")
            order._need_reason(reason)
            reason = str(reason).strip()
            request = self.env["dealer.cancel.request"]._make(order, reason, bool(by_dealer) or self.env.user.share)
            order._log(self.env._("%(request)s: the cancellation is asked for: %(reason)s", request=request.name, reason=reason))
        return True

    def action_open_cancel_requests(self):
        """Show the cancel requests of the order."""
        self.ensure_one()
        return self._open_records(self.env._("Cancel requests"), self.cancel_request_ids)

    def _on_cancelled(self):
        super()._on_cancelled()
        self._open_cancel_request()._close_done()

    def _drop_rest(self, reason, by_dealer=False):
        super()._drop_rest(reason, by_dealer)
        self._open_cancel_request()._close_done()

    def _revoke(self, reason):
        super()._revoke(reason)
        self._open_cancel_request()._close_done()

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        request = self._open_cancel_request()
        if request:
            raise UserError(self.env._("Order %(order)s: %(request)s asks for its cancellation; decide on it first.", order=self.name, request=request.name))
