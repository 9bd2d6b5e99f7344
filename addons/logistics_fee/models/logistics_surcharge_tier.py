from odoo import fields, models


class LogisticsSurchargeTier(models.Model):
    """One range of a declared amount and what it costs: a fixed price, a rate of the amount, or both."""

    _name = "logistics.surcharge.tier"
    _description = "Range of a surcharge"
    _inherit = ["logistics.draft.part"]
    _owner_field = "surcharge_id"
    _order = "surcharge_id, is_open, upto, id"

    surcharge_id = fields.Many2one("logistics.surcharge", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="surcharge_id.company_id", store=True, index=True)
    side = fields.Selection(related="surcharge_id.side", store=True)
    currency_id = fields.Many2one(related="surcharge_id.currency_id")
    is_open = fields.Boolean(string="All above")
    upto = fields.Monetary(string="Declared up to", help="Included.")
    amount = fields.Float(digits=(16, 6), string="Price")
    percent = fields.Float(digits=(10, 4), string="Rate (%)")

    _amounts = models.Constraint("CHECK (upto >= 0 AND amount >= 0 AND percent >= 0)", "Ranges and prices cannot be negative.")
