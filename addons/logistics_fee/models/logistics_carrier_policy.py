from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.models.res_partner import LEVELS
from odoo.addons.dealer_base.money import to_fen

from ..tariff.choice import Policy

METHODS = [("cheapest", "Cheapest"), ("fastest", "Fastest"), ("preferred", "Preferred, unless too dear")]


class LogisticsCarrierPolicy(models.Model):
    """How the carrier of an order is chosen, and which carriers a dealer may use.

    Of several policies the one nearest to the dealer holds: one that names the store or somebody above it, then one for its
    level, then the general one; without any a person chooses.
    """

    _name = "logistics.carrier.policy"
    _description = "Carrier policy"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_ids = fields.Many2many(
        "res.partner", string="Dealers", domain="[('dealer_level', '!=', False)]", context={"active_test": False}, ondelete="restrict",
        help="Empty = all; whoever is below them included.")
    dealer_level = fields.Selection(LEVELS, string="Channel level", help="Empty = all levels.")
    method = fields.Selection(METHODS, string="Choose", required=True, default="cheapest", tracking=True)
    line_ids = fields.One2many(
        "logistics.carrier.policy.line", "policy_id", string="Carriers", copy=True, help="The first is preferred; of equal carriers the earlier is taken.")
    only_listed = fields.Boolean(string="Only these carriers", tracking=True, help="Other carriers are shown as not allowed and cannot be chosen.")
    premium = fields.Monetary(string="May be dearer by", tracking=True, help="How much a preferred carrier may cost above the cheapest; 0 = any.")
    max_days = fields.Integer(string="Days at the most", help="0 = any.")
    max_price = fields.Monetary(string="Price at the most", help="0 = any.")
    rule_ids = fields.One2many(
        "logistics.carrier.policy.rule", "policy_id", string="Exceptions", copy=True, help="The first that fits region and goods holds.")

    _limits = models.Constraint("CHECK(premium >= 0 AND max_price >= 0 AND max_days >= 0)", "Limits of a carrier policy are zero or more.")

    @api.constrains("only_listed", "line_ids", "method")
    def _check_carriers(self):
        for policy in self:
            if not policy.line_ids and (policy.only_listed or policy.method == "preferred"):
                raise ValidationError(self.env._("%s: list the carriers it speaks of, the preferred one first.", policy.name))

    @api.model
    def _for(self, company, partner):
        """Find the policy that holds for a dealer or store.

        :param company: res.company. :param partner: res.partner, maybe empty.
        :return: one policy in sudo, empty = the cheapest carrier.
        """
        chain = partner.sudo()._dealer_chain() if partner else partner  # sudo: where a store belongs, whoever orders
        best = None
        for policy in self.sudo().search([("company_id", "=", company.id)]):  # sudo: who orders need not read policies
            if policy.partner_ids and not policy.partner_ids & chain:
                continue
            if policy.dealer_level and policy.dealer_level not in chain[:1].mapped("dealer_level"):
                continue
            near = min((chain.ids.index(one.id) for one in policy.partner_ids & chain), default=len(chain))
            rank = (near, not policy.dealer_level, policy.sequence, policy.id)
            if best is None or rank < best[0]:
                best = (rank, policy)
        return best[1] if best else self.sudo()  # sudo: as above

    def _core(self):
        """:return: the core's Policy; carriers are known by :meth:`delivery.carrier._choice_key`."""
        if not self:
            return Policy("cheapest")
        listed = tuple(line.carrier_id._choice_key() for line in self.line_ids)
        limits = {
            "only": listed if self.only_listed else None, "max_days": self.max_days or None, "max_fen": to_fen(self.max_price) or None}
        base = Policy(self.method, prefer=listed, premium_fen=to_fen(self.premium) or None, **limits)
        if not self.rule_ids:
            return base
        rules = tuple((rule._conditions(), rule._core(listed, limits)) for rule in self.rule_ids)
        return Policy("rules", prefer=listed, rules=(*rules, ((), base)))
