from odoo import models
from odoo.exceptions import UserError

from odoo.addons.logistics_fee.adapters.messages import refusal_sentence


class StockPicking(models.Model):
    """What the warehouse has packed is held against what the carrier takes: weight, size and pieces of each parcel, before it leaves."""

    _inherit = "stock.picking"

    def _ready_parcels(self):
        result = super()._ready_parcels()
        self._check_carrier_takes()
        return result

    def _check_carrier_takes(self):
        """Refuse parcels that their carrier does not take.

        :raises UserError: naming delivery, parcel, figure and limit.
        """
        goods = self.move_ids.filtered(lambda move: move.state != "cancel").product_id.categ_id
        for number, parcel in enumerate(self._parcels().sorted("id"), 1):
            carrier = parcel.carrier_id.sudo()  # sudo: the carrier's limits, whoever packs
            refusal = carrier._ability_refusal([parcel._shipment()], parcel._shipment_options(), goods) if carrier else None
            if refusal:
                raise UserError(self.env._(
                    "Delivery %(picking)s, parcel %(number)s: %(reason)s", picking=self.name, number=parcel.tracking or number,
                    reason=refusal_sentence(self.env, refusal.code, refusal.as_dict(), {"carrier": carrier.name})))
