from odoo import fields, models


class DealerOrderFreight(models.TransientModel):
    """Asks for a freight set by hand and its reason; the step itself checks role and state."""

    _name = "dealer.order.freight"
    _description = "Freight by hand"

    order_id = fields.Many2one("sale.order", required=True, default=lambda self: self.env.context.get("active_id"))
    currency_id = fields.Many2one(related="order_id.currency_id")
    price = fields.Monetary(string="Freight", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Set the freight."""
        self.ensure_one()
        self.order_id.action_set_freight(self.price, self.reason)
        return {"type": "ir.actions.act_window_close"}
