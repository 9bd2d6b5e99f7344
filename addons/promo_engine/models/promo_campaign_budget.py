from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen


class PromoCampaign(models.Model):
    """The budget of a campaign by lines; the line of discounts and gifts is where promotions stop."""

    _inherit = "promo.campaign"

    budget_line_ids = fields.One2many("promo.budget.line", "campaign_id", string="Budget lines", copy=True)
    budget_left = fields.Monetary(string="Budget left", compute="_compute_budget_left", help="Planned lines less what is committed.")

    @api.depends("budget_line_ids.planned", "budget_line_ids.typed_committed", "budget_amount")
    def _compute_budget_left(self):
        for campaign in self:
            lines = campaign.budget_line_ids
            campaign.budget_left = sum(lines.mapped("left")) if lines else campaign.budget_amount - campaign.actual_cost

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"budget_line_ids"}

    def _promotion_budget(self):
        """:return: what discounts and gifts may cost, in fen; 0 = no limit."""
        line = self.budget_line_ids.filtered(lambda line: line.kind == "promotion")
        return to_fen(line.planned) if line else to_fen(self.budget_amount)

    def _check_brief(self):
        super()._check_brief()
        lines = self.budget_line_ids
        if not lines:
            return
        planned = sum(to_fen(line.planned) for line in lines)
        if planned != to_fen(self.budget_amount):
            raise UserError(self.env._(
                "%(campaign)s: the budget lines add up to %(lines)s, the budget is %(budget)s.", campaign=self.display_name, lines=from_fen(planned),
                budget=from_fen(to_fen(self.budget_amount))))
        if not self._promotion_budget():
            raise UserError(self.env._("%s: give the budget line of discounts and gifts an amount, its rules stop there.", self.display_name))

    def _other_spending(self):
        return super()._other_spending() + sum(to_fen(line.spent) for line in self.budget_line_ids if line.kind != "promotion")
