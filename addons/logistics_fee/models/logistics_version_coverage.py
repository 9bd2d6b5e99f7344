from odoo import fields, models


class LogisticsVersionCoverage(models.Model):
    """Districts of a region that a draft treats alike. A whole city or province is one line when all its districts are."""

    _name = "logistics.version.coverage"
    _description = "Coverage of a tariff version"
    _inherit = ["logistics.version.part"]
    _order = "report_id, province_id, status, division_id"
    _rec_name = "division_id"

    province_id = fields.Many2one("dealer.division", string="Province", required=True, index=True)
    division_id = fields.Many2one("dealer.division", string="Region", required=True, index=True)
    status = fields.Selection(
        [("no_price", "No price"), ("two_prices", "Two prices"), ("not_served", "Not delivered"), ("by_default", "Default zone"), ("priced", "Priced")],
        required=True, index=True)
    zones = fields.Char(help="Zones that name the region; - stands for the list of regions that are not delivered.")
    districts = fields.Integer(help="Number of districts of the region that this line stands for.")
