from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .dealer_return import TAKEN


class DealerParcelCaseLine(models.Model):
    """Pieces of one order line that a parcel held."""

    _name = "dealer.parcel.case.line"
    _description = "Goods of a parcel case"
    _order = "case_id, id"
    _rec_name = "product_id"

    case_id = fields.Many2one("dealer.parcel.case", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    order_line_id = fields.Many2one("sale.order.line", string="Order line", required=True, index=True, ondelete="restrict")
    product_id = fields.Many2one(related="order_line_id.product_id", store=True)
    sent_qty = fields.Integer(string="In the delivery", compute="_compute_sent_qty")
    quantity = fields.Integer(string="Pieces", required=True, default=0)

    _quantity_positive = models.Constraint("CHECK(quantity >= 0)", "Pieces of a parcel case are zero or more.")
    _line_uniq = models.UniqueIndex("(case_id, order_line_id)", "These goods stand in the case already.")

    @api.depends("case_id.parcel_id", "order_line_id")
    def _compute_sent_qty(self):
        for line in self:
            line.sent_qty = line.case_id.parcel_id._case_goods().get(line.order_line_id._origin, 0) if line.case_id.parcel_id else 0

    @api.constrains("order_line_id", "case_id")
    def _check_order(self):
        for line in self:
            if line.order_line_id not in line.case_id.parcel_id._case_goods():
                raise ValidationError(self.env._(
                    "%(goods)s were not in the delivery of parcel %(parcel)s.", goods=line.order_line_id.display_name,
                    parcel=line.case_id.parcel_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        self.env["dealer.parcel.case"].browse({vals.get("case_id") for vals in vals_list if vals.get("case_id")})._touch_lines()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"quantity"}:
            raise AccessError(self.env._("Only the pieces of a parcel case's goods can be changed."))
        self.case_id._touch_lines()
        return super().write(vals)

    def unlink(self):
        self.case_id._touch_lines()
        return super().unlink()

    def _came_back(self):
        """:return: pieces that the warehouse has taken in for the case."""
        moves = self.case_id._running_transfers("incoming").move_ids
        return int(sum(move.quantity for move in moves if move.state == "done" and move.parcel_case_line_id == self))

    def _left(self):
        """:return: pieces of the delivery, less what other cases sent again, and not more than what no return has taken."""
        self.ensure_one()
        line, case = self.order_line_id, self.case_id
        again = self.search([("order_line_id", "=", line.id), ("case_id", "!=", case.id), ("case_id.picking_id", "=", case.picking_id.id)])
        again = again.filtered(lambda one: one.case_id._running_transfers("outgoing"))
        returned = self.env["dealer.return.line"].search([("order_line_id", "=", line.id), ("return_id.state", "in", TAKEN)])
        sent = case.parcel_id._case_goods().get(line, 0)
        return max(min(sent - sum(again.mapped("quantity")), line.qty_settled - sum(one._pieces() for one in returned)), 0)
