from odoo import fields, models


class PrepaidDifference(models.TransientModel):
    _inherit = "prepaid.difference"

    kind = fields.Selection(selection_add=[("statement", "Statement")], ondelete={"statement": "cascade"})
