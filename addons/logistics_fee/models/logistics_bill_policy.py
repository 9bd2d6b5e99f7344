from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen

from ..adapters.bill_words import CAUSE_LABELS
from ..tariff.matching import Decision


class LogisticsBillPolicy(models.Model):
    """What happens to a difference of one cause: accepted up to an amount, disputed, or shown to a person. The first that fits decides."""

    _name = "logistics.bill.policy"
    _description = "Policy for bill differences"
    _order = "company_id, sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier_id = fields.Many2one("delivery.carrier", ondelete="cascade", check_company=True, help="Empty = every carrier.")
    cause = fields.Selection([("*", "Any cause"), *CAUSE_LABELS.items()], required=True, default="*")
    direction = fields.Selection([("over", "Billed too much"), ("under", "Billed too little")], help="Empty = both.")
    has_limit = fields.Boolean(string="Up to an amount", default=True)
    upto = fields.Monetary(string="Up to", help="Size of the difference of one line, included.")
    action = fields.Selection(
        [("accept", "Accept"), ("dispute", "Dispute"), ("person", "Ask a person")], required=True, default="person")

    @api.constrains("action", "has_limit", "upto")
    def _check_limit(self):
        for policy in self:
            if policy.upto < 0:
                raise ValidationError(self.env._("The amount of a bill policy is zero or more."))
            if policy.action == "accept" and not policy.has_limit and policy.direction != "under":
                raise ValidationError(self.env._("Accepting whatever the carrier bills needs an amount up to which it holds."))

    @api.depends("cause", "action")
    def _compute_display_name(self):
        causes, actions = (dict(self._fields[name]._description_selection(self.env)) for name in ("cause", "action"))
        for policy in self:
            policy.display_name = f"{causes.get(policy.cause, '')}: {actions.get(policy.action, '')}"

    @api.model
    def _that_hold(self, company, carrier):
        """:return: the policies of a carrier's bills in their order, in sudo."""
        return self.sudo().search([("company_id", "=", company.id), ("carrier_id", "in", [False, carrier.id])])  # sudo: the job has no user

    @api.model
    def _writers(self, company, carrier, causes):
        """:param causes: causes of lines that policies accepted. :return: res.users who wrote the policies that can have done it."""
        return self._that_hold(company, carrier).filtered(lambda policy: policy.action == "accept" and policy.cause in ("*", *causes)).write_uid

    @api.model
    def _decisions(self, company, carrier):
        """:return: list of the core's Decision in their order."""
        policies = self._that_hold(company, carrier)
        return [
            Decision(policy.cause, policy.action, to_fen(policy.upto) if policy.has_limit else None, policy.direction or "") for policy in policies]
