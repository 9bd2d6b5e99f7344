from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    dealer_negative_sale = fields.Boolean(
        string="Sell what is not in stock",
        help="Orders may ask for more than is free in the warehouse and wait for goods; otherwise they are refused. Goods can differ, see there.")
