from odoo import fields, models


class ResCompany(models.Model):
    """When a company calls goods slow movers."""

    _inherit = "res.company"

    slow_mover_days = fields.Integer(
        string="Slow after (days)", default=90, help="Goods that were not sold for so many days are listed as slow movers; 0: no list.")
