from odoo import api, fields, models
from odoo.exceptions import AccessError


class DealerSettingsLog(models.Model):
    """Who changed which setting of a company from what to what; never changed, never removed."""

    _name = "dealer.settings.log"
    _description = "Change of a company setting"
    _order = "id desc"
    _rec_name = "field_name"

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    field_name = fields.Char(required=True, index=True, string="Technical name")
    label = fields.Char(compute="_compute_label", string="Setting")
    old_value = fields.Char(string="Before")
    new_value = fields.Char(string="After")
    user_id = fields.Many2one("res.users", required=True, string="Changed by", ondelete="restrict")
    reason = fields.Char()

    @api.depends("field_name")
    @api.depends_context("lang")
    def _compute_label(self):
        company_fields = self.env["res.company"]._fields
        for change in self:
            field = company_fields.get(change.field_name)
            change.label = field._description_string(self.env) if field else change.field_name

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Changes of settings are recorded by the settings dialog."))
        return super().create(vals_list)

    def write(self, vals):
        raise AccessError(self.env._("The record of a changed setting stays as it is."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("The record of a changed setting stays as it is."))
