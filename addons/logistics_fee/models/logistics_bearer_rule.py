from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..adapters.conditions import event_problems
from ..adapters.fee_rule import bearer_rule
from ..adapters.messages import refusal_sentence
from ..tariff.bearer import check_shares
from .logistics_fee_rule import EVENTS


class LogisticsBearerRule(models.Model):
    """Who pays the freight of an event: shares in order, each with its cap, one of them takes the rest.

    The best rule applies (priority, then the most conditions, then the latest start); without a rule the dealer pays.
    """

    _name = "logistics.bearer.rule"
    _description = "Who pays the freight"
    _inherit = ["logistics.dated.rule"]
    _order = "event, priority desc, date_from desc, id"

    event = fields.Selection(EVENTS, required=True, default="order", tracking=True)
    reason_ids = fields.Many2many(
        "logistics.fee.reason", string="Reasons", context={"active_test": False}, ondelete="restrict",
        help="Empty = all; for returns, exchanges and refunds.")
    share_ids = fields.One2many("logistics.bearer.share", "rule_id", string="Shares", copy=True)

    @api.constrains("share_ids")
    def _check_shares(self):
        for rule in self:
            wrong = check_shares(rule._core_rule().shares)
            if wrong:
                raise ValidationError(self.env._("%(rule)s: %(reason)s", rule=rule.name, reason=refusal_sentence(self.env, "no_bearer", {"reason": wrong})))

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._check_shares()
        return rules

    def _second_person(self):
        if not any(share.who == "hq" for share in self.share_ids):
            return super()._second_person()
        return self.env._(
            "%(rule)s lets HQ bear freight: the finance manager activates it, not %(author)s, who entered it.",
            rule=self.name, author="、".join(self.author_ids.mapped("name")))

    @api.model
    def _events_without_caller(self):
        """Hook: give the events whose freight no document splits yet. An addon that splits one takes it out."""
        return {"exchange"}

    def _problems(self):
        return super()._problems() + event_problems(self) + self._no_freight_problems()

    def _no_freight_problems(self):
        """:return: list with the sentence why rules of the event would share a freight twice or none at all, or empty."""
        reasons = {
            "shipment": self.env._(
                "%s: the freight of a shipment is its part of the order's freight, more weight included. Rules of the event Order share it; a second "
                "rule would share it twice. Choose the event Order.", self.name),
            "refund": self.env._("%s: a refund has no freight of its own. Rules of the event Return share the way back; choose that event.", self.name)}
        return [reasons[self.event]] if self.event in reasons else []

    def _core_rule(self):
        """:return: the core's rule of this record."""
        self.ensure_one()
        return bearer_rule(self)
