from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    amend_keeps_approval = fields.Boolean(
        string="Changed orders stay approved",
        help="An approved order that is changed goes to the warehouse at once; otherwise another person reviews it again.")
