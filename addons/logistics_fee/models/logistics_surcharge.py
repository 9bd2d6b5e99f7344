from odoo import api, fields, models

from ..adapters.surcharge_words import condition_words, price_words


class LogisticsSurcharge(models.Model):
    """One extra line beside the freight: fuel, peak, remote region, insurance, cash on delivery, carrying upstairs.

    Surcharges are computed in ascending order; a rate names the earlier lines it is taken of, its minimum and maximum come
    after the rate. Which fields count depends on the kind; adapters/surcharge.py says which.
    """

    _name = "logistics.surcharge"
    _description = "Tariff surcharge"
    _inherit = ["logistics.draft.part", "logistics.surcharge.condition"]
    _owner_field = "version_id"
    _order = "version_id, sequence, code, id"

    version_id = fields.Many2one("logistics.contract.version", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    side = fields.Selection(related="version_id.side", store=True)
    state = fields.Selection(related="version_id.state")
    currency_id = fields.Many2one(related="version_id.currency_id")
    sequence = fields.Integer(string="Order", default=10, aggregator=False)
    code = fields.Char(required=True, help="e.g. fuel, peak, remote, insured, cod, oversize, packaging, upstairs, discount.")
    name = fields.Char()
    kind = fields.Selection(
        [("fixed", "Amount"), ("percent", "Rate of earlier lines"), ("per_kg", "Price per started weight"), ("floor", "Carrying upstairs"),
         ("value_percent", "Rate of a declared amount"), ("value_table", "Table over a declared amount")],
        required=True, default="fixed")
    scope = fields.Selection(
        [("shipment", "Whole shipment"), ("parcel", "Each parcel concerned")], required=True, default="shipment")
    amount = fields.Float(digits=(16, 6), help="Amount, or price of a floor.")
    per = fields.Selection(
        [("shipment", "Shipment"), ("parcel", "Parcel"), ("piece", "Piece")], string="Amount per", required=True, default="shipment")
    percent = fields.Float(string="Rate (%)", digits=(10, 4), help="Below zero for a discount.")
    base_codes = fields.Char(string="Rate of", default="freight", help="Codes of earlier lines, with commas between; freight = the freight itself.")
    step_g = fields.Integer(string="Step (g)", default=1000)
    rate = fields.Float(string="Price per step", digits=(12, 6))
    of = fields.Selection(
        [("declared_value", "Declared value"), ("cod_amount", "Cash on delivery")], string="Declared amount", default="declared_value")
    value_cap = fields.Monetary(string="Counts up to", help="More of the declared amount is not counted; 0 = all of it.")
    tier_ids = fields.One2many("logistics.surcharge.tier", "surcharge_id", string="Ranges", copy=True)
    has_min = fields.Boolean(string="At least")
    min_amount = fields.Monetary(string="Minimum")
    has_max = fields.Boolean(string="At most")
    max_amount = fields.Monetary(string="Maximum")
    price_text = fields.Char(string="Price", compute="_compute_texts")
    condition_text = fields.Char(string="Applies", compute="_compute_texts")

    _limits = models.Constraint("CHECK (step_g >= 0 AND value_cap >= 0 AND rate >= 0)", "Steps, prices per step and caps cannot be negative.")
    _step_of_kind = models.Constraint("CHECK (kind NOT IN ('per_kg', 'floor') OR step_g > 0)", "A price per weight needs the size of the step.")

    @api.depends(lambda self: [
        name for name, field in self._fields.items() if field.store and name not in models.MAGIC_COLUMNS])
    def _compute_texts(self):
        for surcharge in self:
            surcharge.price_text = price_words(surcharge)
            surcharge.condition_text = condition_words(surcharge)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for surcharge in self:
            surcharge.display_name = surcharge.name or surcharge.code
