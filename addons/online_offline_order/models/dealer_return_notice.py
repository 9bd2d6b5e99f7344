from odoo import models

from ..returns import REFUSED


class DealerReturn(models.Model):
    """The store is told how its return was decided (R0-009)."""

    _inherit = "dealer.return"

    def action_approve(self):
        """Approve requests, see the flow; their stores are told."""
        asked = self.filtered(lambda record: record.state == "submitted")
        result = super().action_approve()
        for record in asked.filtered(lambda one: one.state != "submitted"):  # what the carrier lost waits for the refund at once
            record._tell_decision("return_approved" if record._store_sends() else "return_accepted")
        return result

    def _store_sends(self):
        """Say whether the store sends goods: what the carrier lost and what was refused at the door never came to it."""
        raw = self.sudo()  # sudo: how the goods come back, whoever approves
        refused = raw.reason_class == REFUSED or self.env["dealer.parcel.case"].sudo().search_count(  # sudo: as above
            [("return_id", "=", self.id), ("kind", "=", "refused")], limit=1)
        return not raw._is_lost() and not (refused and not raw.order_id.received_at)

    def action_reject(self, reason):
        """Turn requests down, see the flow; their stores are told why.

        :param reason: text for the people who asked.
        """
        asked = self.filtered(lambda record: record.state == "submitted")
        result = super().action_reject(reason)
        asked.filtered(lambda one: one.state == "rejected")._tell_decision("return_rejected", reason=str(reason or "").strip())
        return result

    def _tell_decision(self, code, **details):
        for record in self:
            self.env["dealer.notice"]._put(code, record, record.order_id.sudo(), "", **{"return": record.name, **details})  # sudo: number and store
