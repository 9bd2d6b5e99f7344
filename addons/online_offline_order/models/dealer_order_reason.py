from odoo import fields, models
from odoo.fields import Command

STEPS = [
    ("action_reject", "Send back to draft"), ("action_cancel_order", "Cancel the order"), ("action_cancel_rest", "Cancel the rest"),
    ("action_ask_cancel", "Ask for the cancellation")]
WITH_DEALER = ("action_cancel_rest", "action_ask_cancel")


class DealerOrderReason(models.TransientModel):
    """Asks for the reason of a step; the step itself checks role and state."""

    _name = "dealer.order.reason"
    _description = "Reason of an order step"

    order_ids = fields.Many2many("sale.order", string="Orders", required=True, default=lambda self: self._default_orders())
    step = fields.Selection(STEPS, required=True)
    reason = fields.Char(required=True)
    by_dealer = fields.Boolean(string="The dealer asks for it", help="What has shipped may be rated by itself then, see the settings.")

    def _default_orders(self):
        active = self.env.context.get("active_ids") if self.env.context.get("active_model") == "sale.order" else ()
        return [Command.set(active or ())]

    def action_apply(self):
        """Take the step with the reason."""
        self.ensure_one()
        if self.step in WITH_DEALER:
            step = {"action_cancel_rest": self.order_ids.action_cancel_rest, "action_ask_cancel": self.order_ids.action_ask_cancel}[self.step]
            step(self.reason, self.by_dealer)
        else:
            step = {"action_reject": self.order_ids.action_reject, "action_cancel_order": self.order_ids.action_cancel_order}[self.step]
            step(self.reason)
        return {"type": "ir.actions.act_window_close"}
