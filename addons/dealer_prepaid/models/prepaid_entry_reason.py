from odoo import api, fields, models

from ..ledger.reasons import NOT_OF_DOCUMENT, system_reason


class PrepaidEntryReason(models.Model):
    """Why an entry was made: the reason of its document, else one of the system. The code is under the seal.

    Entries of the time before the list have none: they never change.
    """

    _inherit = "prepaid.entry"

    reason_id = fields.Many2one("prepaid.reason", string="Reason", readonly=True, index="btree_not_null", ondelete="restrict")
    reason_code = fields.Char(readonly=True, string="Reason code")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        return super().create([{**vals, **self._reason_vals(vals)} for vals in vals_list])

    @api.model
    def _reason_vals(self, vals):
        """Give reason_id and reason_code of a new entry."""
        model = vals.get("res_model")
        field = self.env[model]._fields.get("reason_id") if model in self.env and vals["kind"] not in NOT_OF_DOCUMENT else None
        if field is not None and field.comodel_name == "prepaid.reason":
            reason = self.env[model].sudo().browse(vals["res_id"]).reason_id  # sudo: the reason goes with the entry, whoever books it
            if reason:
                return {"reason_id": reason.id, "reason_code": reason.code}
        reason_id, code = self.env["prepaid.reason"]._system(system_reason(vals["kind"]))
        return {"reason_id": reason_id, "reason_code": code if reason_id else False}
