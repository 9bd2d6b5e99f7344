"""What changed between the total that a person has seen and the total of now."""
from dataclasses import dataclass

from .order import Settlement


@dataclass(frozen=True)
class Change:
    """One difference that a person must agree to.

    :param kind: ``price``, ``admin``, ``logistics``, ``total`` or ``stock``.
    :param label: the line it is about, empty for the order as a whole.
    :param old: before, in fen (pieces for ``stock``).
    :param new: now, in fen (pieces for ``stock``).
    """

    kind: str
    label: str
    old: int
    new: int


def changes_between(seen: dict, now: Settlement, stock_seen: dict, stock_now: dict) -> tuple[Change, ...]:
    """Compare what was seen with what is true now.

    Stock counts as changed only when the line was covered before and isn't any more.

    :param seen: ``{"prices": {key: fen}, "admin": fen, "logistics": fen, "total": fen}``.
    :param now: the settlement of now.
    :param stock_seen: free pieces by key when it was seen; a missing key was not looked at.
    :param stock_now: free pieces by key now.
    :return: changes, lines first; empty when nothing moved.
    """
    changes = []
    for line in now.goods:
        old = seen["prices"].get(line.key, 0)
        if old != line.unit_fen:
            changes.append(Change("price", line.label, old, line.unit_fen or 0))
    for line in now.goods:
        was, free = stock_seen.get(line.key), stock_now.get(line.key, 0)
        if was is not None and was >= line.qty > free:
            changes.append(Change("stock", line.label, was, free))
    for kind, new in (("admin", now.admin_fen), ("logistics", now.logistics_fen), ("total", now.total_fen)):
        if seen[kind] != new:
            changes.append(Change(kind, "", seen[kind], new))
    return tuple(changes)
