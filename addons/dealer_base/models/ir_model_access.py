from odoo import api, models
from odoo.exceptions import AccessError

# Odoo lets whoever keeps users (base.group_erp_manager) write these; each of them gives any right away.
TECHNICAL = frozenset((
    "ir.model", "ir.model.access", "ir.model.constraint", "ir.model.data", "ir.model.fields", "ir.model.fields.selection", "ir.model.relation",
    "ir.rule"))


class IrModelAccess(models.Model):
    """What defines rights is written by administrators of the system only: the business administrator keeps people, not rights."""

    _inherit = "ir.model.access"

    @api.model
    def check(self, model, mode="read", raise_exception=True):
        """Say whether the user may do something with a model; see Odoo."""
        if model in TECHNICAL and mode != "read" and not self.env.su and not self.env.user.has_group("base.group_system"):
            if raise_exception:
                raise AccessError(self._explain_technical())
            return False
        return super().check(model, mode, raise_exception)

    def _make_access_error(self, model, mode):
        if model in TECHNICAL and mode != "read":
            return AccessError(self._explain_technical())
        return super()._make_access_error(model, mode)

    def _explain_technical(self):
        return self.env._("Rights are defined by the program: only an administrator of the system changes what a role may do. Give people roles instead.")
