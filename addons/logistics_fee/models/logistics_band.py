from odoo import api, fields, models

from ..adapters.ladder import price_label
from ..adapters.snapshot import band_source


class LogisticsBand(models.Model):
    """One weight range of a zone: ``base + started steps above "over" x rate``, the upper bound included.

    The five ways in which carriers write a price (ladder, first and continued weight, per kg, per piece, base and step) are
    all entered or imported as this one band.
    """

    _name = "logistics.band"
    _description = "Tariff price band"
    _inherit = ["logistics.draft.part"]
    _owner_field = "zone_id"
    _order = "zone_id, from_g, id"

    zone_id = fields.Many2one("logistics.zone", required=True, index=True, ondelete="cascade")
    version_id = fields.Many2one(related="zone_id.version_id", store=True, index=True, ondelete="cascade")
    state = fields.Selection(related="zone_id.state")
    company_id = fields.Many2one(related="zone_id.company_id", store=True, index=True)
    side = fields.Selection(related="zone_id.side", store=True)
    currency_id = fields.Many2one(related="zone_id.currency_id")
    from_g = fields.Integer(string="Above (g)", default=0, aggregator=False, help="Excluded; 0 for the first range.")
    upto_g = fields.Integer(string="Up to (g)", default=0, aggregator=False, help="Included; 0 = no upper limit.")
    base = fields.Float(
        string="Base price", digits=(16, 6), aggregator=False, help="Price of the range before steps; in yuan, like every unit price finer than a fen.")
    over_g = fields.Integer(string="Steps above (g)", aggregator=False, help="Weight from which started steps are counted.")
    step_g = fields.Integer(string="Step (g)", aggregator=False, help="Size of a started step; 0 = fixed price.")
    rate = fields.Float(string="Price per step", digits=(12, 6), aggregator=False)
    price_text = fields.Char(string="In words", compute="_compute_price_text")

    _limits = models.Constraint(
        "CHECK (from_g >= 0 AND upto_g >= 0 AND over_g >= 0 AND step_g >= 0 AND base >= 0 AND rate >= 0)",
        "Weights and prices of a range cannot be negative.")
    _order_of_bounds = models.Constraint("CHECK (upto_g = 0 OR upto_g > from_g)", "A range must end above its beginning.")
    _step_of_rate = models.Constraint("CHECK (rate = 0 OR step_g > 0)", "A price per step needs the size of the step.")

    @api.depends("from_g", "upto_g", "base", "over_g", "step_g", "rate", "zone_id.per")
    def _compute_price_text(self):
        for band in self:
            band.price_text = price_label(self.env, band_source(band), "piece" if band.zone_id.per == "piece" else "g")
