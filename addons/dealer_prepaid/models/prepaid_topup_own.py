from odoo import api, fields, models


class PrepaidTopup(models.Model):
    """Four eyes, said before the button is pressed: who recorded a top-up is not offered to confirm or release it."""

    _inherit = "prepaid.topup"

    is_own = fields.Boolean(compute="_compute_is_own", groups="base.group_user")

    @api.depends_context("uid")
    @api.depends("create_uid", "submitter_id", "editor_ids", "bank_line_id.editor_ids", "bank_line_id.by_hand")
    def _compute_is_own(self):
        for topup in self:
            own = topup.sudo()  # sudo: the persons count for every role
            topup.is_own = self.env.user in (own.create_uid | own.submitter_id | own.editor_ids | own.bank_line_id._hands())
