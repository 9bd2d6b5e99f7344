"""Names of destinations in a tariff sheet -> division codes, each spelling looked up once."""
from typing import NamedTuple


class Found(NamedTuple):
    """:ivar code: six digits, "" for all other regions, None when refused. :ivar problem: code of the finding or "".
    :ivar part: province, city or district, which the finding is about. :ivar warning: whether the row stays."""

    code: str | None
    problem: str = ""
    part: str = "province"
    params: dict | None = None
    warning: bool = False


class PlaceBook:
    """Looks names up in the index of divisions; no query.

    :param index: the DivisionIndex.
    """

    def __init__(self, index):
        self._index = index
        self._known = {}
        self._told = set()

    def cells(self, row):
        """Resolve the destinations of a row.

        A spelling that is refused or warned about is told at its first row only.

        :param row: ParsedRow of a TariffRow.
        :return: (pairs (code, Priced); findings; whether the row must be left out).
        """
        cells, problems, blocked = [], [], False
        for priced in row.record.prices:
            found = self._look_up(priced)
            if found.problem and (priced.place, found.problem) not in self._told:
                self._told.add((priced.place, found.problem))
                column = found.part if priced.place_column == "province" else priced.place_column
                problems.append(row.source.error(column, found.problem, warning=found.warning, **found.params))
            if found.code is None:
                blocked = True
            else:
                cells.append((found.code, priced))
        return cells, problems, blocked

    def _look_up(self, priced):
        place = priced.place
        if place.everywhere:
            return Found("")
        key = (place, priced.place_column == "province")
        if key not in self._known:
            self._known[key] = self._read(place, joined=not key[1] and not place.city)
        return self._known[key]

    def _read(self, place, joined):
        match = self._index.find(place.province, place.city, place.district)
        if match.refusal == "unknown_division" and joined:
            match = self._joined(place.province) or match
        if match.refusal:
            name = getattr(place, match.place) or place.province
            return Found(None, match.refusal, match.place, {"name": name, **match.params})
        return Found(match.code, match.warning, match.place, match.params, True) if match.warning else Found(match.code)

    def _joined(self, name):
        """Read a province and a city written together (广东深圳, 深圳(广东)). :return: the Match, or None if it is none."""
        if name.endswith(")") and "(" in name:
            inner, _bracket, outer = name[:-1].partition("(")
            found = self._index.find(outer, inner)
            return None if found.refusal else found
        for cut in range(2, len(name) - 1):
            found = self._index.find(name[:cut], name[cut:])
            if not found.refusal:
                return found
        return None
