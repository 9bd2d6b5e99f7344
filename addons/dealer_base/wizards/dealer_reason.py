from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class DealerReason(models.TransientModel):
    """Asks for a reason and hands it to one method of the documents: reject, cancel, override.

    A model opens itself to it with ``_reason_methods = {"action_reject"}``; the method is public, checks role and state
    itself and takes ``reason`` as its one argument, so that other programs call it without this dialog. The sets of all
    files that extend a model count together.
    """

    _name = "dealer.reason"
    _description = "Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    method = fields.Char(required=True, readonly=True)
    title = fields.Char(readonly=True)
    reason = fields.Text()

    @api.model
    def _ask(self, records, method, title):
        """Open the dialog.

        :param records: the documents.
        :param method: name of a method that their model lists in ``_reason_methods``.
        :param title: title of the dialog.
        :return: action.
        """
        wizard = self.create({"res_model": records._name, "res_ids": records.ids, "method": method, "title": title})
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": self._name, "res_id": wizard.id,
            "view_mode": "form", "target": "new",
        }

    def action_apply(self):
        """Call the method with the reason; the documents' own checks decide."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give a reason."))
        model = self.env.get(self.res_model)
        if model is None or self.method not in self._open_methods(model):
            raise AccessError(self.env._("This document asks for no reason."))
        result = getattr(model.browse(self.res_ids), self.method)(reason)
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

    @api.model
    def _open_methods(self, model):
        """Give the names of the methods that a model and all that extends it open to the dialog."""
        return {name for part in type(model).__mro__ for name in part.__dict__.get("_reason_methods", ())}
