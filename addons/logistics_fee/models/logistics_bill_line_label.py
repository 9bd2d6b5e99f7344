from odoo import api, fields, models


class LogisticsBillLine(models.Model):
    """The fee of a billed line in words."""

    _inherit = "logistics.bill.line"

    fee_label = fields.Char(string="Fee in words", compute="_compute_fee_label")

    @api.depends("fee")
    @api.depends_context("lang")
    def _compute_fee_label(self):
        for line in self:
            line.fee_label = self._label_of(line.fee) if line.fee else False
