from odoo import fields, models

KINDS = [
    ("price", "Price"), ("priced", "New region"), ("unpriced", "Region without a price"), ("transit", "Days"), ("served", "Delivered again"),
    ("not_served", "Not delivered"), ("setting", "Terms"), ("surcharge", "Surcharge"), ("surcharge_added", "New surcharge"),
    ("surcharge_removed", "Surcharge gone")]


class LogisticsVersionChange(models.Model):
    """What a draft changes: one line a region and weight for prices, one sentence for everything else."""

    _name = "logistics.version.change"
    _description = "Change by a tariff version"
    _inherit = ["logistics.version.part"]
    _order = "report_id, sequence, id"
    _rec_name = "text"

    sequence = fields.Integer()
    kind = fields.Selection(KINDS, required=True)
    regions = fields.Char()
    amount = fields.Integer(string="Weight (g) or pieces", aggregator=False)
    before = fields.Monetary(string="Before")
    after = fields.Monetary(string="After")
    diff = fields.Monetary(string="Difference")
    text = fields.Char(string="Change")
