from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .sale_order_flow import PRESALE

OPEN = ("asked", "unpacked")
OPERATOR = "dealer_base.group_wh_operator"


class DealerCancelRequest(models.Model):
    """The cancellation of an order whose goods may be picked already (journey J8 b).

    asked (service, the salesperson or the store) -> unpacked (the warehouse has the goods on the shelf again) -> confirmed by
    another person of service, who cancels the order or its rest with its money; or refused, and the order goes on. While it
    is open nothing of the order ships. Written by its steps alone.
    """

    _name = "dealer.cancel.request"
    _description = "Cancel request"
    _inherit = ["dealer.order.document.mixin"]
    _reason_methods = {"action_refuse"}

    order_id = fields.Many2one(readonly=True)
    state = fields.Selection(
        [("asked", "To unpack"), ("unpacked", "To confirm"), ("confirmed", "Cancelled"), ("refused", "Refused")],
        required=True, default="asked", readonly=True, index=True, tracking=True)
    reason = fields.Char(required=True, readonly=True)
    by_dealer = fields.Boolean(string="The dealer asks for it", readonly=True)
    asked_by = fields.Many2one("res.users", readonly=True)
    asked_at = fields.Datetime(readonly=True)
    steps_back = fields.Boolean(
        string="Brought back to the shelf", readonly=True, help="Goods that a step before the shipment had picked were put back by a transfer of their own.")
    waybills = fields.Char(string="Waybill numbers taken out", readonly=True, help="Numbers that the parcels had; tell the carrier that they do not come.")
    unpacked_by = fields.Many2one("res.users", readonly=True)
    unpacked_at = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex("(order_id) WHERE state IN ('asked', 'unpacked')", "The cancellation of this order is asked for already.")

    @api.model
    def _make(self, order, reason, by_dealer):
        """Create the request of an order; where nothing is picked there is nothing to unpack.

        :return: dealer.cancel.request in sudo.
        """
        requests = self.sudo()  # sudo: requests are written by their steps, the order's method has checked role and state
        return requests.create({
            "order_id": order.id, "reason": reason, "by_dealer": by_dealer, "asked_by": self.env.uid, "asked_at": fields.Datetime.now(),
            "state": "asked" if order._begun_delivery() else "unpacked"})

    # -- steps

    def action_unpacked(self):
        """Note that the goods are unpacked: nothing is picked any more, weights and waybill numbers are taken out.

        :return: True.
        :raises AccessError: without the role warehouse operator.
        :raises UserError: when the request is closed.
        """
        self.env["sale.order"]._require_role(OPERATOR)
        self.check_access("read")
        for request in self:
            order = request.order_id.sudo()  # sudo: the warehouse reads orders to ship only
            if request.state == "unpacked" and not order._begun_delivery():
                continue  # a doubled click
            request._need_state("asked", "unpacked")
            numbers = order._open_deliveries()._unpack()
            back = order._flow()._bring_back()
            request._flow_write({
                "steps_back": back or request.steps_back,
                "state": "unpacked", "unpacked_by": self.env.uid, "unpacked_at": fields.Datetime.now(),
                "waybills": ", ".join(filter(None, [request.waybills, *numbers])) or False})
            order._log(self.env._("%s: the goods are unpacked.", request.name))
        return True

    def action_confirm(self):
        """Cancel the order, or what has not shipped of it, with its money.

        :return: True; pressing twice does nothing more.
        :raises AccessError: without the role pre-sale service, and for the one who asked.
        :raises UserError: before the goods are unpacked.
        """
        self.env["sale.order"]._require_role(PRESALE)
        self.check_access("read")
        for request in self.filtered(lambda rec: rec.state != "confirmed"):
            request._need_state("unpacked")
            request._refuse_asker()
            order = request.order_id.sudo(False)
            request._flow_write({"state": "confirmed", "decided_by": self.env.uid, "decided_at": fields.Datetime.now()})
            if order.dealer_state == "partial":
                order.action_cancel_rest(request.reason, request.by_dealer)
            else:
                order.action_cancel_order(request.reason)
        return True

    def action_refuse(self, reason):
        """Refuse the request: the order goes on as it was, the warehouse packs it again.

        :param reason: why.
        :return: True.
        :raises AccessError: without the role pre-sale service, and for the one who asked.
        """
        self.env["sale.order"]._require_role(PRESALE)
        self.check_access("read")
        for request in self.filtered(lambda rec: rec.state != "refused"):
            request._need_state(*OPEN)
            request._refuse_asker()
            request._refuse_document(reason)
            if request.steps_back:
                request.order_id._flow()._deliver_anew()
            request.order_id._log(self.env._("%(request)s refused: %(reason)s", request=request.name, reason=reason.strip()))
        return True

    def _refuse_asker(self):
        if self.env.user == self.asked_by:
            raise AccessError(self.env._("%s: you asked for the cancellation, so another person of service decides.", self.name))

    def _close_done(self):
        """Close the requests whose order is cancelled or complete by another way."""
        self._flow_write({"state": "confirmed", "decided_by": self.env.uid, "decided_at": fields.Datetime.now()})

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        raise UserError(self.env._("Cancel requests stay for the record."))
