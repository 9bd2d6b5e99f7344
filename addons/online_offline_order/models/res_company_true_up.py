from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    dealer_true_up = fields.Boolean(
        string="Settle billed weights with dealers", help="Where a carrier's bill shows that a weight was declared too low, finance may charge the dealer what "
        "his tariff asks for it, or give back (E13d). Off: bill differences stay with HQ.")
