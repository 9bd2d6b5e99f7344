from odoo import fields, models


class DealerNominationReject(models.TransientModel):
    """Ask for the reason of a rejection."""

    _name = "dealer.nomination.reject"
    _description = "Reject a nomination"

    nomination_id = fields.Many2one("dealer.nomination", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Reject the nomination with the reason; the nomination checks the role.

        :return: action that closes the dialog.
        """
        self.ensure_one()
        self.nomination_id.action_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
