from odoo import models
from odoo.exceptions import UserError

from odoo.addons.online_offline_order.settlement import Parcel

from .sale_order_gift import GONE


class StockPicking(models.Model):
    """Gifts of a campaign leave with the goods of their dealer order, or after the last of them; they take no money."""

    _inherit = "stock.picking"

    def _paid_moves(self, moves):
        return super()._paid_moves(moves).filtered(lambda move: not move.sudo().sale_line_id.is_promo_gift)  # sudo: what the order charges, whoever ships

    def _has_gifts_only(self):
        """:return: whether nothing but gifts is in the delivery, or would leave with it now."""
        moves = self.sudo().move_ids.filtered(lambda move: move.state != "cancel" and move.quantity)  # sudo: as above
        leaving = moves.filtered("picked") or moves
        return bool(leaving) and not self._paid_moves(leaving)

    def _shipping_states(self):
        return GONE if self._has_gifts_only() else super()._shipping_states()

    def _check_ready_to_ship(self):
        for picking in self:
            order = picking.sudo().sale_id  # sudo: the warehouse reads orders to ship only
            if order.dealer_state in ("approved", "partial") and picking._has_gifts_only():
                raise UserError(self.env._(
                    "Delivery %(picking)s: the gifts of order %(order)s leave with its goods; enter the goods that go with them.",
                    picking=picking.name, order=order.name))
        return super()._check_ready_to_ship()

    def _planned_fen(self, order):
        return 0 if self._has_gifts_only() else super()._planned_fen(order)

    def _capture_shipment(self):
        moves = self.move_ids.filtered(lambda move: move.state == "done")
        gifts = moves - self._paid_moves(moves)
        result = None
        if gifts and gifts == moves:
            invoice = self._post_dealer_invoice(self.sale_id, Parcel((), 0, 0, is_last=False), {})
            self.write({"dealer_invoice_id": invoice.id, "shipped_by": self.env.uid})
            self.sale_id._log(self.env._("%s shipped: gifts, nothing debited.", self.name))
        else:
            result = super()._capture_shipment()
        for move in gifts:
            move.sale_line_id.qty_settled += int(move.quantity)
        return result

    def _more_invoice_lines(self, order):
        """Gifts stand on the invoice for nothing: their cost is booked with it."""
        moves = self.move_ids.filtered(lambda move: move.state == "done")
        lines = []
        for line, some in (moves - self._paid_moves(moves)).grouped("sale_line_id").items():
            vals = line.with_company(order.company_id)._prepare_invoice_line(quantity=sum(some.mapped("quantity")))
            lines.append((order._gift_account(line, vals), 0))
        return super()._more_invoice_lines(order) + lines
