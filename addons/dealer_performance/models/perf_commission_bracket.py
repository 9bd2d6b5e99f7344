from odoo import fields, models


class PerfCommissionBracket(models.Model):
    """Sales from here up to there earn this rate."""

    _name = "perf.commission.bracket"
    _description = "Commission bracket"
    _inherit = ["dealer.part.mixin"]
    _part_of = "scheme_id"
    _order = "amount_from, id"

    scheme_id = fields.Many2one("perf.commission.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    amount_from = fields.Monetary(string="Sales from")
    amount_upto = fields.Monetary(string="Below", help="Empty: no end. Where one bracket ends the next one begins.")
    rate = fields.Float(string="Rate (%)", digits=(5, 2))
