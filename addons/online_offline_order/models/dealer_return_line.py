from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.dealer_base.money import from_fen

from ..returns import Refusal
from .dealer_return import FINAL, IN_HOUSE, TAKEN


class DealerReturnLine(models.Model):
    """Pieces of one order line that come back."""

    _name = "dealer.return.line"
    _description = "Return line"
    _order = "return_id, id"
    _rec_name = "product_id"

    return_id = fields.Many2one("dealer.return", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="return_id.currency_id")
    order_line_id = fields.Many2one("sale.order.line", string="Order line", required=True, index=True, ondelete="restrict")
    product_id = fields.Many2one(related="order_line_id.product_id", store=True)
    price_unit = fields.Float(related="order_line_id.price_unit", string="Ex-factory price", digits="Product Price")
    shipped_qty = fields.Integer(string="Shipped", compute="_compute_left")
    left_qty = fields.Integer(string="Can come back", compute="_compute_left", help="Shipped pieces that no other return has taken.")
    quantity = fields.Integer(string="Pieces", required=True, default=0)
    received_qty = fields.Integer(string="Received", help="Pieces that the warehouse has counted.")
    goods_share = fields.Monetary(string="Goods credit", compute="_compute_goods_share", store=True, copy=False)

    _line_uniq = models.Constraint("UNIQUE(return_id, order_line_id)", "Each order line stands once on a return.")
    _pieces_positive = models.Constraint("CHECK(quantity >= 0 AND received_qty >= 0)", "Pieces are zero or more.")

    def _pieces(self):
        """Give the pieces that count: asked for, or received once the warehouse has them.

        :return: int.
        """
        return self.received_qty if self.return_id.state in IN_HOUSE else self.quantity

    @api.depends("order_line_id", "return_id.state", "return_id.order_id")
    def _compute_left(self):
        for line in self:
            taken = sum(other._pieces() for other in line._others())
            line.shipped_qty = line.order_line_id.sudo().qty_settled  # sudo: the figure belongs to the return's form
            line.left_qty = line.shipped_qty - taken

    def _others(self):
        """Give the lines of other running returns for the same order line, in sudo."""
        return self.sudo().search([  # sudo: pieces taken by returns the user may not see count as well
            ("order_line_id", "=", self.order_line_id._origin.id), ("return_id.state", "in", TAKEN),
            ("return_id", "!=", self.return_id._origin.id)])

    @api.depends("quantity", "received_qty", "order_line_id", "return_id.state", "return_id.line_ids.quantity")
    def _compute_goods_share(self):
        for record in self.return_id:
            if record.state in FINAL:
                continue
            result = record._preview() if record.order_id else Refusal("empty_return")
            parts = {} if isinstance(result, Refusal) else {part.key: part.goods_fen for part in result.lines}
            for line in record.line_ids & self:
                line.goods_share = float(from_fen(parts.get(line.order_line_id._settlement_key(), 0)))

    @api.constrains("order_line_id", "return_id")
    def _check_order(self):
        for line in self:
            if line.order_line_id.sudo().order_id != line.return_id.order_id:  # sudo: the check holds whoever writes
                raise ValidationError(self.env._("Return %(name)s takes lines of order %(order)s only.",
                                                 name=line.return_id.name, order=line.return_id.order_id.sudo().name))  # sudo: a name in a sentence

    # -- guards: a draft's pieces by its authors, received pieces by the warehouse

    def _guard(self, vals):
        for line in self:
            allowed = line.return_id._writable_now()
            names = vals.keys() & self._fields.keys()
            if "order_id" in allowed:
                extra = names - {"order_line_id", "quantity", "return_id"}
            else:
                extra = names - {"received_qty"} if "line_ids" in allowed else names or {"quantity"}
            if extra:
                raise AccessError(self.env._("The lines of return %s cannot be changed now: use the return's buttons.", line.return_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            for line in lines:
                if "order_id" not in line.return_id._writable_now():
                    line._guard({"quantity": 0})
                if line.received_qty:
                    line._guard({"received_qty": line.received_qty})
            lines.return_id._remember_editor()
        return lines

    def write(self, vals):
        if not self.env.su and vals:
            self._guard(vals)
        before = self.return_id
        result = super().write(vals)
        if not self.env.su and vals:
            if "return_id" in vals:  # into which one it moves counts as much as from which one
                self._guard(vals)
            (before | self.return_id)._remember_editor()
        return result

    def unlink(self):
        if not self.env.su:
            self._guard({"quantity": 0})
            self.return_id._remember_editor()
        return super().unlink()
