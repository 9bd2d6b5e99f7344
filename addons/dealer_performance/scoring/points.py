"""Resource points: how many points a completion gives, by a table of rules."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PointRule:
    """From this completion on (basis points), so many points in hundredths."""

    from_bp: int
    points: int


def points_of(rules, completion_bp: int | None) -> int:
    """Give the points of the highest rule reached.

    :param rules: :class:`PointRule` in any order.
    :param completion_bp: None without a target.
    :return: hundredths of a point, 0 when nothing is reached.
    """
    if completion_bp is None:
        return 0
    reached = [rule for rule in rules if completion_bp >= rule.from_bp]
    return max(reached, key=lambda rule: rule.from_bp).points if reached else 0
