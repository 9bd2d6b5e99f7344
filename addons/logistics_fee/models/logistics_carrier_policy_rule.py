from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen

from ..tariff.choice import Policy
from .logistics_carrier_policy import METHODS


class LogisticsCarrierPolicyRule(models.Model):
    """Another way to choose for some regions or goods."""

    _name = "logistics.carrier.policy.rule"
    _description = "Exception of a carrier policy"
    _order = "policy_id, sequence, id"
    _rec_name = "method"

    policy_id = fields.Many2one("logistics.carrier.policy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="policy_id.currency_id")
    sequence = fields.Integer(default=10)
    division_ids = fields.Many2many("dealer.division", string="Regions", ondelete="restrict", help="Empty = everywhere; what lies in them included.")
    categ_ids = fields.Many2many(
        "product.category", string="Product categories", ondelete="restrict", help="Empty = all goods; sub-categories included.")
    method = fields.Selection(METHODS, string="Choose", required=True, default="preferred")
    carrier_id = fields.Many2one("delivery.carrier", string="Preferred carrier", index="btree_not_null", ondelete="restrict")
    premium = fields.Monetary(string="May be dearer by", help="0 = any.")

    _premium = models.Constraint("CHECK(premium >= 0)", "Limits of a carrier policy are zero or more.")

    @api.constrains("method", "carrier_id")
    def _check_carrier(self):
        for rule in self:
            if rule.method == "preferred" and not rule.carrier_id:
                raise ValidationError(self.env._("%s: an exception that prefers a carrier names it.", rule.policy_id.name))

    def _conditions(self):
        """:return: conditions of the core, pairs (name, values)."""
        wanted = (("divisions", self.division_ids.mapped("code")), ("categories", self.categ_ids.ids))
        return tuple((name, tuple(values)) for name, values in wanted if values)

    def _core(self, listed, limits):
        """:param listed: carriers of the policy. :param limits: its limits. :return: the core's Policy of this rule."""
        first = (self.carrier_id._choice_key(),) if self.carrier_id else ()
        return Policy(self.method, prefer=(*first, *listed), premium_fen=to_fen(self.premium) or None, **limits)
