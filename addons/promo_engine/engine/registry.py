"""Where kinds of rewards and of conditions register themselves: a type added is one file."""
from collections.abc import Callable
from dataclasses import dataclass

from .reading import Unreadable, read_row, to_row


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of reward or condition.

    :ivar spec: declared dataclass of its parameters.
    :ivar run: for a condition check(work, rule, spec) -> None or (code, params); for a reward apply(work, effect, spec).
    :ivar unit_price: rewards of the price level: function(work, spec, unit_fen) -> new unit price in fen, not below zero.
    :ivar unit_limit: price level: function(work, spec) -> how many pieces it may price, or None.
    :ivar on_units: price level: function(draft, spec, pieces), called with how many it priced.
    :ivar gap: function(work, rule, spec) -> (below_amount or below_qty, need, have) of its next step, or None.
    :ivar offer: whether its units serve this offer only.
    :ivar families: families of campaigns it serves, for the form of a campaign.
    """

    code: str
    label: str
    spec: type
    run: Callable
    unit_price: Callable | None = None
    unit_limit: Callable | None = None
    on_units: Callable | None = None
    gap: Callable | None = None
    offer: bool = False
    families: tuple = ()


REWARDS: dict[str, Kind] = {}
CONDITIONS: dict[str, Kind] = {}


def _add(table, kind):
    if kind.code in table:
        raise ValueError(f"{kind.code} is registered twice")
    table[kind.code] = kind
    kind.spec.code = kind.code
    return kind


def reward(code, label, spec, *, families=(), **hooks):
    """Register ``apply(work, draft, spec)`` as the kind of reward ``code``; a code taken twice raises ValueError.

    :param hooks: the optional functions of :class:`Kind`.
    """
    def wrap(function):
        _add(REWARDS, Kind(code, label, spec, function, families=tuple(families), **hooks))
        return function
    return wrap


def condition(code, label, spec):
    """Register ``check(work, rule, spec)`` as the kind of condition ``code``; a code taken twice raises ValueError."""
    def wrap(function):
        _add(CONDITIONS, Kind(code, label, spec, function))
        return function
    return wrap


def read_part(table, row, place, decimals):
    """Read a reward or a condition by its ``type``.

    :raises Unreadable: for a type nobody registered, and for what its fields refuse.
    """
    if not isinstance(row, dict):
        raise Unreadable(place, "", f"{row!r} is no object")
    kind = table.get(row.get("type"))
    if not kind:
        raise Unreadable(place, "type", f"{row.get('type')!r} is not known")
    return read_row(kind.spec, row, f"{place} {kind.code}", decimals)


def part_row(part):
    """:return: the exact row of a reward or a condition, with its type."""
    return {"type": part.code, **to_row(part)}
