from odoo import api, models


class ChooseDeliveryCarrier(models.TransientModel):
    _inherit = "choose.delivery.carrier"

    @api.onchange("carrier_id", "total_weight")
    def _onchange_carrier_id(self):
        """A contract price is known at once; Odoo fetches only its own two kinds without a click."""
        result = super()._onchange_carrier_id()
        if self.carrier_id and self.delivery_type == "hq_contract":
            vals = self._get_delivery_rate()
            if vals.get("error_message"):
                return {"warning": {
                    "title": self.carrier_id.name, "message": vals["error_message"], "type": "notification"}}
        return result
