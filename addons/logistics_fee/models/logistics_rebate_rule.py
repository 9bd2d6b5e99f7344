from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen

from ..adapters.exact import ppm_of
from ..tariff.rebates import KINDS, RebateRule, RebateTier

LABELS = {
    "whole_amount": "One rate by the month's freight", "marginal_amount": "Rates by parts of the freight",
    "whole_percent": "One rate by the month's parcels", "marginal_count": "Rates by parts of the parcels",
    "per_parcel_over": "An amount per parcel above a number",
}


class LogisticsRebateRule(models.Model):
    """What a carrier gives back each month, as the cost contract says."""

    _name = "logistics.rebate.rule"
    _description = "Carrier rebate rule"
    _order = "carrier_id, date_from desc, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    contract_id = fields.Many2one("logistics.contract", required=True, index=True, ondelete="cascade", domain="[('side', '=', 'cost')]")
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    carrier_id = fields.Many2one(related="contract_id.carrier_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection([(name, LABELS[name]) for name in sorted(KINDS)], required=True, default="whole_amount")
    tier_ids = fields.One2many("logistics.rebate.tier", "rule_id", string="Tiers", copy=True)
    over = fields.Integer(string="Parcels without a rebate")
    fee = fields.Monetary(string="Per further parcel")
    tolerance = fields.Monetary(help="Differences between accrual and credit up to this amount are none.")
    date_from = fields.Date(string="First month", required=True)
    date_to = fields.Date(string="Last month")

    _dates = models.Constraint("CHECK (date_to IS NULL OR date_to >= date_from)", "A rebate rule ends before it begins.")
    _numbers = models.Constraint("CHECK (\"over\" >= 0 AND fee >= 0 AND tolerance >= 0)", "Numbers of a rebate rule are zero or more.")

    @api.constrains("kind", "tier_ids")
    def _check_tiers(self):
        for rule in self:
            if rule.kind == "per_parcel_over":
                continue
            tiers = rule.tier_ids.sorted("sequence")
            bounds = [tier._bound() for tier in tiers]
            closed = [bound for bound in bounds if bound is not None]
            if not tiers or None in bounds[:-1] or closed != sorted(set(closed)):
                raise ValidationError(self.env._("%s: its tiers must ascend, and only the last one may be open.", rule.name))

    def _core(self):
        """:return: the core's RebateRule."""
        self.ensure_one()
        tiers = tuple(RebateTier(tier._bound(), ppm_of(tier.percent)) for tier in self.tier_ids.sorted("sequence"))
        return RebateRule(self.kind, tiers, self.over, to_fen(self.fee))
