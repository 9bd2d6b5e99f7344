from odoo import api, fields, models
from odoo.exceptions import AccessError

from .prepaid_entry_roles import READERS


class PrepaidApprovedMixin(models.AbstractModel):
    """A document whose money moves days after its approval: it keeps the roles that its approver had when he decided (I21).

    Its ledger entries take these roles over: until the money moves, roles are given and taken.
    """

    _name = "prepaid.approved.mixin"
    _inherit = "dealer.flow.mixin"
    _description = "Document that is approved before it is booked"

    _approver_name = "approver_id"  # the field that names who approved

    approver_roles = fields.Char(
        readonly=True, copy=False, string="Roles of the approver", groups=READERS, help="Roles that the person had when the document was approved.")

    @api.model
    def _guarded_fields(self):
        """Leave out the roles: few may see them, and whatever they are, the approval writes them anew."""
        return super()._guarded_fields() - {"approver_roles"}

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_roles(*vals_list)
        documents = super().create(vals_list)
        if not self.env.su:
            documents.sudo().filtered("approver_roles").approver_roles = False  # sudo: a default of the caller's own, whoever may see the field
        return documents

    def write(self, vals):
        self._refuse_roles(vals)
        if self.env.su and self._approver_name in vals:
            vals = {**vals, "approver_roles": self.env["prepaid.entry"]._roles_at_hand(vals[self._approver_name])}
        return super().write(vals)

    def _refuse_roles(self, *vals_list):
        if not self.env.su and any("approver_roles" in vals for vals in vals_list):
            raise AccessError(self.env._("The roles of an approver are written by the approval: use its buttons."))

    @api.model
    def _kept_roles(self, res_id, user_id):
        """Give the roles that a user had when he approved a document, False where he did not or nothing was kept.

        :param res_id: id of the document. :param user_id: id of the user that an entry names as its approver.
        """
        document = self.sudo().browse(res_id)  # sudo: who approved counts for every role
        return document[self._approver_name].id == user_id and document.approver_roles
