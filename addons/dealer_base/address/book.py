"""All names under which divisions are written, ready for scanning."""
from collections.abc import Iterable
from typing import NamedTuple

from .result import Candidate
from .usual import usual_names

LEVELS = {"province": 0, "city": 1, "district": 2}
FULL, OLD, SHORT, OLD_SHORT, PART, LETTER = range(6)
_OWN_CITY = frozenset(("110000", "120000", "310000", "500000"))
# Zone names that nearly every city has: they mean something only right behind their city.
_COMMON_ZONES = frozenset((
    "高新区", "经开区", "开发区", "工业园区", "工业园", "新区", "保税区", "高新技术开发区", "高新技术产业开发区", "经济开发区", "经济技术开发区",
))


class Name(NamedTuple):
    """One meaning of a name: a code, how good the name is (``FULL`` best), its level, the code it is bound to, its kind."""

    code: str
    rank: int
    level: int
    scope: str
    kind: str


class AddressBook:
    """The names of all divisions, live and closed.

    :param divisions: objects with code, name, short, level, parent and successor, as ``divisions.Division``.
    :param aliases: tuples (name, code, scope code or ``""``, kind), as ``divisions.DivisionIndex`` takes them.
    """

    def __init__(self, divisions: Iterable, aliases: Iterable = ()):
        self._places = {place.code: place for place in divisions}
        self.current = {code: self._follow(code) for code in self._places}
        self._above = {code: self._chain(code) for code in self._places}
        self.within = {code: self._scopes(code) for code in self._places}
        self._parents = {code for place in self._places.values() for code in (place.parent, self.current.get(place.parent))}
        self.names = {}
        self._by_start = {}
        self._candidates = {}
        for place in self._places.values():
            self._add_place(place)
        for name, code, scope, kind in aliases:
            if code in self._places:
                self._add_alias(name, code, scope, kind)
        self._sort()

    def _follow(self, code):
        seen = set()
        while code not in seen and self._places[code].successor in self._places:
            seen.add(code)
            code = self._places[code].successor
        return code

    def _chain(self, code):
        chain = []
        while code in self._places and code not in chain:
            chain.append(code)
            code = self._places[code].parent
        return chain

    def _scopes(self, code):
        """Every code an address may name above this one, by the old structure and by the new one; ``""`` is the country."""
        live = self.current[code]
        old = self._above[code][1:]
        return frozenset(("", *old, *(self.current[part] for part in old), *self._above[live][1:])) - {code, live}

    def _add(self, name, code, rank, level, scope="", kind=""):
        entries = self.names.setdefault(name, [])
        known = next((entry for entry in entries if (entry.code, entry.scope) == (code, scope)), None)
        if not known:
            entries.append(Name(code, rank, level, scope, kind))

    def _add_place(self, place):
        level, closed = LEVELS[place.level], self.current[place.code] != place.code
        kind = "historic" if closed else ""
        self._add(place.name, place.code, OLD if closed else FULL, level, kind=kind)
        self._add(place.short, place.code, OLD_SHORT if closed else SHORT, level, kind=kind)
        for name in usual_names(place):
            self._add(name, place.code, OLD if closed else FULL, level, kind=kind)
        # 济南市中区 = 济南市 + 市中区
        if place.level == "district" and place.name.startswith("市") and len(place.name) == 3:
            self._add(place.name[1:], place.code, PART, level, scope=place.parent)

    def _add_alias(self, name, code, scope, kind):
        level = LEVELS[self._places[code].level]
        if len(name) == 1:
            self._add(name, code, LETTER, level)
            if code not in _OWN_CITY:
                self._add(name + "省", code, SHORT, level)
            return
        rank = {"suffix": OLD, "historic": OLD, "zone": FULL}.get(kind, SHORT)
        bound = scope if name in _COMMON_ZONES or (kind == "zone" and not name.endswith("区")) else ""
        self._add(name, code, rank, level, scope=bound, kind=kind)

    def _sort(self):
        for name, entries in self.names.items():
            self.names[name] = tuple(sorted(entries, key=lambda entry: (entry.rank, entry.level, entry.code)))
            self._by_start.setdefault(name[:2], set()).add(len(name))
        self.starts = {start: tuple(sorted(lengths, reverse=True)) for start, lengths in self._by_start.items()}
        self.leaves = frozenset(
            code for code in self._places if code not in self._parents and self.current[code] not in self._parents)
        self.letters = frozenset(name for name in self.names if len(name) == 1)

    def places(self) -> list:
        """All divisions, as they were given."""
        return list(self._places.values())

    def written(self, code: str) -> list:
        """Names from the province down by the structure a code was made for, closed ones as they were."""
        return [self._places[part].name for part in reversed(self._above[code])]

    def is_city(self, code: str) -> bool:
        """Whether a division is a city above districts, and no prefecture or league."""
        return self._places[code].level == "city" and self._places[code].name.endswith("市")

    def has_below(self, code: str) -> bool:
        """Whether a known division has others below it."""
        return code in self._places and code not in self.leaves

    def is_below(self, code: str, scopes: tuple) -> bool:
        """Whether a division lies below one of others; ``""`` is the country."""
        within = self.within[code]
        for scope in scopes:
            if scope in within or self.current.get(scope) in within:
                return True
        return False

    def is_same(self, code: str, scopes: tuple) -> bool:
        """Whether a division is one of others, as of today."""
        live = self.current[code]
        return any(self.current.get(scope) == live for scope in scopes)

    def is_closed(self, code: str) -> bool:
        """Whether a code has a successor."""
        return self.current.get(code, code) != code

    def candidate(self, code: str) -> Candidate:
        """The live division in place of a code; a municipality is its own city."""
        live = self.current[code]
        if live not in self._candidates:
            self._candidates[live] = self._candidate(live)
        return self._candidates[live]

    def _candidate(self, live):
        names = {"province": "", "city": "", "district": ""}
        for part in self._above[live]:
            names[self._places[part].level] = self._places[part].name
        if self._above[live][-1] in _OWN_CITY:
            names["city"] = names["province"]
        return Candidate(live, self._places[live].level, names["province"], names["city"], names["district"])

    def level(self, code: str) -> int:
        """0 province, 1 city, 2 district."""
        return LEVELS[self._places[code].level]
