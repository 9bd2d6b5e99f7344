from odoo import fields, models

STEPS = [("action_reject", "Reject the request"), ("action_cancel", "Cancel the return"), ("action_allow_late", "Allow after the last day")]


class DealerReturnReason(models.TransientModel):
    """Asks for the reason of a step of a return; the step itself checks role and state."""

    _name = "dealer.return.reason"
    _description = "Reason of a return step"

    return_ids = fields.Many2many("dealer.return", string="Returns", required=True)
    step = fields.Selection(STEPS, required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Take the step with the reason."""
        self.ensure_one()
        returns = self.return_ids
        step = {"action_reject": returns.action_reject, "action_cancel": returns.action_cancel, "action_allow_late": returns.action_allow_late}[self.step]
        step(self.reason)
        return {"type": "ir.actions.act_window_close"}
