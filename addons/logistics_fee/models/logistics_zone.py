from odoo import api, fields, models
from odoo.fields import Command


class LogisticsZone(models.Model):
    """A price region of a tariff version: the divisions it covers and its weight bands."""

    _name = "logistics.zone"
    _description = "Tariff zone"
    _inherit = ["logistics.draft.part"]
    _owner_field = "version_id"
    _order = "version_id, code"

    version_id = fields.Many2one("logistics.contract.version", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    side = fields.Selection(related="version_id.side", store=True)
    state = fields.Selection(related="version_id.state")
    currency_id = fields.Many2one(related="version_id.currency_id")
    code = fields.Char(required=True)
    name = fields.Char()
    is_default = fields.Boolean(string="All other regions", help="Prices every region that no other zone names.")
    per = fields.Selection([("weight", "Weight"), ("piece", "Pieces")], string="Priced by", default="weight", required=True)
    is_promised = fields.Boolean(string="Time promised", help="The carrier says how many days the parcel takes; 0 to 0 days = the same day.")
    transit_min = fields.Integer(string="Days from")
    transit_max = fields.Integer(string="Days to")
    working_days = fields.Boolean(help="Saturdays, Sundays and the company's holidays do not count in the promise of this zone.")
    line_ids = fields.One2many("logistics.zone.line", "zone_id", string="Regions", copy=True)
    band_ids = fields.One2many("logistics.band", "zone_id", string="Prices", copy=True)
    division_names = fields.Char(compute="_compute_division_names", string="Covered regions")

    _code_uniq = models.UniqueIndex("(version_id, code)", "The version has a zone with this code already.")
    _days = models.Constraint(
        "CHECK (transit_min >= 0 AND transit_max >= transit_min)", "The longest time cannot be shorter than the shortest.")

    @api.onchange("transit_max")
    def _onchange_transit_max(self):
        if self.transit_max:
            self.is_promised = True

    @api.depends("line_ids.division_id", "line_ids.kind")
    def _compute_division_names(self):
        for zone in self:
            names = zone.line_ids.filtered(lambda line: line.kind == "include").division_id.mapped("name")
            zone.division_names = "、".join(names)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for zone in self:
            zone.display_name = f"{zone.code} {zone.name}" if zone.name and zone.name != zone.code else zone.code

    def action_enter_price(self):
        """Open the dialog for a price in the carrier's own form: first and further weight, base and step, per kilogram, per piece.

        :return: action.
        """
        self.ensure_one()
        self.version_id._check_draft()
        entry = self.env["logistics.band.entry"].create({
            "zone_id": self.id, "form": "per_piece" if self.per == "piece" else "first_continue", "tier_ids": [Command.create({})]})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Price of %s", self.display_name), "res_model": entry._name, "res_id": entry.id,
            "view_mode": "form", "views": [(False, "form")], "target": "new"}
