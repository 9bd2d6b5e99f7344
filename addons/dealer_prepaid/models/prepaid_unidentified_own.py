from odoo import api, fields, models


class PrepaidUnidentified(models.Model):
    """Who entered the claim or the return of parked money is told that somebody else confirms it."""

    _inherit = "prepaid.unidentified"

    is_own_claim = fields.Boolean(compute="_compute_is_own_claim", groups="base.group_user")
    is_own_return = fields.Boolean(compute="_compute_is_own_claim", groups="base.group_user")

    @api.depends_context("uid")
    @api.depends("proposer_id", "claim_editor_ids", "return_proposer_id", "return_editor_ids")
    def _compute_is_own_claim(self):
        for receipt in self:
            receipt.is_own_claim = self.env.user in (receipt.proposer_id | receipt.claim_editor_ids)
            receipt.is_own_return = self.env.user in (receipt.return_proposer_id | receipt.return_editor_ids)

    @api.depends("claim_state", "is_own_claim", "is_own_return")
    def _compute_own_hint(self):
        super()._compute_own_hint()

    def _own_sentence(self):
        own = {"proposed": self.is_own_claim, "return_proposed": self.is_own_return}.get(self.claim_state)
        if self.state == "approved" and own and self._has_role(self._checkers):
            return self.env._("You entered or changed it: another receipt confirmer or finance manager confirms it. You may refuse it.")
        return super()._own_sentence()
