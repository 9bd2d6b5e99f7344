from odoo import api, fields, models


class DealerHandover(models.TransientModel):
    """Asks who takes the goods of a delivery without carrier and for the signature; the step itself checks role and state."""

    _name = "dealer.handover"
    _description = "Hand-over of a delivery"

    picking_id = fields.Many2one("stock.picking", string="Delivery", required=True, readonly=True)
    delivery_way = fields.Selection(related="picking_id.delivery_way")
    goods_text = fields.Text(string="Goods to check", compute="_compute_goods_text")
    driver = fields.Char()
    receiver = fields.Char(string="Who takes the goods", required=True)
    signature = fields.Image(required=True, max_width=1024, max_height=1024)

    @api.depends("picking_id")
    def _compute_goods_text(self):
        for wizard in self:
            moves = wizard.picking_id.move_ids.filtered(lambda move: move.state != "cancel" and move.quantity)
            wizard.goods_text = "\n".join(f"{move.product_id.display_name} × {move.quantity:g}" for move in moves)

    def action_apply(self):
        """Hand the delivery over."""
        self.ensure_one()
        answer = self.picking_id.action_confirm_handed_over(self.receiver, self.signature, self.driver)
        return answer if isinstance(answer, dict) else {"type": "ir.actions.act_window_close"}
