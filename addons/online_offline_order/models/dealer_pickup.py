from odoo import fields, models


class DealerPickup(models.TransientModel):
    """Asks for the code of the receipt and the money collected; the step itself checks both."""

    _name = "dealer.pickup"
    _description = "Pick-up at the store"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    consumer = fields.Char(related="order_id.consumer_name_shown", string="Consumer")
    deposit_amount = fields.Monetary(related="order_id.deposit_amount")
    rest_amount = fields.Monetary(related="order_id.rest_amount")
    code = fields.Char(string="Pick-up code", required=True, help="Type the six digits or scan the square on the receipt.")
    collected = fields.Monetary(string="Collected now")

    def action_apply(self):
        """Hand the goods out."""
        self.ensure_one()
        answer = self.order_id.action_pick_up(self.code, self.collected)
        return answer if isinstance(answer, dict) else {"type": "ir.actions.act_window_close"}
