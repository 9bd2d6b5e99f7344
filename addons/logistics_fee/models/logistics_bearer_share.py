from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen

from .logistics_fee_rule import BEARERS


class LogisticsBearerShare(models.Model):
    """One bearer's part of a freight: a rate, an amount, all there is up to a cap, or the rest."""

    _name = "logistics.bearer.share"
    _description = "Share of a freight"
    _inherit = ["logistics.dated.part"]
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("logistics.bearer.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="rule_id.currency_id")
    sequence = fields.Integer(default=10)
    who = fields.Selection(BEARERS, string="Borne by", required=True, default="dealer")
    kind = fields.Selection(
        [("percent", "Percent of the freight"), ("fixed", "Amount"), ("all", "All, up to the cap"), ("rest", "The rest")], required=True, default="rest")
    rate_bp = fields.Integer(string="Rate (bp)", aggregator=None)
    rate_percent = fields.Float(string="Rate (%)", digits=(5, 2), compute="_compute_rate_percent", inverse="_inverse_rate_percent", aggregator=None)
    amount = fields.Monetary(aggregator=None)
    cap = fields.Monetary(string="At the most", aggregator=None, help="0 = no cap.")

    _values = models.Constraint(
        "CHECK (rate_bp BETWEEN 0 AND 10000 AND amount >= 0 AND cap >= 0)", "Rates lie between 0 and 100 %, amounts and caps are zero or more.")

    def _compute_rate_percent(self):
        for share in self:
            share.rate_percent = share.rate_bp / 100

    def _inverse_rate_percent(self):
        for share in self:
            share.rate_bp = to_fen(round(share.rate_percent, 2))
