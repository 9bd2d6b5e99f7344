from odoo import models

from ..adapters.keys import rule_of


class SaleOrder(models.Model):
    """Points follow the goods of an order."""

    _inherit = "sale.order"

    def _promo_earned_back(self, outcome, plan):
        super()._promo_earned_back(outcome, plan)
        lost = {rule_of(rule) for rule, kind, _key, _count in plan.issues_back if kind == "points"}
        self.sudo().promo_promise_ids.filtered(lambda promise: promise.rule_id.id in lost)._take_points()  # sudo: written by the steps of the order alone

    def _promo_take_back(self):
        super()._promo_take_back()
        self.sudo().promo_promise_ids._take_points()  # sudo: as above
