"""Choosing the rule of each fee code and line, and computing it. A missing rule is reported, never a silent zero."""
from collections.abc import Iterable
from dataclasses import asdict, replace

from ..refusal import Refusal
from .event import Event, FeeLine, Line, Result, Rule, Tier
from .kinds import KINDS


def _in_force(rule: Rule, event: Event, base_fen: int) -> bool:
    return (
        rule.event == event.name
        and rule.valid_from <= event.on_date
        and (rule.valid_to is None or event.on_date <= rule.valid_to)
        and (not rule.dealers or not set(rule.dealers).isdisjoint(event.dealers))
        and (not rule.dealer_levels or event.dealer_level in rule.dealer_levels)
        and (not rule.reasons or event.reason in rule.reasons)
        and (not rule.divisions or not set(rule.divisions).isdisjoint(event.chain))
        and (rule.order_base_from_fen is None or base_fen >= rule.order_base_from_fen)
        and (rule.order_base_upto_fen is None or base_fen <= rule.order_base_upto_fen)
    )


def _fits(rule: Rule, line: Line) -> bool:
    return not rule.categories or not set(rule.categories).isdisjoint((line.category, *line.ancestors))


def rank(rule: Rule) -> tuple:
    """Best rule last: priority, then the number of conditions, then the latest start.

    :param rule: a rule. :return: sort key.
    """
    conditions = (
        rule.categories, rule.dealers, rule.dealer_levels, rule.reasons, rule.divisions,
        rule.order_base_from_fen is not None or rule.order_base_upto_fen is not None)
    return rule.priority, sum(map(bool, conditions)), rule.valid_from, str(rule.key)


def limited(amount: int, low: int | None, high: int | None) -> int:
    """:return: the amount held between its limits; None = no limit."""
    if low is not None:
        amount = max(amount, low)
    return amount if high is None else min(amount, high)


def _charge(rule: Rule, lines: list[Line], event: Event) -> FeeLine | None:
    """The fee of the lines a rule won; None when a price it is taken of is not known."""
    qty = sum(line.qty for line in lines)
    if rule.base == "freight":
        scopes = [(event.freight_fen, qty)]
    else:
        scopes = [(line.value_fen(rule.base), line.qty) for line in lines]
    if any(base is None for base, _qty in scopes):
        return None
    base = sum(value for value, _qty in scopes)
    if rule.scope != "line":
        scopes = [(base, qty)]
    low = rule.min_fen if base or rule.min_on_zero else None
    fee = FeeLine(
        rule.code, 0, rule.key, rule.kind, base, qty, rule.rate_ppm, rule.value_fen, rule.tiers, low, rule.max_fen,
        tuple(scopes), 0, rule.base, rule.bearer)
    return replace(fee, fen=replay_fee(fee))


def replay_fee(fee: FeeLine) -> int:
    """Compute a fee again from what its line says.

    :param fee: a line, also one read back from storage. :return: fen.
    """
    kind = KINDS[fee.kind]
    return sum(limited(kind(fee, *scope), fee.min_fen, fee.max_fen) for scope in fee.scopes) + fee.limit_fen


def fee_to_json(fee: FeeLine) -> dict:
    """:return: the line as str, int, None and lists, to be stored with the document; its keys must be such values too."""
    return {
        **asdict(fee), "tiers": [[tier.upto_fen, tier.rate_ppm] for tier in fee.tiers],
        "scopes": [list(scope) for scope in fee.scopes]}


def fee_from_json(data: dict) -> FeeLine:
    """:param data: what :func:`fee_to_json` gave. :return: an equal line, which :func:`replay_fee` computes again."""
    return FeeLine(**{
        **data, "tiers": tuple(Tier(*tier) for tier in data["tiers"]), "scopes": tuple(tuple(scope) for scope in data["scopes"])})


def _hold_to_order_limits(won: list[tuple[Rule, FeeLine]]) -> list[FeeLine]:
    """Apply the limits on the whole event: the strictest of the rules that won; the difference goes to the rule that set it."""
    fees = [fee for _rule, fee in won]
    base = sum(fee.base_fen for fee in fees)
    lows = [(rule.order_min_fen, position) for position, (rule, _fee) in enumerate(won)
            if rule.order_min_fen is not None and (base or rule.min_on_zero)]
    highs = [(rule.order_max_fen, position) for position, (rule, _fee) in enumerate(won) if rule.order_max_fen is not None]
    for strictest, broken in (
            (max(lows, default=None), lambda total, limit: total < limit),
            (min(highs, default=None), lambda total, limit: total > limit)):
        total = sum(fee.fen for fee in fees)
        if strictest and broken(total, strictest[0]):
            limit, position = strictest
            fee = fees[position]
            fees[position] = replace(fee, fen=fee.fen + limit - total, limit_fen=fee.limit_fen + limit - total)
    return fees


def evaluate(rules: Iterable[Rule], event: Event, mandatory: Iterable[str] = ()) -> Result:
    """Compute all fees of an event.

    :param rules: rules of any event and date.
    :param event: what happened; at least one line.
    :param mandatory: codes that must have a rule even if none is known.
    :return: Result; ``problems`` has ``no_rule`` per code (and line) that no rule covers, ``bad_line`` for a negative
        price or quantity, ``no_base`` when the price a rate is taken of is not known, and no fee is given for that code.
    """
    for position, line in enumerate(event.lines, 1):
        if line.unit_fen < 0 or line.qty <= 0:
            return Result((), (Refusal("bad_line", (("line", position),)),))
    known = [rule for rule in rules if rule.event == event.name]
    base = sum(line.base_fen for line in event.lines)
    live = sorted((rule for rule in known if _in_force(rule, event, base)), key=rank)
    fees, problems = [], []
    for code in dict.fromkeys([*mandatory, *sorted({rule.code for rule in known})]):
        ranked = [rule for rule in live if rule.code == code]
        won: dict = {}
        for line in event.lines:
            best = next((rule for rule in reversed(ranked) if _fits(rule, line)), None)
            won.setdefault(best and best.key, (best, []))[1].append(line)
        if None in won or not won:
            problems.append(Refusal("no_rule", (("code", code), ("event", event.name), ("date", event.on_date.isoformat()))))
            continue
        charged = [(rule, _charge(rule, lines, event)) for rule, lines in won.values()]
        if any(fee is None for _rule, fee in charged):
            problems.append(Refusal("no_base", (("code", code), ("event", event.name))))
        else:
            fees.extend(_hold_to_order_limits(charged))
    return Result(tuple(fees), tuple(problems))
