"""Rank places of stock by the rules of a company."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OK, SHORT, STALE = "ok", "short", "stale"


@dataclass(frozen=True)
class Place:
    """A place of stock.

    :param key: opaque key. :param free: free pieces by goods. :param max_age_hours: how old a count may be, 0 where stock is live.
    :param age_hours: age of the last count, None where nobody has counted yet.
    """

    key: int
    free: Mapping[int, float]
    max_age_hours: int = 0
    age_hours: float | None = None

    @property
    def is_stale(self) -> bool:
        """Whether what is known of the place is too old to be promised."""
        return bool(self.max_age_hours) and (self.age_hours is None or self.age_hours > self.max_age_hours)


@dataclass(frozen=True)
class Step:
    """A rule that fits the order. :param rule: its key. :param places: keys of its places, in their order."""

    rule: int
    places: tuple[int, ...]


@dataclass(frozen=True)
class Candidate:
    """What came of a place. :param code: OK, SHORT or STALE. :param missing: (goods, pieces) that it lacks."""

    place: int
    rule: int
    code: str
    missing: tuple[tuple[int, float], ...] = ()


def rank(steps: Sequence[Step], places: Mapping[int, Place], wanted: Mapping[int, float]) -> tuple[Candidate, ...]:
    """Give every place once, in the order of the rules.

    :param steps: the rules that fit, the first one first. :param wanted: pieces by goods.
    :return: candidates; a stale place is stale whatever it may have.
    """
    found, seen = [], set()
    for step in steps:
        for key in step.places:
            if key in seen or key not in places:
                continue
            seen.add(key)
            place = places[key]
            missing = tuple((goods, pieces - max(place.free.get(goods, 0), 0)) for goods, pieces in wanted.items() if place.free.get(goods, 0) < pieces)
            code = STALE if place.is_stale else SHORT if missing else OK
            found.append(Candidate(key, step.rule, code, missing))
    return tuple(found)


def choose(candidates: Sequence[Candidate]) -> Candidate | None:
    """Give the first place that has everything and is fresh, None where there is none."""
    return next((one for one in candidates if one.code == OK), None)
