from odoo import api, fields, models
from odoo.exceptions import UserError


class DealerSettlementLine(models.Model):
    """One part of what an order costs its account: goods, admin fee or logistics fee, with the formula that gave it.

    Written by the order's flow when it is submitted; frozen from the hold on.
    """

    _name = "dealer.settlement.line"
    _description = "Settlement line"
    _order = "order_id, sequence, id"
    _rec_name = "label"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    sequence = fields.Integer()
    kind = fields.Selection([("goods", "Goods"), ("admin", "Admin fee"), ("logistics", "Logistics fee")], required=True)
    code = fields.Char()
    label = fields.Char()
    sale_line_id = fields.Many2one("sale.order.line", ondelete="cascade", index="btree_not_null")
    base = fields.Monetary(help="The amount the line is worked out from.")
    rate_bp = fields.Integer(string="Rate (basis points)")
    quantity = fields.Integer()
    formula = fields.Char()
    amount = fields.Monetary(required=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_frozen(self):
        self._check_not_frozen()

    def write(self, vals):
        self._check_not_frozen()
        return super().write(vals)

    def _check_not_frozen(self):
        for order in self.order_id:
            if order.dealer_state not in ("draft", "waiting"):
                raise UserError(self.env._("The settlement of order %s is frozen since its money was held.", order.name))
