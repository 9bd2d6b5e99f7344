from odoo import api, fields, models

READY = 70  # per cent of the planned pieces that should lie in stock before a campaign starts


class PromoCampaign(models.Model):
    """Whether the goods of a campaign are there: planned quotas against free stock. And whether its orders count for resource points and commission."""

    _inherit = "promo.campaign"

    is_point_excluded = fields.Boolean(
        string="Does not count for points", tracking=True,
        help="Orders that get something of the campaign count for targets and commission, not for the resource points of stores and dealers.")
    is_commission_excluded = fields.Boolean(
        string="Earns no commission", tracking=True,
        help="Orders that get something of the campaign count for targets and reports; salespeople and guides get no commission for them.")

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"is_point_excluded", "is_commission_excluded"}

    def _plan_hints(self):
        hints = super()._plan_hints()
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.company_id.id)])  # sudo: how many lie there
        for rule in self.rule_ids.filtered(lambda rule: rule.limit_quota and rule.product_ids):
            free = sum(max(0, pieces) for found in rule.product_ids._dealer_free_stock_by(warehouses).values() for pieces in found.values())
            share = int(min(free, rule.limit_quota) * 100 // rule.limit_quota)
            if share < READY:
                hints.append(self.env._(
                    "%(rule)s: %(free)d of %(wanted)s planned pieces are in stock (%(share)s %%); %(ready)s %% should be there before the start.",
                    rule=rule.name, free=free, wanted=rule.limit_quota, share=share, ready=READY))
        return hints
