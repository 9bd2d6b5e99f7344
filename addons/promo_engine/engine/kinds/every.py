"""Every full amount gives an amount off or a voucher 每满: per piece or on the sum, with or without a limit."""
from dataclasses import dataclass

from ..reading import Unreadable, choice, fen, number, text
from ..reading.values import scaled, whole
from ..registry import reward
from ..scope import ALL, Scope, scope_field


@dataclass(frozen=True)
class Every:
    """:ivar every_fen: the full amount. :ivar amount_fen, key, count: what is given each time: fen, a voucher, points or draws.
    Rows may give ``value`` instead of the three.
    :ivar per: unit counts each piece by itself, base the sum.
    :ivar worth_fen: what a voucher is worth when offers are compared.
    """

    every_fen: int = fen()
    give: str = choice("amount", "coupon", "points", "draw", default="amount")
    amount_fen: int = fen(0)
    key: str = text("")
    count: int = number(1)
    per: str = choice("base", "unit", default="base")
    max_times: int | None = number(None)
    scope: Scope = scope_field(ALL)
    base: str = choice("", "entry", "running", "list", default="")
    worth_fen: int = fen(0)

    @staticmethod
    def prepare(row, place, decimals):
        """Put ``value`` where the kind of gift wants it."""
        if "value" not in row:
            return row
        give, value = row.get("give", "amount"), row["value"]
        if give == "amount":
            found = {"amount_fen": scaled(value, decimals, place, "value")}
        elif give == "coupon":
            found = {"key": str(value)}
        else:
            found = {"count": whole(value, place, "value", 0)}
        return {**{name: item for name, item in row.items() if name != "value"}, **found}

    def __post_init__(self):
        """Nothing is full without an amount."""
        if self.every_fen <= 0:
            raise Unreadable("every", "every", "is not above zero")


def _have(work, rule, spec):
    return max(0, work.amount(rule, None if spec.scope.everything else spec.scope, spec.base, inside=True))


def times_of(work, rule, spec):
    """:return: how often the full amount is reached."""
    if spec.per == "unit":
        base = spec.base or rule.threshold_base or work.options.threshold_base
        times = 0
        for i in work.takers(rule.scope, spec.scope):
            for count, now, entry, _used in work.state.units(i):
                times += count * max(0, (now if base == "running" else entry) // spec.every_fen)
    else:
        times = _have(work, rule, spec) // spec.every_fen
    return times if spec.max_times is None else min(times, spec.max_times)


def gap(work, rule, spec):
    """What is missing to the next full amount of the sum."""
    times = times_of(work, rule, spec)
    if spec.per == "unit" or (spec.max_times is not None and times >= spec.max_times):
        return None
    return "below_amount", (times + 1) * spec.every_fen, _have(work, rule, spec)


@reward("every", "Every full amount", Every, gap=gap, families=("full_reduction", "spend_and_get"))
def apply(work, draft, spec):
    """Give the value so many times."""
    times, lines = times_of(work, draft.rule, spec), work.takers(draft.rule.scope, spec.scope)
    if work.assume and spec.give == "amount":
        share = -(-sum(work.state.run[i] for i in lines) * spec.amount_fen // spec.every_fen)
        most = share if spec.max_times is None else min(share, spec.max_times * spec.amount_fen)
        draft.lines_amount(lines, max(most, spec.amount_fen))
    elif spec.give == "amount":
        draft.lines_amount(lines, times * spec.amount_fen)
    elif spec.give == "coupon":
        draft.issue("coupon", spec.key, times, spec.worth_fen)
    elif spec.give == "points":
        draft.issue("points", "points", times * spec.count)
    else:
        draft.issue("draw", spec.key or "draws", times * spec.count)
