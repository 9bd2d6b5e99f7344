from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..ledger.reasons import OTHER


class PrepaidDocumentReason(models.AbstractModel):
    """Why a document moves or blocks money: a reason of the list, and words where the reason asks for them (feature 33)."""

    _inherit = "prepaid.document"

    _reason_needed = True

    reason_id = fields.Many2one(
        "prepaid.reason", string="Reason", index="btree_not_null", ondelete="restrict", tracking=True, check_company=True,
        domain=lambda self: [("kind_ids.model", "=", self._name), ("is_system", "=", False)])
    reason = fields.Text(string="Reason in words", required=False, tracking=True)
    reason_text_required = fields.Boolean(related="reason_id.text_required")

    @api.model_create_multi
    def create(self, vals_list):
        """A program that gives words only says "other"."""
        if self._reason_needed:
            other = self.env["prepaid.reason"]._id_of(OTHER)
            vals_list = [vals if "reason_id" in vals else {**vals, "reason_id": self._default_reason_id(other)} for vals in vals_list]
        return super().create(vals_list)

    def _default_reason_id(self, other):
        """Give the reason of a document whose program names none: that of the context, else "other"."""
        return self.default_get(["reason_id"]).get("reason_id") or other

    @api.constrains("reason_id")
    def _check_reason_fits(self):
        for document in self:
            reason = document.reason_id.sudo()  # sudo: the rule of the list counts, whoever may read it
            if not reason:
                continue
            if reason.is_system or document._name not in reason.kind_ids.mapped("model"):
                raise ValidationError(self.env._(
                    "%(name)s: reason “%(reason)s” is not for this kind of document; choose another one.", name=document.name, reason=reason.name))
            if not reason.active:
                raise ValidationError(self.env._(
                    "%(name)s: reason “%(reason)s” is archived; choose another one.", name=document.name, reason=reason.name))

    def _reason_words(self):
        """Give why the document was made, for a log: the reason of the list and the words, whichever there are."""
        self.ensure_one()
        return ": ".join(filter(None, [self.reason_id.sudo().name, (self.reason or "").strip()]))  # sudo: a name of the list, whoever reads the log

    def _check_reason(self):
        """Raise UserError when the document does not say why."""
        self.ensure_one()
        if not self._reason_needed:
            return
        if not self.reason_id:
            raise UserError(self.env._("%s: choose the reason from the list.", self.name))
        self._check_reason_fits()
        if self.reason_id.text_required and not (self.reason or "").strip():
            raise UserError(self.env._(
                "%(name)s: reason “%(reason)s” needs words: say what happened.", name=self.name, reason=self.reason_id.name))
