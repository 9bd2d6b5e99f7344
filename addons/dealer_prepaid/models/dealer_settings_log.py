from odoo import api, models

PREFIX = "prepaid.bucket."


class DealerSettingsLog(models.Model):
    """The log names a rule of prepaid money by its kind and what was changed of it."""

    _inherit = "dealer.settings.log"

    @api.depends("field_name")
    @api.depends_context("lang")
    def _compute_label(self):
        super()._compute_label()
        bucket = self.env["prepaid.bucket"]
        kinds = dict(bucket._fields["code"]._description_selection(self.env))
        for change in self.filtered(lambda rec: (rec.field_name or "").startswith(PREFIX)):
            code, name = change.field_name[len(PREFIX):].split(".")
            change.label = f"{kinds.get(code, code)}: {bucket._fields[name]._description_string(self.env)}"
