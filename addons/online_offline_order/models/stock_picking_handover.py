from odoo import fields, models
from odoo.exceptions import AccessError, UserError

WAREHOUSE = "dealer_base.group_wh_operator"
BY_HANDOVER = {"handed_over_to", "handover_signature", "handed_over_at", "handed_over_by"}


class StockPicking(models.Model):
    """Deliveries without a carrier: the warehouse hands the goods over itself and confirms the receipt (R1-080, R1-082).

    What is fetched leaves with the hand-over. The own vehicle is loaded and shipped with its driver first; who signs for the
    goods is entered when the driver is back, or at once.
    """

    _inherit = "stock.picking"

    delivery_way = fields.Selection(related="sale_id.delivery_way")
    customer_remark = fields.Text(related="sale_id.customer_remark")
    driver_name = fields.Char(string="Driver", copy=False, help="Who checked goods and pieces when the own vehicle was loaded.")
    handed_over_to = fields.Char(readonly=True, copy=False, help="Who took the goods and signed for them.")
    handover_signature = fields.Image(string="Signature of the receiver", readonly=True, copy=False, max_width=1024, max_height=1024)
    handed_over_at = fields.Datetime(readonly=True, copy=False)
    handed_over_by = fields.Many2one("res.users", readonly=True, copy=False)

    def _goes_by_carrier(self):
        """Say whether a carrier takes the delivery; plain ones are none of ours."""
        order = self.sudo().sale_id  # sudo: the warehouse reads orders to ship only
        return not order.is_dealer_order or order._is_carried()

    def write(self, vals):
        if not self.env.su and BY_HANDOVER & vals.keys():
            raise AccessError(self.env._("Who took the goods of a delivery is written by Hand over only."))
        if not self.env.su and "driver_name" in vals:
            for picking in self._dealer_deliveries().filtered(lambda rec: rec.state == "done"):
                raise UserError(self.env._("Delivery %s has shipped: its driver stays as he was.", picking.name))
        return super().write(vals)

    # -- no waybill, no parcels

    def _needs_tracking(self):
        return super()._needs_tracking() and self._goes_by_carrier()

    def _read_waybills(self, given=True):
        return super()._read_waybills(given=given) if self._goes_by_carrier() else []

    def _ready_parcels(self):
        return super()._ready_parcels() if self._goes_by_carrier() else None

    def _ship_parcels(self, freight_fen):
        return super()._ship_parcels(freight_fen) if self._goes_by_carrier() else None

    def _weighed_parcels(self):
        return super()._weighed_parcels() if self._goes_by_carrier() else []

    def action_propose_parcels(self):
        """Fill the parcels by the packing rule, see there; what goes without a carrier has none."""
        for picking in self:
            if not picking._goes_by_carrier():
                raise UserError(self.env._("Delivery %s goes without a carrier and has no parcels.", picking.name))
        return super().action_propose_parcels()

    def _check_ready_to_ship(self):
        super()._check_ready_to_ship()
        for picking in self:
            way = picking.sudo().sale_id.delivery_way  # sudo: the warehouse reads orders to ship only
            if way == "pickup" and not picking.handed_over_to:
                raise UserError(self.env._("Delivery %s is fetched at the warehouse: press Hand over and enter who takes the goods.", picking.name))
            if way == "own_vehicle" and not (picking.driver_name or "").strip():
                raise UserError(self.env._("Delivery %s goes by own vehicle: enter the driver, who checks goods and pieces, before you ship.", picking.name))

    # -- hand-over

    def action_open_handover(self):
        """Open the dialog for who takes the goods and signs.

        :return: form action.
        :raises AccessError: without the role warehouse operator.
        :raises UserError: for a delivery by carrier.
        """
        self._check_handover()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Hand over"), "res_model": "dealer.handover", "view_mode": "form", "target": "new",
            "context": {"default_picking_id": self.id, "default_driver": self.driver_name}}

    def action_confirm_handed_over(self, receiver, signature, driver=None):
        """Hand the goods of a delivery without carrier over: what has not shipped ships now, and the order is received.

        :param receiver: text, who takes the goods. :param signature: image, base64. :param driver: text, of the own vehicle.
        :return: True, or a notification action when nothing could ship, for want of money.
        :raises AccessError: without the role warehouse operator, or for who sold the goods.
        :raises UserError: for a delivery by carrier, without name or signature, or when it cannot ship.
        """
        self._check_handover()
        if self.handed_over_at:
            return True  # a doubled click
        receiver = str(receiver or "").strip()
        if not receiver or not signature:
            raise UserError(self.env._("Delivery %s: enter who takes the goods and have the person sign.", self.name))
        flow, done = self.sudo(), self.state == "done"  # sudo: role and person checked above and at the shipment
        if driver and not done:
            flow.driver_name = driver
        flow.write({"handed_over_to": receiver, "handover_signature": signature})
        answer = True if done else self.button_validate()
        if flow.state != "done":
            flow.write(dict.fromkeys(BY_HANDOVER, False))
            return answer
        now = fields.Datetime.now()
        flow.write({"handed_over_at": now, "handed_over_by": self.env.uid})
        order = flow.sale_id.sudo(False)
        order._log(self.env._("%(picking)s handed over to %(receiver)s, who signed.", picking=self.name, receiver=receiver))
        order._receive_if_handed_over()
        return True

    def _check_handover(self):
        self.ensure_one()
        self.env["sale.order"]._require_role(WAREHOUSE)
        self.check_access("write")
        if not self.is_dealer_delivery or self.state == "cancel":
            raise UserError(self.env._("%s is no delivery of a dealer order.", self.name))
        if self._goes_by_carrier():
            raise UserError(self.env._(
                "Delivery %s goes by carrier: its receipt is confirmed by customer service or the store, not by the warehouse.", self.name))
        self._check_shipper()
