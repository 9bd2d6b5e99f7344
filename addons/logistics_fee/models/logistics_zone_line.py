from odoo import fields, models


class LogisticsZoneLine(models.Model):
    """One region of a zone: priced by it, or left out of it although a larger region around it is priced here."""

    _name = "logistics.zone.line"
    _description = "Tariff zone region"
    _inherit = ["logistics.draft.part"]
    _owner_field = "zone_id"
    _order = "zone_id, kind, division_id"

    zone_id = fields.Many2one("logistics.zone", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="zone_id.company_id", store=True, index=True)
    side = fields.Selection(related="zone_id.side", store=True)
    division_id = fields.Many2one("dealer.division", string="Region", required=True, index=True, ondelete="restrict")
    kind = fields.Selection(
        [("include", "Priced here"), ("exclude", "Not in this zone")],
        required=True, default="include")

    _division_uniq = models.UniqueIndex("(zone_id, division_id)", "The zone names this region already.")
