"""Rules that speak of some dealers, grades, reasons or goods: whom they name is not taken away behind their back."""
from odoo.exceptions import UserError

FEE, BEARER, FREE, POLICY = "logistics.fee.rule", "logistics.bearer.rule", "logistics.free.rule", "logistics.carrier.policy"
NAMED_BY = {
    "res.partner": ((FEE, "partner_ids"), (BEARER, "partner_ids"), (FREE, "partner_ids"), (POLICY, "partner_ids")),
    "logistics.dealer.grade": ((FEE, "grade_ids"),),
    "logistics.fee.reason": ((FEE, "reason_ids"), (BEARER, "reason_ids")),
    "product.category": ((FEE, "categ_ids"), ("logistics.carrier.policy.rule", "categ_ids")),
}


def rule_naming(records, more=()):
    """:param records: of one model of ``NAMED_BY``. :param more: domain of the rules. :return: a rule in sudo that names one of them, or None."""
    for model, name in NAMED_BY[records._name]:
        rules = records.env[model].sudo().with_context(active_test=False)  # sudo: whoever deletes, a rule about money must not widen
        rule = rules.search([(name, "in", records.ids), *more], limit=1)
        if rule:
            return rule
    return None


def refuse_unlink(records):
    """:raises UserError: naming the rule that speaks of one of the records."""
    rule = rule_naming(records) if records else None
    if rule:
        raise UserError(records.env._(
            "%(record)s is named by %(rule)s, which would hold for all without it: archive it instead, or take it out of a draft first.",
            record=", ".join(records.mapped("display_name")[:3]), rule=rule.display_name))


def event_problems(rule):
    """:param rule: a draft with an ``event``. :return: list with the sentence that nothing asks for its event yet, or empty."""
    if rule.event not in rule._events_without_caller():
        return []
    event = dict(rule._fields["event"]._description_selection(rule.env))[rule.event]
    return [rule.env._("%(rule)s: no document asks for rules of the event %(event)s yet, so it would never apply; keep it as a draft.",
                       rule=rule.name, event=event)]
