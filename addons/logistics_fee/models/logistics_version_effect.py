from odoo import fields, models


class LogisticsVersionEffect(models.Model):
    """What the parcels of a month cost and would have cost by a draft: sums per zone, and parcels worth a look."""

    _name = "logistics.version.effect"
    _description = "Money effect of a tariff version"
    _inherit = ["logistics.version.part"]
    _order = "report_id, kind desc, zone, id"
    _rec_name = "zone"

    kind = fields.Selection(
        [("zone", "Sum of a zone"), ("refused", "No price now"), ("new", "No price before"), ("largest", "Largest difference")], required=True)
    zone = fields.Char()
    parcel_id = fields.Many2one("logistics.parcel", index="btree_not_null", ondelete="set null")
    parcels = fields.Integer()
    before = fields.Monetary(string="Then")
    after = fields.Monetary(string="By this version")
    diff = fields.Monetary(string="Difference")
    note = fields.Char()
