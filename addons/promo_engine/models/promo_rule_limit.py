from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import campaign_key, rule_key
from ..sql import limits as sql


class PromoRule(models.Model):
    """The limits of a rule and their counters."""

    _inherit = "promo.rule"

    def _limit_wants(self):
        """:return: [(key, kind, capacity)] of the limits that are entered on the rule and its campaign."""
        self.ensure_one()
        key = rule_key(self._origin.id or 0)
        wants = [(f"{key}:{kind}", kind, most) for kind in ("total", "customer", "org", "salesman", "quota") if (most := self._most_of(kind))]
        if self.limit_budget:
            wants.append((f"{key}:budget", "budget", to_fen(self.limit_budget)))
        if self.campaign_id.budget_amount:
            wants.append((f"{campaign_key(self.campaign_id._origin.id or 0)}:budget", "budget", to_fen(self.campaign_id.budget_amount)))
        wants += [(reward._gift_limit(), "stock", reward.gift_stock) for reward in self.reward_ids if reward.kind == "gift" and reward.gift_stock]
        return wants

    def _most_of(self, kind):
        """Say how often a rule gives something.

        What is for the first order, or the first ones, is counted too: two quotations that were both the first one when they were sent are not
        both given it (R1-252).

        :return: what was entered for the kind of limit, or fewer; 0 = no limit.
        """
        entered = self[f"limit_{kind}"]
        meant = [max(condition.upto, condition.qty) - condition.qty + 1 for condition in self.condition_ids
                 if kind in ("customer", "org") and condition.kind == "nth_order" and condition.qty > 0 and not condition.every]
        return min(filter(None, (entered, *meant)), default=0)

    def _limit_rows(self):
        """:return: rows of the engine; gifts are counted by their reward."""
        return [{"id": key, "kind": kind} for key, kind, _capacity in self._limit_wants() if kind != "stock"]

    def _sync_limits(self):
        """Make the counters of the rule fit what is entered; what was used already stays used.

        :raises UserError: when a new capacity is below what was given.
        """
        self.ensure_one()
        self.env["promo.limit"].flush_model()
        sql.sync(self.env, self.id, self.campaign_id.id, self.company_id.id, self._limit_wants())
        self.env["promo.limit"].invalidate_model()
