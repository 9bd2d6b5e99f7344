"""Targets as a tree: company year, half-year, department quarter, employee month. Children sum to their parent."""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import allocate, round_div


@dataclass(frozen=True, slots=True)
class Target:
    """A node: key, key of its parent or None, amount in fen."""

    key: str
    parent: str | None
    amount_fen: int


def differences(targets) -> dict:
    """Give by parent what its children lack (positive) or have too much (negative); parents without children are left alone.

    :param targets: iterable of :class:`Target`.
    :return: parent key -> fen, those that are 0 left out.
    """
    nodes = {one.key: one for one in targets}
    sums = {}
    for one in nodes.values():
        if one.parent is not None:
            sums[one.parent] = sums.get(one.parent, 0) + one.amount_fen
    return {key: nodes[key].amount_fen - total for key, total in sums.items() if nodes[key].amount_fen != total}


def split_target(amount_fen: int, weights) -> list:
    """Split a parent over its children by weights; the parts sum to the whole to the fen."""
    return allocate(amount_fen, list(weights))


def completion_bp(credited_fen: int, target_fen: int) -> int | None:
    """Give credited / target in basis points, None without a target."""
    return round_div(credited_fen * 10_000, target_fen) if target_fen > 0 else None
