from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    accrue_carrier_cost = fields.Boolean(
        string="Accrue carrier cost", help="At the month's end the cost of parcels that no carrier has billed is booked by the cost contracts, "
        "without tax, and taken back on day 1 of the next month (E13); rebates that carriers have not credited likewise (E13e).")
