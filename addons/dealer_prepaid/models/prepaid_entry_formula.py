from odoo import api, fields, models


class PrepaidEntryFormula(models.Model):
    """Why an entry has its amount: the formula of a shipment, the reason of a document."""

    _inherit = "prepaid.entry"

    formula = fields.Text(compute="_compute_formula", string="Why this amount", help="How a shipment's amount was worked out; the reason of other documents.")

    @api.depends("res_model", "res_id", "components")
    @api.depends_context("lang")
    def _compute_formula(self):
        for entry in self:
            entry.formula = entry._formula_text() or False

    def _formula_text(self):
        """Hook: say why the entry has its amount. Extend for documents of other addons.

        :return: text, "" where the document gives no reason.
        """
        self.ensure_one()
        if self.res_model not in self.env:
            return ""
        document = self.env[self.res_model].sudo().browse(self.res_id).exists()  # sudo: why it was booked belongs to the entry
        if not document:
            return ""
        names = [name for name in ("reason", "reverse_reason") if name in document._fields and isinstance(document[name], str)]
        return next((document[name] for name in names if document[name]), "")
