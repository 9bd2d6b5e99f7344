from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .prepaid_gl_mapping import ROLES


class PrepaidGlMappingChange(models.Model):
    """One change of the account of a role: who, when, from what to what and why. Append-only for everybody; posted entries stay as they are."""

    _name = "prepaid.gl.mapping.change"
    _description = "Change of an account role"
    _order = "id desc"
    _rec_name = "role"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    role = fields.Selection(ROLES, required=True, readonly=True)
    old_account_id = fields.Many2one("account.account", string="Old account", readonly=True, ondelete="restrict")
    new_account_id = fields.Many2one("account.account", string="New account", readonly=True, ondelete="restrict")
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Changed by", required=True, readonly=True, ondelete="restrict")
    changed_at = fields.Datetime(required=True, readonly=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Changes of account roles are noted by the program when a role gets another account."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("The log of account roles is never changed: what was noted stays."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of account roles is never changed: what was noted stays."))
