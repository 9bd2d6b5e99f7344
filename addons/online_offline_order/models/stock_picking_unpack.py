from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """Deliveries whose order shall be cancelled: the warehouse unpacks what it has begun and ships nothing meanwhile."""

    _inherit = "stock.picking"

    is_begun = fields.Boolean(compute="_compute_is_begun", help="Goods are picked, weighed, or have a waybill number.")
    cancel_asked = fields.Boolean(related="dealer_order_id.cancel_asked", string="Cancellation asked for", compute_sudo=True)

    @api.depends("move_ids.picked", "carrier_tracking_ref", "parcel_ids.tracking", "parcel_ids.measured", "state")
    def _compute_is_begun(self):
        for picking in self:
            begun = any(picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel")).mapped("picked")) or picking.carrier_tracking_ref
            packed = any(parcel.tracking or parcel.measured for parcel in picking._parcels())
            picking.is_begun = picking.state not in ("done", "cancel") and bool(begun or packed)

    def _unpack(self):
        """Put begun deliveries back to how they were before the warehouse touched them; called in sudo.

        :return: list of the waybill numbers that were taken out.
        """
        numbers = []
        for picking in self:
            parcels = picking._parcels()
            numbers += dict.fromkeys([*filter(None, (picking.carrier_tracking_ref or "").split(",")), *filter(None, parcels.mapped("tracking"))])
            parcels.write({"state": "cancelled"})
            picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel")).picked = False
            picking.write({"carrier_tracking_ref": False, "packed_weight": 0})
        return numbers

    def action_unpacked(self):
        """Note that the goods of these deliveries are unpacked because their orders shall be cancelled, see the cancel request.

        :return: True.
        :raises AccessError: without the role warehouse operator.
        :raises UserError: when nobody asks for the cancellation.
        """
        self.env["sale.order"]._require_role("dealer_base.group_wh_operator")
        self.check_access("read")
        for picking in self:
            request = picking.dealer_order_id.sudo()._open_cancel_request() if picking.is_dealer_delivery else None  # sudo: the warehouse reads orders to ship
            if not request:
                raise UserError(self.env._("Nobody asks for the cancellation of the order of delivery %s: it stays packed.", picking.name))
            request.sudo(False).action_unpacked()
        return True

    def _check_release(self):
        super()._check_release()
        request = self.sudo().sale_id._open_cancel_request()  # sudo: the warehouse reads orders to ship only
        if request:
            raise UserError(self.env._(
                "Delivery %(delivery)s: %(request)s asks for the cancellation of order %(order)s. Unpack it, or have service refuse the request.",
                delivery=self.name, request=request.name, order=request.order_id.name))
