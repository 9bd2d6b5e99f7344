from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..adapters.keys import division_key, partner_key, rule_key


class PromoQuota(models.Model):
    """A part of what a rule may give that is set aside for a region, a sales company or a dealer."""

    _name = "promo.quota"
    _description = "Quota of a region, sales company or dealer"
    _inherit = ["promo.plan.mixin"]
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("promo.rule", required=True, index=True, ondelete="cascade")
    campaign_id = fields.Many2one(related="rule_id.campaign_id", store=True, index=True)
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    place = fields.Selection(
        [("region", "Region"), ("sales_company", "Sales company"), ("dealer", "Dealer"), ("rest", "All others")], string="Set aside for", required=True,
        default="region")
    division_id = fields.Many2one("dealer.division", string="Region", ondelete="restrict", help="With everything inside it.")
    partner_id = fields.Many2one("res.partner", string="Sales company or dealer", ondelete="restrict",
        domain="[('dealer_level', '=', place)]")
    unit = fields.Selection([("total", "Orders"), ("quota", "Pieces")], string="Counts", required=True, default="total")
    capacity = fields.Integer(string="At most", required=True, default=1, aggregator=None)
    used = fields.Integer(compute="_compute_used", help="Reserved or given.")
    left = fields.Integer(compute="_compute_used")

    _capacity = models.Constraint("CHECK (capacity > 0)", "A quota is at least one order or piece.")
    _region_uniq = models.UniqueIndex("(rule_id, division_id) WHERE division_id IS NOT NULL", "The rule has a quota of this region already.")
    _partner_uniq = models.UniqueIndex("(rule_id, partner_id) WHERE partner_id IS NOT NULL", "The rule has a quota of this partner already.")
    _rest_uniq = models.UniqueIndex("(rule_id) WHERE place = 'rest'", "The rule has a quota of all others already.")

    @api.depends("place", "division_id", "partner_id")
    def _compute_display_name(self):
        places = dict(self._fields["place"]._description_selection(self.env))
        for quota in self:
            quota.display_name = (quota.division_id or quota.partner_id.sudo()).display_name or places.get(quota.place)  # sudo: a name

    @api.depends("capacity")
    def _compute_used(self):
        counters = {limit.key: limit for limit in self.env["promo.limit"].sudo().search(  # sudo: sums of the rule
            [("key", "in", [quota._limit_key() for quota in self]), ("holder", "=", "")])}
        for quota in self:
            counter = counters.get(quota._limit_key())
            quota.used = counter.reserved + counter.confirmed if counter else 0
            quota.left = quota.capacity - quota.used

    @api.constrains("place", "division_id", "partner_id")
    def _check_holder(self):
        for quota in self:
            wanted = {"region": quota.division_id, "rest": True}.get(quota.place, quota.partner_id)
            level = quota.place in ("sales_company", "dealer") and quota.partner_id.dealer_level
            if not wanted or (level and level != quota.place):
                raise ValidationError(self.env._("%s: say for which region, sales company or dealer the quota is.", quota.rule_id.name))

    @api.onchange("place")
    def _onchange_place(self):
        self.division_id = self.place == "region" and self.division_id
        self.partner_id = self.partner_id if self.partner_id.dealer_level == self.place else False

    def _plan_campaign(self):
        return self.rule_id.campaign_id

    def _limit_key(self):
        return f"{rule_key(self.rule_id._origin.id or 0)}:place{self._origin.id or 0}"

    def _place_rows(self):
        """:return: {limit: [rule, place, key of the holder]}, for ``adapters.places``."""
        return {quota._limit_key(): [
            rule_key(quota.rule_id.id), quota.place, division_key(quota.division_id.id) if quota.place == "region" else partner_key(quota.partner_id.id or 0)]
            for quota in self}
