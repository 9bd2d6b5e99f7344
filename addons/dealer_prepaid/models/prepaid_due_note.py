from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PrepaidDueNote(models.Model):
    """What was said when money was asked for: kept as it was written."""

    _name = "prepaid.due.note"
    _description = "Collection note"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True
    _order = "id desc"
    _rec_name = "note"

    due_id = fields.Many2one("prepaid.due", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="due_id.company_id", store=True, index=True)
    note = fields.Char(required=True)
    promise_date = fields.Date(string="Promised for")
    user_id = fields.Many2one("res.users", string="By", readonly=True, default=lambda self: self.env.uid)
    noted_at = fields.Datetime(string="On", readonly=True, default=fields.Datetime.now)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if {"user_id", "noted_at"} & vals.keys() and not self.env.su:
                raise AccessError(self.env._("A note bears the name of the one who writes it."))
            if not (vals.get("note") or "").strip():
                raise UserError(self.env._("Write what was said."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A note stays as it was written; add another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for note in self:
            raise UserError(self.env._("The note of %s stays for the record: add another one.", note.noted_at))
