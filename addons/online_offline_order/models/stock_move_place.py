from odoo import models
from odoo.exceptions import AccessError


class StockMove(models.Model):
    """Who works in some warehouses moves goods without a transfer in these alone; transfers are shown to nobody else anyway."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Let goods move, see there; what is scrapped, put elsewhere or counted by people of its warehouse."""
        if not self.env.su:
            user = self.env.user
            for move in self.filtered(lambda one: not one.picking_id or one.scrap_id):
                places = (move.location_id | move.location_dest_id).sudo()  # sudo: whose they are
                if not user._works_in(lambda places=places: places.warehouse_id):
                    raise AccessError(self.env._(
                        "%(goods)s lies in %(place)s, which is none of your warehouses.", goods=move.product_id.display_name,
                        place=", ".join((places.warehouse_id - user.dealer_warehouse_ids).mapped("name"))))
        return super()._action_done(cancel_backorder=cancel_backorder)
