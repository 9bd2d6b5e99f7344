from odoo import models

from odoo.addons.dealer_base.money import allocate

from ..adapters.keys import rule_key, rule_of
from ..engine.earned import ON_NET


class SaleOrder(models.Model):
    """Points follow the goods of an order."""

    _inherit = "sale.order"

    def _promo_earned_back(self, outcome, plan):
        super()._promo_earned_back(outcome, plan)
        lost = {rule_of(rule) for rule, kind, _key, _count in plan.issues_back if kind == "points"}
        gone = self.sudo().promo_promise_ids.filtered(  # sudo: written by the steps of the order alone
            lambda promise: promise.rule_id.id in lost and promise.kind == "points" and promise.state == "done")
        gone._take_points()
        gone.write({"lost_state": "done"})
        self._promo_earned_in_part(outcome, plan)

    def _promo_earned_in_part(self, outcome, plan):
        """Set points and cash back to what the goods that are kept earn; what is void stays so. Again changes nothing.

        :param plan: RefundPlan of all that is gone.
        """
        left = {(part.rule, part.kind, part.key): part for part in plan.issues_left}
        mine = self.sudo().promo_promise_ids.filtered(lambda one: one.state != "void" or one.lost_state)  # sudo: written by the steps of the order alone
        for name, promises in mine.sorted("id").grouped(  # of an order that was given anew those of before are void
                lambda promise: (rule_key(promise.rule_id.id), promise.kind, promise.key)).items():
            issues = [issue for issue in outcome.issues if (issue.rule, issue.kind, issue.key) == name]
            if name[1] not in ON_NET or len(issues) != len(promises):
                continue
            part = left.get(name)
            counts = [issue.count for issue in issues]
            fens = [issue.value_fen for issue in issues]
            if part and part.kind == "points":
                counts = allocate(part.count, counts) if sum(counts) else counts
            elif part:
                fens = allocate(part.value_fen, fens) if sum(fens) else fens
            for promise, count, fen in zip(promises, counts, fens, strict=True):
                promise._set_earned(count, fen)

    def _promo_take_back(self):
        super()._promo_take_back()
        self.sudo().promo_promise_ids._take_points()  # sudo: as above
