"""Choosing the rule of each fee code and line, and computing it. A missing rule is reported, never a silent zero."""
from collections.abc import Iterable

from ..refusal import Refusal
from .event import Event, FeeLine, Line, Result, Rule
from .kinds import KINDS


def _in_force(rule: Rule, event: Event, base_fen: int) -> bool:
    return (
        rule.event == event.name
        and rule.valid_from <= event.on_date
        and (rule.valid_to is None or event.on_date <= rule.valid_to)
        and (not rule.dealers or not set(rule.dealers).isdisjoint(event.dealers))
        and (not rule.dealer_levels or event.dealer_level in rule.dealer_levels)
        and (not rule.reasons or event.reason in rule.reasons)
        and (rule.order_base_from_fen is None or base_fen >= rule.order_base_from_fen)
    )


def _fits(rule: Rule, line: Line) -> bool:
    return not rule.categories or not set(rule.categories).isdisjoint((line.category, *line.ancestors))


def _rank(rule: Rule) -> tuple:
    """Best rule last: priority, then the number of conditions, then the latest start."""
    conditions = (rule.categories, rule.dealers, rule.dealer_levels, rule.reasons, rule.order_base_from_fen is not None)
    return rule.priority, sum(map(bool, conditions)), rule.valid_from, str(rule.key)


def _limited(amount: int, low: int | None, high: int | None) -> int:
    if low is not None:
        amount = max(amount, low)
    return amount if high is None else min(amount, high)


def _charge(rule: Rule, lines: list[Line]) -> FeeLine:
    base, qty = sum(line.base_fen for line in lines), sum(line.qty for line in lines)
    kind = KINDS[rule.kind]
    scopes = [(line.base_fen, line.qty) for line in lines] if rule.scope == "line" else [(base, qty)]
    low = rule.min_fen if base or rule.min_on_zero else None
    total = sum(_limited(kind(rule, *scope), low, rule.max_fen) for scope in scopes)
    order_low = rule.order_min_fen if base or rule.min_on_zero else None
    return FeeLine(
        rule.code, _limited(total, order_low, rule.order_max_fen), rule.key, rule.kind, base, qty, rule.rate_ppm)


def evaluate(rules: Iterable[Rule], event: Event, mandatory: Iterable[str] = ()) -> Result:
    """Compute all fees of an event.

    :param rules: rules of any event and date.
    :param event: what happened; at least one line.
    :param mandatory: codes that must have a rule even if none is known.
    :return: Result; ``problems`` has ``no_rule`` per code (and line) that no rule covers, ``bad_line`` for a negative
        price or quantity, and no fee is given for that code.
    """
    for position, line in enumerate(event.lines, 1):
        if line.unit_fen < 0 or line.qty <= 0:
            return Result((), (Refusal("bad_line", (("line", position),)),))
    known = [rule for rule in rules if rule.event == event.name]
    base = sum(line.base_fen for line in event.lines)
    live = sorted((rule for rule in known if _in_force(rule, event, base)), key=_rank)
    fees, problems = [], []
    for code in dict.fromkeys([*mandatory, *sorted({rule.code for rule in known})]):
        ranked = [rule for rule in live if rule.code == code]
        won: dict = {}
        for line in event.lines:
            best = next((rule for rule in reversed(ranked) if _fits(rule, line)), None)
            won.setdefault(best and best.key, (best, []))[1].append(line)
        if None in won or not won:
            problems.append(Refusal("no_rule", (("code", code), ("event", event.name), ("date", event.on_date.isoformat()))))
        else:
            fees.extend(_charge(rule, lines) for rule, lines in won.values())
    return Result(tuple(fees), tuple(problems))
