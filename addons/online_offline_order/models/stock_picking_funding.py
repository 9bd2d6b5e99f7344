from odoo import models

from odoo.addons.dealer_base.money import yuan

from ..settlement import Refusal, cut_parcel


class StockPicking(models.Model):
    """Shipping an order whose money is not held: asked for first, so that a shortage sends the order back to waiting."""

    _inherit = "stock.picking"

    def button_validate(self):
        """Validate transfers; a dealer delivery whose money is neither held nor there keeps its parcel and waits for a top-up."""
        for picking in self._dealer_deliveries().filtered(lambda rec: rec.state != "done" and rec.sudo().sale_id.no_hold):  # sudo: how the order is paid
            picking._check_shipper()
            order = picking.sudo().sale_id  # sudo: the warehouse reads orders to ship only
            if order.dealer_state not in ("approved", "partial"):
                continue
            result = order._find_account()._covers(picking._planned_fen(order), order.name)
            if not result.ok:
                text = self.env._("%(message)s Parcel %(picking)s stays; short %(missing)s.", message=result.message, picking=picking.name,
                                  missing=yuan(result.missing_fen))
                order._wait_uncovered(text, result.missing_fen)
                return order._notify(self.env._("Waiting for a top-up"), text)
        return super().button_validate()

    def _planned_fen(self, order):
        """Work out what this delivery would take; what cannot be told is asked as the whole rest of the order."""
        wanted = {}
        moves = self.sudo().move_ids.filtered(lambda rec: rec.state not in ("done", "cancel") and rec.sale_line_id)  # sudo: see button_validate
        for move in self._paid_moves(moves):
            key = move.sale_line_id._settlement_key()
            wanted[key] = wanted.get(key, 0) + int(move.quantity)
        before = {line._settlement_key(): line.qty_settled for line in order._goods_lines()}
        parcel = cut_parcel(order._frozen_settlement(), before, {key: qty for key, qty in wanted.items() if qty > 0})
        return order._rest_fen() if isinstance(parcel, Refusal) else parcel.total_fen
