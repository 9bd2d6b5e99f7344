from odoo import api, models


class LogisticsDatedPart(models.AbstractModel):
    """Rows of a dated rule: they change only while it is a draft, and whoever changes them is one of its authors."""

    _name = "logistics.dated.part"
    _description = "Part of a dated rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = self.env[self._fields["rule_id"].comodel_name]
        rules.browse({vals["rule_id"] for vals in vals_list if vals.get("rule_id")})._note_author()
        return super().create(vals_list)

    def write(self, vals):
        rules = self.rule_id | self.rule_id.browse(vals.get("rule_id") or [])
        rules._note_author()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self.rule_id._note_author()
