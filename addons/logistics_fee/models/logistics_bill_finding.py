from odoo import fields, models


class LogisticsBillFinding(models.Model):
    """What the reading of a bill's file noticed: sheet, row, column, cell and reason. Written by the check only."""

    _name = "logistics.bill.finding"
    _description = "Finding in a carrier bill"
    _order = "bill_id, is_warning, row, id"
    _rec_name = "reason"

    bill_id = fields.Many2one("logistics.bill", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="bill_id.company_id", store=True, index=True)
    sheet = fields.Char()
    row = fields.Integer(help="Row number in the sheet.")
    column = fields.Char(help="Column letter in the sheet.")
    header = fields.Char(string="Column name")
    value = fields.Char(string="Cell")
    code = fields.Char()
    reason = fields.Char()
    is_warning = fields.Boolean(string="Warning", help="The row is imported all the same.")
