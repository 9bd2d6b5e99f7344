from odoo import models


class StockPicking(models.Model):
    """Parcels proposed for goods that nobody has weighed say that their weight is a usual one, until they are weighed."""

    _inherit = "stock.picking"

    def _packed(self):
        packed = super()._packed()
        products = self.move_ids.filtered(lambda move: move.state != "cancel").product_id
        return self.env["delivery.carrier"]._as_usual(packed, products)
