from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import from_fen, to_fen

CORRECTORS = ("group_fin_cashier", "group_fin_settlement", "group_fin_manager")


class PrepaidStatementCorrection(models.Model):
    """A dispute that is right is corrected by an adjustment with its own two persons; the dispute names the entry it made."""

    _inherit = "prepaid.statement.dispute"

    def action_correct(self):
        """Begin the adjustment that puts the line right, or show the one that was begun.

        :return: action that shows the adjustment.
        :raises AccessError: for roles that enter no adjustments.
        :raises UserError: when the dispute is settled.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in CORRECTORS):
            raise AccessError(role_refusal(self.env, CORRECTORS, self.env._("Your role may not correct a disputed line.")))
        self.ensure_one()
        self.check_access("read")
        if self.state != "open":
            raise UserError(self.env._("The dispute of %s is settled and stays as it is: open another one from the line.", self.statement_id.name))
        begun = self._corrections("draft", "submitted", "approved")[:1]
        return {
            "type": "ir.actions.act_window", "name": self.env._("Correction"), "res_model": "prepaid.adjustment", "view_mode": "form",
            "res_id": begun.id, "context": {} if begun else self._correction_defaults()}

    def action_settle(self, answer):
        for dispute in self.filtered(lambda rec: rec.state == "open"):
            waiting = dispute._corrections("submitted")[:1]
            if waiting:
                raise UserError(self.env._(
                    "%(name)s: the correction %(adjustment)s waits for its approval; decide about it first.",
                    name=dispute.statement_id.name, adjustment=waiting.name))
        return super().action_settle(answer)

    def _corrections(self, *states):
        return self.env["prepaid.adjustment"].sudo().search([  # sudo: a correction counts even where the user may not see it
            ("original_entry_id", "in", self.entry_id.ids), ("state", "in", states)], order="id desc").sudo(False)

    def _correction_defaults(self):
        """Give what the adjustment begins with: the difference to the owner's view; all of a debit when he names no amount."""
        fen, claimed = to_fen(self.amount), abs(to_fen(self.claimed))
        difference = (claimed if fen > 0 else -claimed) - fen if claimed or fen < 0 else 0
        return {
            "default_account_id": self.account_id.id, "default_company_id": self.company_id.id, "default_original_entry_id": self.entry_id.id,
            "default_direction": "debit" if difference < 0 else "credit", "default_amount": from_fen(abs(difference)),
            "default_reason_id": self.env["prepaid.reason"]._id_of("statement_dispute"), "default_reason": self.env._(
                "Dispute of %(statement)s, line %(place)s: %(reason)s", statement=self.statement_id.name, place=self.line_id.place, reason=self.reason)}
