from odoo import models
from odoo.exceptions import AccessError

# What is moved, why and at what value: the program's own, for everybody.
FACTS = {
    "account_move_id", "additional", "company_id", "inventory_name", "is_dropship", "is_in", "is_inventory", "is_out", "location_final_id", "origin",
    "origin_returned_move_id", "packaging_uom_id", "packaging_uom_qty", "partner_id", "picking_type_id", "price_unit", "procure_method",
    "propagate_cancel", "reference", "restrict_partner_id", "rule_id", "to_refund", "value", "value_manual", "warehouse_id", "weight"}
# What the warehouse counts and arranges. Dates and the state of reservation follow from what others do in stock and stay open.
COUNTED = {
    "description_picking", "description_picking_manual", "location_id", "lot_ids", "move_line_ids", "next_serial", "next_serial_count", "picked",
    "priority", "quantity", "sequence"}


class StockMove(models.Model):
    """Moves of dealer orders and returns are counted by the warehouse; all else about them is the program's (proof 11)."""

    _inherit = "stock.move"

    def write(self, vals):
        if not self.env.su and (vals.keys() & (FACTS | COUNTED) or vals.get("state") == "draft"):
            closed = vals.keys() & FACTS or vals.get("state") == "draft"
            if closed or not self.picking_id._is_shipper():
                for picking in self.picking_id._of_dealers():
                    raise AccessError(self.env._(
                        "Transfer %s belongs to a dealer: the warehouse enters what moves, nothing else.", picking.name))
        return super().write(vals)

    def _action_cancel(self):
        """Whoever may enter what ships may cancel it: what Odoo writes for that is the program's own."""
        if not self.env.su and self.picking_id._of_dealers() and self.picking_id._is_shipper():
            return super(StockMove, self.sudo())._action_cancel()  # sudo: the role is checked above, the picking's own guards before
        return super()._action_cancel()
