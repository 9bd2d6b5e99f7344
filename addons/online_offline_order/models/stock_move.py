from odoo import models
from odoo.exceptions import AccessError

# What makes a move belong to its order and say how much is due.
GUARDED = {"sale_line_id", "picking_id", "location_dest_id", "product_id", "product_uom", "product_uom_qty"}


class StockMove(models.Model):
    """Moves of dealer deliveries become done through their delivery alone, and ask for what was ordered."""

    _inherit = "stock.move"

    def write(self, vals):
        if not self.env.su and (GUARDED & vals.keys() or vals.get("state") in ("done", "cancel")):
            guarded = self.picking_id.filtered("is_dealer_delivery")
            if guarded:
                raise AccessError(self.env._(
                    "Delivery %s belongs to a dealer order: enter what ships now and validate the delivery itself.", guarded[0].name))
        return super().write(vals)
