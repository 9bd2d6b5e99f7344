from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    clerk_sees_fees = fields.Boolean(
        string="Store clerks see prices and fees",
        help="Off: the clerk of a store sees the total of an order; ex-factory prices, admin fee and freight stay with store managers and the dealer.")

    def write(self, vals):
        result = super().write(vals)
        if "clerk_sees_fees" in vals:
            self.env.registry.clear_cache()  # which fields are closed to whom is kept per user
        return result
