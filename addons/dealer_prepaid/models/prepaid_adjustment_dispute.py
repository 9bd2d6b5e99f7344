from odoo import models


class PrepaidAdjustmentDispute(models.Model):
    """An approved adjustment of a disputed entry is named by the dispute."""

    _inherit = "prepaid.adjustment"

    def _carry_out(self):
        values = super()._carry_out()
        if self.original_entry_id:
            disputes = self.env["prepaid.statement.dispute"].sudo().search([  # sudo: the dispute names its correction, whoever approves it
                ("entry_id", "=", self.original_entry_id.id), ("state", "=", "open"), ("correction_entry_id", "=", False)])
            disputes.correction_entry_id = values["entry_id"]
        return values
