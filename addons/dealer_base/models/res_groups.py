from odoo import api, models
from odoo.exceptions import AccessError

from ..adapters.rights import RightsWatch

DEFINITION = {"implied_ids", "implied_by_ids", "model_access", "rule_groups", "menu_access", "view_access", "share"}
MEMBERS = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"}


class ResGroups(models.Model):
    """Who keeps users gives people roles; what a role is stays with the program and the administrators of the system."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_definition({name for name in DEFINITION & vals.keys() if vals[name]})
        watch = RightsWatch(self.env)
        groups = super().create(vals_list)
        watch.check()
        return groups

    def write(self, vals):
        self._refuse_definition(DEFINITION & vals.keys())
        if "privilege_id" in vals or "name" in vals:
            self._refuse_ours()
        watch = RightsWatch(self.env) if MEMBERS & vals.keys() else None
        result = super().write(vals)
        if watch:
            watch.check()
        return result

    def unlink(self):
        self._refuse_ours()
        return super().unlink()

    def _defines_rights(self):
        return self.env.su or self.env.user.has_group("base.group_system")

    def _refuse_definition(self, names):
        if names and not self._defines_rights():
            raise AccessError(self.env["ir.model.access"]._explain_technical())

    def _refuse_ours(self):
        """Refuse to rename, move or remove a role of the program."""
        if self._defines_rights():
            return
        named = self.sudo().get_external_id()  # sudo: whether a group is the program's does not depend on who looks
        for group in self:
            if named[group.id] and not named[group.id].startswith("__"):
                raise AccessError(self.env._(
                    "%s belongs to the program: give people roles instead of changing what a role is.", group.display_name))
