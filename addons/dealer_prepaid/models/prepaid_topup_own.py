from odoo import api, fields, models


class PrepaidTopup(models.Model):
    """Four eyes, said before the button is pressed: who recorded a top-up is not offered to confirm or release it."""

    _inherit = "prepaid.topup"

    is_own = fields.Boolean(compute="_compute_is_own", groups="base.group_user")

    @api.depends_context("uid")
    @api.depends("create_uid", "submitter_id", "editor_ids")
    def _compute_is_own(self):
        for topup in self:
            topup.is_own = self.env.user in (topup.create_uid | topup.submitter_id | topup.sudo().editor_ids)  # sudo: the list counts for every role
