from odoo import models


class SaleOrder(models.Model):
    """Warehouses that bring goods to the door before they ship: what lies there is begun, and goes back on the shelf with the unpacking."""

    _inherit = "sale.order"

    def _at_the_door(self):
        """Give what steps before the shipment have moved and what neither shipped nor went back.

        :return: {(stock.location, product.product): pieces}, in sudo.
        """
        self.ensure_one()
        moves = self.sudo().order_line.move_ids.filtered(lambda move: move.state == "done")  # sudo: who changes an order need not read deliveries
        warehouses, left = moves.warehouse_id | self.sudo().warehouse_id, {}  # sudo: as above
        doors = warehouses.wh_output_stock_loc_id | warehouses.wh_pack_stock_loc_id
        for move in moves:
            for place, sign in ((move.location_dest_id, 1), (move.location_id, -1)):
                if place in doors:
                    key = (place, move.product_id)
                    left[key] = left.get(key, 0) + sign * move.quantity
        return {key: qty for key, qty in left.items() if qty > 0}

    def _steps_done(self):
        """:return: stock.picking in sudo: the steps whose goods wait at the door, the last one first."""
        doors = {place for place, _product in self._at_the_door()}
        moves = self.sudo().order_line.move_ids  # sudo: see _at_the_door
        return moves.filtered(
            lambda move: move.state == "done" and move.location_dest_id in doors and not move.origin_returned_move_id).picking_id.sorted("id", reverse=True)

    def _bring_back(self):
        """Put goods that wait at the door back where they were picked, by Odoo's own return of the steps; called in flow mode.

        :return: whether anything was brought back.
        """
        found = False
        for picking in self._steps_done():
            left = self._at_the_door()
            wizard = self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create({})
            for line in wizard.product_return_moves:
                key = (line.move_id.location_dest_id, line.product_id)
                line.quantity = min(left.get(key, 0), line.move_id.quantity)
                left[key] = left.get(key, 0) - line.quantity
            if not any(wizard.product_return_moves.mapped("quantity")):
                continue
            back = wizard._create_return()
            for move in back.move_ids:
                move.write({"quantity": move.product_uom_qty, "picked": True})
            back.with_context(skip_backorder=True, skip_sms=True)._action_done()
            found = True
        return found

    def _deliver_anew(self):
        """Make the deliveries of what has not shipped again, with all their steps; called in flow mode."""
        self._open_deliveries().action_cancel()
        self.order_line._action_launch_stock_rule()
