from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class DealerReason(models.TransientModel):
    """Asks for a reason and hands it to one method of the documents: reject, cancel, override.

    A model opens itself to it with ``_reason_methods = {"action_reject"}``; the method is public, checks role and state
    itself and takes ``reason`` as its one argument, so that other programs call it without this dialog. The sets of all
    files that extend a model count together. A method that is also listed in ``_dated_methods`` takes a day as its second
    argument, one listed in ``_day_methods`` takes a day alone: when the bank moved money.
    """

    _name = "dealer.reason"
    _description = "Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    method = fields.Char(required=True, readonly=True)
    title = fields.Char(readonly=True)
    reason = fields.Text()
    asks_reason = fields.Boolean(compute="_compute_asks")
    asks_day = fields.Boolean(compute="_compute_asks")
    day = fields.Date(string="Day at the bank", help="Day on which the bank moved the money.")

    @api.depends("res_model", "method")
    def _compute_asks(self):
        for wizard in self:
            model = self.env.get(wizard.res_model)
            wizard.asks_reason = model is None or wizard.method in self._named_methods(model, "_reason_methods")
            wizard.asks_day = model is not None and wizard.method in self._named_methods(model, "_dated_methods", "_day_methods")

    @api.model
    def _ask(self, records, method, title):
        """Open the dialog.

        :param records: the documents.
        :param method: name of a method that their model lists in ``_reason_methods`` or ``_day_methods``.
        :param title: title of the dialog.
        :return: action.
        """
        wizard = self.create({"res_model": records._name, "res_ids": records.ids, "method": method, "title": title})
        if wizard.asks_day:
            wizard.day = self.env.company._dealer_today()
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": self._name, "res_id": wizard.id,
            "view_mode": "form", "target": "new",
        }

    def action_apply(self):
        """Call the method with the reason, the day, or both; the documents' own checks decide."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if self.asks_reason and not reason:
            raise UserError(self.env._("Please give a reason."))
        model = self.env.get(self.res_model)
        if model is None or self.method not in self._named_methods(model, "_reason_methods", "_day_methods"):
            raise AccessError(self.env._("This document asks for no reason."))
        arguments = ([reason] if self.asks_reason else []) + ([self.day] if self.asks_day else [])
        result = getattr(model.browse(self.res_ids), self.method)(*arguments)
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

    @api.model
    def _named_methods(self, model, *sets):
        """Give the names of the methods that a model and all that extends it list in these sets."""
        return {name for part in type(model).__mro__ for named in sets for name in part.__dict__.get(named, ())}
