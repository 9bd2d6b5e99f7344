from odoo import api, fields, models


class DealerOrderArrival(models.TransientModel):
    """Asks when the goods of orders arrived and what proves it; the orders check role, state and proof themselves."""

    _name = "dealer.order.arrival"
    _description = "Receipt of an order's goods"

    order_ids = fields.Many2many("sale.order", string="Orders", required=True, readonly=True)
    received_at = fields.Datetime(string="Arrived at", help="Start of the return period; now when empty.")
    note = fields.Char(string="Remark", help="Who confirmed it, and how.")
    file = fields.Binary(string="Signed slip or photo", attachment=False)
    filename = fields.Char()
    is_proved = fields.Boolean(compute="_compute_is_proved", help="The carrier has delivered everything, or the company asks for no proof.")

    @api.depends("order_ids")
    def _compute_is_proved(self):
        for wizard in self:
            wizard.is_proved = all(order.delivered_on or not order.company_id.sudo().receipt_needs_proof for order in wizard.order_ids)  # sudo: a setting

    def action_apply(self):
        """Confirm the receipt."""
        self.ensure_one()
        proofs = [{"name": self.filename, "data": self.file}] if self.file else None
        self.order_ids.action_received(self.received_at or None, self.note, proofs)
        return {"type": "ir.actions.act_window_close"}
