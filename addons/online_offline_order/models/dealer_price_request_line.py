from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..settlement import Refusal


class DealerPriceRequestLine(models.Model):
    """The price that is asked for the goods of one order line; 0 leaves the line at its list price."""

    _name = "dealer.price.request.line"
    _description = "Special price"
    _inherit = ["dealer.part.mixin"]
    _part_of = "request_id"
    _order = "request_id, id"
    _rec_name = "product_id"

    request_id = fields.Many2one("dealer.price.request", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="request_id.currency_id")
    order_line_id = fields.Many2one("sale.order.line", string="Order line", index="btree_not_null", ondelete="set null")
    product_id = fields.Many2one("product.product", string="Goods", compute="_compute_facts", store=True)
    quantity = fields.Integer(string="Pieces", compute="_compute_facts", store=True)
    list_price = fields.Monetary(string="List price", compute="_compute_facts", store=True, help="Ex-factory price when the request was entered.")
    wanted_price = fields.Monetary(help="Tax included, for a piece.")
    cut = fields.Monetary(string="Given off the list", compute="_compute_cut", store=True)

    _wanted_positive = models.Constraint("CHECK(wanted_price >= 0)", "A price is zero or more.")
    _line_uniq = models.UniqueIndex("(request_id, order_line_id) WHERE order_line_id IS NOT NULL", "Each order line stands once on a request.")

    @api.depends("order_line_id")
    def _compute_facts(self):
        """What the request is about, as it was entered."""
        for line in self:
            own = line.order_line_id
            line.product_id, line.quantity = own.product_id, int(own.product_uom_qty)
            line.list_price = float(from_fen(own._list_price_fen()))

    @api.depends("quantity", "list_price", "wanted_price")
    def _compute_cut(self):
        for line in self:
            line.cut = line.quantity * (line.list_price - line.wanted_price) if line.wanted_price else 0

    @api.constrains("order_line_id", "request_id")
    def _check_line(self):
        for line in self:
            if line.order_line_id.sudo().order_id != line.request_id.order_id:  # sudo: the check holds whoever writes
                raise ValidationError(self.env._("%s takes lines of its own order.", line.request_id.name))

    def _level(self):
        """:return: who decides on the line.

        :raises UserError: for a price that is not below the list.
        """
        list_fen, wanted_fen = to_fen(self.list_price), to_fen(self.wanted_price)
        found = self.request_id._level_of(self.company_id, list_fen, wanted_fen)
        if isinstance(found, Refusal):
            raise UserError(self.env._(
                "%(goods)s: %(wanted)s is not below the list price of %(list)s; a special price is.", goods=self.product_id.display_name,
                wanted=yuan(wanted_fen), list=yuan(list_fen)))
        return found

    def _has_changed(self):
        """:return: whether goods, pieces or list price are no longer those of the request."""
        own = self.order_line_id
        return not own or own.product_id != self.product_id or int(own.product_uom_qty) != self.quantity or own._list_price_fen() != to_fen(self.list_price)
