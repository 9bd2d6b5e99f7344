from odoo import api, fields, models


class PrepaidDocument(models.AbstractModel):
    """Four eyes, said before the button is pressed: who wrote a document is not offered to decide about it."""

    _inherit = "prepaid.document"

    is_own = fields.Boolean(compute="_compute_is_own", groups="base.group_user")
    own_hint = fields.Char(compute="_compute_own_hint", groups="base.group_user")

    @api.depends_context("uid")
    @api.depends("create_uid", "submitter_id", "editor_ids")
    def _compute_is_own(self):
        for document in self:
            document.is_own = self.env.user in document._own_persons()

    @api.depends_context("uid", "lang")
    @api.depends("state", "is_own")
    def _compute_own_hint(self):
        for document in self:
            document.own_hint = document._own_sentence() or False

    def _own_persons(self):
        """Hook: who may not decide about the document. Extend: return super() | users."""
        return self.create_uid | self.submitter_id | self.sudo().editor_ids  # sudo: the list counts for every role

    def _own_sentence(self):
        """Hook: say why the deciding button is not offered to this user, or nothing."""
        if self.state != "submitted" or not self.is_own or not self._has_role(self._checkers):
            return ""
        return self.env._("You entered, submitted or changed it: another person decides about it.")

    def _has_role(self, groups):
        return any(self.env.user.has_group(f"dealer_base.{group}") for group in groups)
