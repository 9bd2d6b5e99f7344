from odoo import fields, models


class DealerImportError(models.Model):
    """One finding of an import job: where it stands and what to do about it. Written by the job only."""

    _name = "dealer.import.error"
    _description = "Import finding"
    _order = "job_id, row, id"
    _rec_name = "reason"

    job_id = fields.Many2one("dealer.import.job", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="job_id.company_id", store=True, index=True)
    sheet = fields.Char()
    row = fields.Integer(help="Row number in the sheet.")
    column = fields.Char(help="Column letter in the sheet.")
    header = fields.Char(string="Column name")
    value = fields.Char(string="Cell")
    code = fields.Char(help="Stable name of the finding, for other programs.")
    reason = fields.Char()
    is_warning = fields.Boolean(string="Warning", help="The row is imported all the same.")
