from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    clerk_sees_fees = fields.Boolean(
        string="Store clerks see prices and fees",
        help="Off: the clerk of a store sees the total of an order; ex-factory prices, admin fee and freight stay with store managers and the dealer. "
        "Who works for several companies sees them where all of these show them.")
