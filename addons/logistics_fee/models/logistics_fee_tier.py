from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen


class LogisticsFeeTier(models.Model):
    """One range of the base of a fee and its rate; the last range is open."""

    _name = "logistics.fee.tier"
    _description = "Range of a fee rule"
    _inherit = ["logistics.dated.part"]
    _order = "rule_id, is_open, upto, id"

    rule_id = fields.Many2one("logistics.fee.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="rule_id.currency_id")
    is_open = fields.Boolean(string="All above")
    upto = fields.Monetary(string="Up to", help="Included.")
    rate_bp = fields.Integer(string="Rate (bp)", aggregator=None, help="Basis points: 800 is 8 %.")
    rate_percent = fields.Float(string="Rate (%)", digits=(5, 2), compute="_compute_rate_percent", inverse="_inverse_rate_percent", aggregator=None)

    _values = models.Constraint("CHECK (upto >= 0 AND rate_bp BETWEEN 0 AND 10000)", "A range ends at zero or more and its rate lies between 0 and 100 %.")

    def _compute_rate_percent(self):
        for tier in self:
            tier.rate_percent = tier.rate_bp / 100

    def _inverse_rate_percent(self):
        for tier in self:
            tier.rate_bp = to_fen(round(tier.rate_percent, 2))
