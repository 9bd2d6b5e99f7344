from odoo import models


class DealerReturn(models.Model):
    """The store is told how its return was decided (R0-009)."""

    _inherit = "dealer.return"

    def action_approve(self):
        """Approve requests, see the flow; their stores are told."""
        asked = self.filtered(lambda record: record.state == "submitted")
        result = super().action_approve()
        asked._tell_decision("return_approved", "approved")
        return result

    def action_reject(self, reason):
        """Turn requests down, see the flow; their stores are told why.

        :param reason: text for the people who asked.
        """
        asked = self.filtered(lambda record: record.state == "submitted")
        result = super().action_reject(reason)
        asked._tell_decision("return_rejected", "rejected", reason=str(reason or "").strip())
        return result

    def _tell_decision(self, code, state, **details):
        for record in self.filtered(lambda one: one.state == state):
            self.env["dealer.notice"]._put(code, record, record.order_id.sudo(), "", **{"return": record.name, **details})  # sudo: number and store
