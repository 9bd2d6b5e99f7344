from odoo import models
from odoo.exceptions import AccessError


class StockMove(models.Model):
    """Moves of dealer deliveries become done through their delivery alone, never by a write of ``state``."""

    _inherit = "stock.move"

    def write(self, vals):
        if not self.env.su and vals.keys() & {"state", "sale_line_id", "picking_id", "location_dest_id"}:
            done = vals.get("state") in ("done", "cancel") or vals.keys() & {"sale_line_id", "picking_id", "location_dest_id"}
            guarded = self.picking_id.filtered("is_dealer_delivery") if done else False
            if guarded:
                raise AccessError(self.env._("Delivery %s belongs to a dealer order: validate the delivery itself.", guarded[0].name))
        return super().write(vals)
