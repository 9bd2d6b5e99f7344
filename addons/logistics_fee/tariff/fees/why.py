"""Why a rule does not make the fee of an event: for screens that explain, not for computing."""
from collections.abc import Iterable

from .engine import rank
from .event import Event, Rule


def _against(rule: Rule, event: Event, base_fen: int) -> str:
    """:return: the first condition that an event does not meet, "" when it meets all."""
    tests = (
        ("not_yet", event.on_date < rule.valid_from),
        ("over", rule.valid_to is not None and event.on_date > rule.valid_to),
        ("dealer", rule.dealers and set(rule.dealers).isdisjoint(event.dealers)),
        ("grade", rule.dealer_levels and event.dealer_level not in rule.dealer_levels),
        ("reason", rule.reasons and event.reason not in rule.reasons),
        ("region", rule.divisions and set(rule.divisions).isdisjoint(event.chain)),
        ("size", rule.order_base_from_fen is not None and base_fen < rule.order_base_from_fen
            or rule.order_base_upto_fen is not None and base_fen > rule.order_base_upto_fen),
        ("category", rule.categories and all(
            set(rule.categories).isdisjoint((line.category, *line.ancestors)) for line in event.lines)),
    )
    return next((code for code, holds in tests if holds), "")


def against(rules: Iterable[Rule], event: Event) -> dict:
    """Say of each rule of an event why it does not apply.

    :param rules: rules of any event. :param event: what happened.
    :return: {key: code}: "" = it fits and nothing of its code ranks above it; not_yet, over, dealer, grade, reason, region, size,
        category = a condition that is not met; priority, conditions, start = a better rule fits too.
    """
    base = sum(line.base_fen for line in event.lines)
    own = [rule for rule in rules if rule.event == event.name]
    out = {rule.key: _against(rule, event, base) for rule in own}
    for code in {rule.code for rule in own}:
        fitting = sorted((rule for rule in own if rule.code == code and not out[rule.key]), key=rank)
        for rule in fitting[:-1]:
            pairs = zip(rank(rule)[:3], rank(fitting[-1])[:3], ("priority", "conditions", "start"), strict=True)
            out[rule.key] = next((name for mine, best, name in pairs if mine != best), "start")
    return out
