from odoo import api, fields, models
from odoo.exceptions import AccessError


class DealerReturnExchange(models.Model):
    """Goods that go out for those that come back. Their price is that of the day on which the exchange is accepted."""

    _name = "dealer.return.exchange"
    _description = "Goods of an exchange"
    _order = "return_id desc, id"
    _rec_name = "product_id"

    return_id = fields.Many2one("dealer.return", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="return_id.partner_id", store=True, index=True)
    currency_id = fields.Many2one(related="return_id.currency_id")
    product_id = fields.Many2one(
        "product.product", string="Goods", required=True, index=True, ondelete="restrict",
        domain=[("is_storable", "=", True), ("shelf_state", "=", "on")])
    quantity = fields.Integer(string="Pieces", required=True, default=1)
    price_unit = fields.Monetary(string="Ex-factory price", compute="_compute_price_unit")

    _line_uniq = models.Constraint("UNIQUE(return_id, product_id)", "Each product stands once on an exchange.")
    _pieces_positive = models.Constraint("CHECK(quantity > 0)", "Pieces of an exchange are one or more.")

    @api.depends("product_id", "return_id.exchange_order_id")
    def _compute_price_unit(self):
        for record, lines in self.grouped("return_id").items():
            prices = record._exchange_prices()
            for line in lines:
                line.price_unit = prices.get(line.product_id._origin.id, 0)

    def _guard(self):
        for line in self:
            if "exchange_line_ids" not in line.return_id._writable_now():
                raise AccessError(self.env._(
                    "The goods of the exchange of return %s are written while it is a draft: give it up and ask for another one.", line.return_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines._guard()
            lines.return_id._remember_editor()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._guard()
        before = self.return_id
        result = super().write(vals)
        if not self.env.su:
            self._guard()  # into which return it moves counts as much as from which one
            (before | self.return_id)._remember_editor()
        return result

    def unlink(self):
        if not self.env.su:
            self._guard()
            self.return_id._remember_editor()
        return super().unlink()
