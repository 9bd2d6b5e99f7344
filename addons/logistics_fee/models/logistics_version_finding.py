from odoo import fields, models


class LogisticsVersionFinding(models.Model):
    """One sentence about a draft: an error blocks its activation, a warning is for whoever decides."""

    _name = "logistics.version.finding"
    _description = "Finding about a tariff version"
    _inherit = ["logistics.version.part"]
    _order = "level, id"
    _rec_name = "text"

    level = fields.Selection([("error", "Error"), ("warning", "Warning")], required=True)
    zone = fields.Char()
    text = fields.Char(string="Finding", required=True)
