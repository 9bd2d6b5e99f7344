from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    dealer_rerate_rest = fields.Boolean(
        string="Rate again what shipped", help="When the dealer cancels the rest of an order, the freight of what has shipped is rated by itself; "
        "what it costs more than its share is charged. Never when HQ cancels.")
