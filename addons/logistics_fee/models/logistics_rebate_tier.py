from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen

from ..tariff.rebates import KINDS


class LogisticsRebateTier(models.Model):
    """One tier of a rebate rule: up to a number of parcels or an amount of freight, both included."""

    _name = "logistics.rebate.tier"
    _description = "Tier of a carrier rebate"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("logistics.rebate.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    is_open = fields.Boolean(string="And above")
    upto_count = fields.Integer(string="Up to parcels")
    upto_amount = fields.Monetary(string="Up to freight")
    percent = fields.Float(digits=(7, 4), string="Rate (%)")

    _rate = models.Constraint("CHECK (percent BETWEEN 0 AND 100)", "A rebate is between 0 and 100 %.")

    def _bound(self):
        """:return: upper bound as the kind counts it, None = open."""
        if self.is_open:
            return None
        return to_fen(self.upto_amount) if KINDS[self.rule_id.kind].counts == "amount" else self.upto_count
