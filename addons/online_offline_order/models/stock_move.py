from odoo import api, models
from odoo.exceptions import AccessError

# What makes a move belong to its order and say how much is due.
GUARDED = {"sale_line_id", "picking_id", "location_dest_id", "product_id", "product_uom", "product_uom_qty", "scanned_qty"}


class StockMove(models.Model):
    """Moves of dealer deliveries become done through their delivery alone, and ask for what was ordered."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            pickings = self.env["stock.picking"].browse({vals["picking_id"] for vals in vals_list if vals.get("picking_id")})
            for picking in pickings.filtered("is_dealer_delivery"):
                raise AccessError(self.env._(
                    "Delivery %s belongs to a dealer order: goods that were not ordered cannot be added to it.", picking.name))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (GUARDED & vals.keys() or vals.get("state") in ("done", "cancel")):
            guarded = self.picking_id.filtered("is_dealer_delivery")
            if guarded:
                raise AccessError(self.env._(
                    "Delivery %s belongs to a dealer order: enter what ships now and validate the delivery itself.", guarded[0].name))
        return super().write(vals)

    def _trigger_assign(self):
        """Reserve what came for who waits for it, see there: who that is does not depend on who takes the goods in."""
        return super(StockMove, self.sudo())._trigger_assign()  # sudo: see above
