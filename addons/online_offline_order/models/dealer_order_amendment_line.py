from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DealerOrderAmendmentLine(models.Model):
    """Goods of a changed order: other pieces of a line, 0 takes it out; without a line of the order the goods are new."""

    _name = "dealer.order.amendment.line"
    _description = "Line of a change"
    _inherit = ["dealer.part.mixin"]
    _part_of = "amendment_id"
    _order = "amendment_id, id"
    _rec_name = "product_id"

    amendment_id = fields.Many2one("dealer.order.amendment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="amendment_id.company_id", store=True, index=True)
    order_line_id = fields.Many2one("sale.order.line", string="Order line", index="btree_not_null", ondelete="set null")
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict", domain=[("is_storable", "=", True), ("shelf_state", "=", "on")])
    old_qty = fields.Integer(string="Pieces before", compute="_compute_old_qty", store=True)
    new_qty = fields.Integer(string="Pieces after", required=True, default=1)

    _pieces_positive = models.Constraint("CHECK(new_qty >= 0)", "Pieces are zero or more.")
    _line_uniq = models.UniqueIndex("(amendment_id, order_line_id) WHERE order_line_id IS NOT NULL", "Each order line stands once on a change.")

    @api.depends("order_line_id")
    def _compute_old_qty(self):
        """What was ordered when the change was entered."""
        for line in self:
            line.old_qty = int(line.order_line_id.product_uom_qty)

    @api.constrains("order_line_id", "product_id", "new_qty", "amendment_id")
    def _check_line(self):
        for line in self:
            own = line.order_line_id.sudo()  # sudo: the check holds whoever writes
            if own and (own.order_id != line.amendment_id.order_id or own.product_id != line.product_id):
                raise ValidationError(self.env._("%s takes lines of its own order, with their goods.", line.amendment_id.name))
            if not own and line.new_qty <= 0:
                raise ValidationError(self.env._("%(name)s: enter how many pieces of %(goods)s are added.",
                                                 name=line.amendment_id.name, goods=line.product_id.display_name))
