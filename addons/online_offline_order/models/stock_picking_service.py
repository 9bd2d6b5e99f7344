from odoo import fields, models
from odoo.exceptions import AccessError

from .stock_picking import SHIPPERS

PACKED = {"carrier_tracking_ref", "packed_weight"}


class StockPicking(models.Model):
    """Who ships enters the waybill number: the warehouse, or customer service with the extended right to ship; nobody else types it."""

    _inherit = "stock.picking"

    may_ship = fields.Boolean(compute="_compute_may_ship", help="You may enter what ships, and ship it.")

    def _compute_may_ship(self):
        self.may_ship = any(self.env.user.has_group(group) for group in SHIPPERS)

    def write(self, vals):
        if not self.env.su and PACKED & vals.keys():
            for picking in self._dealer_deliveries():
                if not picking.may_ship:
                    raise AccessError(self.env._(
                        "Delivery %s belongs to a dealer order: number and weight of its parcels are entered by who ships it.", picking.name))
        return super().write(vals)

    def action_set_tracking(self, numbers):
        """Enter the waybill numbers of a delivery that has not shipped; what was entered before is replaced.

        :param numbers: text with commas between them, or a list.
        :return: the numbers in their one spelling.
        :raises AccessError: for everybody but the warehouse and service with the extended right, and for who sold the goods.
        :raises UserError: when one of them is no number of the carrier, or has been given before.
        """
        self.ensure_one()
        self._check_shipper()
        self.check_access("read")
        self._check_part()
        text = ",".join(map(str, numbers)) if isinstance(numbers, (list, tuple)) else str(numbers or "")
        picking = self.sudo()  # sudo: role, person and state are checked above
        picking.parcel_ids.filtered(lambda parcel: parcel.tracking and parcel.state == "label_created").write({"tracking": False})
        picking.carrier_tracking_ref = text
        return picking._read_waybills()
