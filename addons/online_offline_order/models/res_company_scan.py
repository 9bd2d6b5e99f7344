from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    dealer_scan_required = fields.Boolean(
        string="Scan before shipping", help="A delivery of a dealer order ships only when its goods were scanned piece by piece.")
