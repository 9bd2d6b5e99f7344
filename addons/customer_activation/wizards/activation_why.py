from odoo import fields, models


class ActivationWhy(models.TransientModel):
    """Ask why a customer does not log in or order; the reason is mandatory."""

    _name = "activation.why"
    _description = "Reason why not"

    record_id = fields.Many2one("activation.record", required=True)
    reason_id = fields.Many2one("activation.reason", string="Reason", required=True)
    measure_ids = fields.Many2many(related="reason_id.measure_ids", string="What helps")

    def action_confirm(self):
        """Note the reason; the customer's record checks the right.

        :return: action that closes the dialog.
        """
        self.ensure_one()
        self.record_id.action_close(self.reason_id.id)
        return {"type": "ir.actions.act_window_close"}
