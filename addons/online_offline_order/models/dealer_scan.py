from odoo import api, fields, models
from odoo.exceptions import AccessError

SCANNED = ("stock.picking", "dealer.manifest")


class DealerScan(models.TransientModel):
    """A field for a scanner: it writes one code a line, the document counts them when somebody presses Count."""

    _name = "dealer.scan"
    _description = "Scan"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    codes = fields.Text(help="One code a line; a scanner adds the end of the line by itself.")
    message = fields.Char(readonly=True)

    @api.model
    def _ask(self, record, title):
        """Open the dialog for a document.

        :param record: one record of a model with ``_scan(codes)``.
        :param title: title of the dialog.
        :return: form action.
        """
        record.ensure_one()
        wizard = self.create({"res_model": record._name, "res_id": record.id})
        return wizard._open(title)

    def _open(self, title):
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": self._name, "res_id": self.id, "view_mode": "form", "target": "new"}

    @api.model
    def _codes(self, codes):
        """Give the codes of a list or of a text with one a line, without empty ones."""
        lines = codes if isinstance(codes, (list, tuple)) else str(codes or "").splitlines()
        return [str(line).strip() for line in lines if str(line).strip()]

    def action_apply(self):
        """Count the codes and stay open for more."""
        self.ensure_one()
        if self.res_model not in SCANNED:
            raise AccessError(self.env._("This document counts no codes."))
        self.message = self.env[self.res_model].browse(self.res_id)._scan(self.codes)
        self.codes = False
        return self._open(self.env._("Scan"))
