"""Fees, their rules and what is strange about them -> sentences."""
from odoo.addons.dealer_base.money import yuan

from ..tariff.fees import KINDS
from .messages import fee_label, fee_sentence


def percent(rate_ppm) -> str:
    """:param rate_ppm: millionths. :return: the rate with its sign, without needless zeros."""
    return f"{rate_ppm / 10_000:g} %"


def _tier_steps(fee) -> str:
    """:return: the arithmetic of a fee by ranges, range by range of each scope."""
    parts = []
    for base, _qty in fee.scopes:
        lower = 0
        for tier in fee.tiers:
            upper = base if tier.upto_fen is None else min(base, tier.upto_fen)
            if fee.kind == "tier_whole":
                if tier.upto_fen is None or base <= tier.upto_fen:
                    parts.append(f"{yuan(base)} × {percent(tier.rate_ppm)}")
                    break
            elif upper > lower or not base:
                parts.append(f"{yuan(upper - lower)} × {percent(tier.rate_ppm)}")
            lower = max(lower, upper)
            if lower >= base:
                break
    return " + ".join(parts)


def fee_sentences(env, fee, rule="") -> list[str]:
    """Explain a fee step by step.

    :param fee: a ``FeeLine``. :param rule: name of its rule.
    :return: sentences, how it is worked out first.
    """
    label = fee_label(env, fee.code)
    if fee.tiers:
        lines = [env._("%(label)s: %(steps)s = %(amount)s", label=label, steps=_tier_steps(fee), amount=yuan(fee.fen))]
    else:
        lines = [fee_sentence(env, fee)]
    bases = {"retail": env._("It is taken of the retail price."), "freight": env._("It is taken of the freight.")}
    lines += [bases[fee.base]] if fee.base in bases else []
    lines += [env._("Each of the %s lines is rounded for itself.", len(fee.scopes))] if len(fee.scopes) > 1 else []
    plain = [KINDS[fee.kind](fee, *scope) for scope in fee.scopes]
    if fee.min_fen is not None and min(plain) < fee.min_fen:
        lines.append(env._("It is not below the minimum of %s.", yuan(fee.min_fen)))
    if fee.max_fen is not None and max(plain) > fee.max_fen:
        lines.append(env._("It is not above the maximum of %s.", yuan(fee.max_fen)))
    if fee.limit_fen:
        lines.append(env._("The limit of the whole fee changes it by %s.", yuan(fee.limit_fen)))
    if fee.bearer != "dealer":
        lines.append({"hq": env._("HQ bears it."), "consumer": env._("The consumer bears it.")}.get(fee.bearer, fee.bearer))
    lines += [env._("By the rule %s.", rule)] if rule else []
    return lines


def condition_words(env, rule) -> str:
    """:param rule: a fee rule. :return: its conditions, one after the other; says so when there is none."""
    words = [", ".join(records.mapped("display_name")) for records in (
        rule.partner_ids, rule.grade_ids, rule.categ_ids, rule.reason_ids, rule.division_ids) if records]
    if rule.order_base_from:
        words.append(env._("from %s", f"{rule.order_base_from:.2f}"))
    if rule.order_base_upto:
        words.append(env._("up to %s", f"{rule.order_base_upto:.2f}"))
    return "; ".join(words) or env._("Everything")


WHY = {
    "not_yet": lambda env: env._("not in force yet"), "over": lambda env: env._("no longer in force"), "dealer": lambda env: env._("for other dealers"),
    "grade": lambda env: env._("for dealers of another grade"), "reason": lambda env: env._("for another reason"),
    "region": lambda env: env._("for other regions"), "size": lambda env: env._("for orders of another size"),
    "category": lambda env: env._("for other product categories"), "priority": lambda env: env._("a rule of higher priority fits"),
    "conditions": lambda env: env._("a rule with more conditions fits"), "start": lambda env: env._("a rule with a later start fits"),
    "": lambda env: env._("applies"),
}


def why_words(env, code) -> str:
    """:param code: what ``tariff.fees.against`` gave. :return: the words for it."""
    return WHY[code](env)


def fee_finding_sentence(env, finding, names) -> str:
    """:param finding: a FeeFinding. :param names: {key: name of a rule}. :return: one sentence."""
    params = dict(finding.params)
    rules = [names.get(key, "") for key in finding.rules]
    if finding.code == "fee_tie":
        return env._(
            "%(rule)s and %(other)s have the same priority, conditions and start: neither wins. Change the priority or the dates of one.",
            rule=rules[0], other=rules[1])
    if finding.code == "fee_cliff":
        return env._(
            "An order of %(size)s pays %(before)s, one fen more only %(after)s: dealers will add goods to pay less.",
            size=yuan(params["size_fen"]), before=yuan(params["before_fen"]), after=yuan(params["after_fen"]))
    if finding.code == "fee_gap":
        return env._("From %s on no rule without conditions is in force: orders or returns will be refused.", params["date"])
    if finding.code == "fee_overlap":
        loser = next(names.get(key, "") for key in finding.rules if key != params["winner"])
        winner = names.get(params["winner"], "")
        text = {
            "priority": env._("Where %(winner)s and %(loser)s both fit, %(winner)s wins: its priority is higher.", winner=winner, loser=loser),
            "conditions": env._("Where %(winner)s and %(loser)s both fit, %(winner)s wins: it has more conditions.", winner=winner, loser=loser),
            "start": env._("Where %(winner)s and %(loser)s both fit, %(winner)s wins: it starts later.", winner=winner, loser=loser),
        }
        return text[params["by"]]
    return finding.code


def bearing_sentences(env, freight_fen, steps, rule, free, missing_fen) -> list[str]:
    """Say who bears a freight.

    :param steps: BearerSteps. :param rule: name of the rule, "" = none. :param free: whether shipping is free.
    :param missing_fen: goods that are missing to free shipping.
    :return: sentences; none when the dealer pays all and nothing is missing.
    """
    writers = {
        "hq": lambda amount: env._("HQ bears %s", amount), "consumer": lambda amount: env._("the consumer bears %s", amount),
        "dealer": lambda amount: env._("the dealer pays %s", amount)}
    parts = [writers[step.who](yuan(step.fen)) for step in steps if step.fen and step.who in writers]
    out = []
    if free:
        out.append(env._("Free shipping by %(rule)s: of the freight of %(freight)s %(parts)s", rule=rule, freight=yuan(freight_fen), parts=", ".join(parts)))
    elif rule:
        out.append(env._("By %(rule)s of the freight of %(freight)s %(parts)s", rule=rule, freight=yuan(freight_fen), parts=", ".join(parts)))
    if missing_fen:
        out.append(env._("Goods for %s more ship free.", yuan(missing_fen)))
    return out
