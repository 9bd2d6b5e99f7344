from odoo import api, fields, models


class LogisticsWeightStep(models.Model):
    """One range of weights and the step to which weights in it are rounded; the raw weight chooses the range."""

    _name = "logistics.weight.step"
    _description = "Weight rounding step"
    _inherit = ["logistics.draft.part"]
    _owner_field = "version_id"
    _order = "version_id, is_open, upto_g, id"

    version_id = fields.Many2one("logistics.contract.version", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    side = fields.Selection(related="version_id.side", store=True)
    upto_g = fields.Integer(string="Weights up to (g)", help="Included; 0 = all heavier ones.")
    is_open = fields.Boolean(compute="_compute_is_open", store=True)
    step_g = fields.Integer(string="Rounded to (g)", required=True, default=1000)

    _bounds = models.Constraint("CHECK (upto_g >= 0 AND step_g > 0)", "A weight step must be above zero.")
    _range_uniq = models.UniqueIndex("(version_id, upto_g)", "Two weight steps end at the same weight.")

    @api.depends("upto_g")
    def _compute_is_open(self):
        for step in self:
            step.is_open = not step.upto_g
