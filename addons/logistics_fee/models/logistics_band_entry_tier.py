from odoo import fields, models


class LogisticsBandEntryTier(models.TransientModel):
    """A range of further weight: its end, the size of a started step and its price."""

    _name = "logistics.band.entry.tier"
    _description = "Further weight"
    _order = "sequence, id"

    entry_id = fields.Many2one("logistics.band.entry", required=True, ondelete="cascade")
    sequence = fields.Integer()
    upto_g = fields.Integer(string="Up to (g)", help="Included; 0 = no upper limit.")
    step_g = fields.Integer(string="Step (g)", default=1_000)
    fee = fields.Float(string="Price per step", digits=(16, 6))
