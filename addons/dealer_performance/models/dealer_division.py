from odoo import fields, models

TIERS = [("1", "First tier"), ("2", "Second tier"), ("3", "Third tier"), ("4", "Fourth tier and below")]


class DealerDivision(models.Model):
    """The tier of a city, for figures by large and small cities (R4-003)."""

    _inherit = "dealer.division"

    tier = fields.Selection(TIERS, string="City tier", groups="base.group_user", help="Entered by operations for the cities that matter; figures group by it.")
