"""Points on what the goods cost after discounts and before assets, line by line."""
from dataclasses import dataclass

from ..reading import Unreadable, fen, number
from ..reading.values import scaled
from ..registry import reward
from ..scope import ALL, Scope, scope_field


def _per(value, place, _decimals):
    found = scaled(value, 4, place, "per")
    if found < 0:
        raise Unreadable(place, "per", "is below zero")
    return found


@dataclass(frozen=True)
class Points:
    """``per`` points for one unit of money, in ten-thousandths; ``unit`` is that unit in fen."""

    per_myriad: int = number(10_000)
    unit_fen: int = fen(100)
    scope: Scope = scope_field(ALL)

    @staticmethod
    def prepare(row, place, decimals):
        """Turn ``per``, points as a decimal text, into exact ten-thousandths."""
        if "per" not in row:
            return row
        return {**{key: value for key, value in row.items() if key != "per"}, "per_myriad": _per(row["per"], place, decimals)}


@reward("points", "Points", Points, families=("points",))
def apply(work, draft, spec):
    """Whole points on the net amount in scope."""
    net = sum(work.state.run[i] for i in set(work.counted(draft.rule.scope)) & set(work.counted(spec.scope)))
    draft.issue("points", "points", points_of(spec, net))


def points_of(spec, net_fen):
    """:return: whole points on so much net."""
    return max(0, net_fen) * spec.per_myriad // (10_000 * spec.unit_fen)
