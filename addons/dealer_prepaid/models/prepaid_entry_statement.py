from odoo import fields, models


class PrepaidEntry(models.Model):
    _inherit = "prepaid.entry"

    statement_line_ids = fields.One2many("prepaid.statement.line", "entry_id", string="Statement", readonly=True)
