"""Find a division by the names people write into three columns: province, city, district.

Full names beat short names, a live division beats a closed one, and several candidates are reported, never guessed.
"""
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..address.usual import usual_names
from ..sheet.clean import clean

_SEVERAL = re.compile(r"[、,;/|]|和|及")
_PLACEHOLDERS = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县", "-", "/", "无"))
_ZONE = re.compile(r"(?:高新区|高新技术产业开发区|高新技术开发区|经开区|开发区|工业园区|园区|新区|度假区|保税区|管委会|示范区)$")


@dataclass(frozen=True, slots=True)
class Division:
    """One division.

    :param code: six digits.
    :param name: full name.
    :param short: name without its suffix.
    :param level: province, city or district.
    :param parent: code of the one above, ``""`` for a province.
    :param successor: code that took its place, ``""`` while it is valid.
    """

    code: str
    name: str
    short: str
    level: str
    parent: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What three names mean.

    :param code: six digits, or ``""``.
    :param refusal: missing_division, unknown_division, several_divisions_in_one_cell, city_not_in_province,
        district_not_in_city, ambiguous_district, or ``""``.
    :param warning: alias_wrong_suffix, historic_name, development_zone, or ``""``.
    :param place: which of the three names the refusal or warning is about: province, city, district.
    :param params: names for the sentence.
    """

    code: str = ""
    refusal: str = ""
    warning: str = ""
    place: str = "province"
    params: dict = field(default_factory=dict)


class DivisionIndex:
    """All divisions and aliases, by name.

    :param divisions: :class:`Division` objects, live and closed.
    :param aliases: tuples (name, code it means, code within which it is used or ``""``, kind); kind ``suffix`` warns.
    """

    def __init__(self, divisions: Iterable, aliases: Iterable = ()):
        self._by_code = {division.code: division for division in divisions}
        self._below = {}
        self._names = {}
        for division in self._by_code.values():
            above = self._above(division.parent)
            for rank, name in ((0, division.name), (1, division.short), *((0, name) for name in usual_names(division))):
                rank += 2 if division.successor else 0
                for scope in (division.parent, *above[1:]):
                    self._names.setdefault((scope, _norm(name)), {}).setdefault(division.code, rank)
        self._aliases = {(scope, _norm(name)): (code, kind) for name, code, scope, kind in aliases}

    def _above(self, code):
        chain = []
        while code in self._by_code and code not in chain:
            chain.append(code)
            code = self._by_code[code].parent
        return chain

    def ancestors(self, code: str) -> list:
        """Codes of a division and those above it, nearest first: district, city, province."""
        return self._above(self.current(code))

    def current(self, code: str) -> str:
        """The live code at the end of the chain of successors."""
        seen = set()
        while code in self._by_code and self._by_code[code].successor and code not in seen:
            seen.add(code)
            code = self._by_code[code].successor
        return code

    def name(self, code: str) -> str:
        """Names from the province down, as a person reads them."""
        return "".join(self._by_code[part].name for part in reversed(self._above(code)))

    def own_name(self, code: str) -> str:
        """The division's own name, live or closed; empty for a code that is none."""
        return self._by_code[code].name if code in self._by_code else ""

    def find(self, province: str, city: str = "", district: str = "") -> Match:
        """Find the most precise division three names stand for.

        :return: :class:`Match` with a live code, or a refusal that names the text that didn't fit.
        """
        names = {"province": _norm(province), "city": _norm(city), "district": _norm(district)}
        names = {place: "" if name in _PLACEHOLDERS else name for place, name in names.items()}
        if not names["province"]:
            return Match(refusal="missing_division", params={"name": names["city"] or names["district"]})
        for place, name in names.items():
            if name and _SEVERAL.search(name) and not self._known_anywhere(name):
                return Match(refusal="several_divisions_in_one_cell", place=place, params={"name": name})
        top = self._lookup("", names["province"], ("province",))
        if not top.code:
            return Match(refusal="unknown_division", params={"name": province})
        steps = [top]
        here = top.code
        if names["city"] and not self._is(here, names["city"]):
            step = self._city(here, names["city"])
            if step.refusal:
                return step
            steps.append(step)
            here = step.code
        old = self._lookup(self._closed_city(top.code, names["city"]), names["district"], ("district",))
        if names["district"] and (old.code or not self._is(here, names["district"])):
            step = old if old.code else self._district(here, names["district"], has_city=here != top.code)
            if step.refusal:
                return step
            steps.append(step)
            here = step.code
        warned = next((step for step in steps if step.warning), Match())
        return Match(code=here, warning=warned.warning, place=warned.place, params=warned.params)

    def _is(self, code, name):
        division = self._by_code[code]
        return name in (_norm(division.name), _norm(division.short))

    def _closed_city(self, province, name):
        """The closed city of that name, within which old district names are looked up first: 毕节地区 -> 毕节市."""
        codes = self._names.get((province, name), {}) if name else {}
        return next((code for code in codes if self._by_code[code].successor and self._by_code[code].name == name), "-")

    def _known_anywhere(self, name):
        return any((scope, name) in self._names for scope in self._by_code)

    def _lookup(self, scope, name, levels):
        """Candidates below a scope: those of the best rank, successors followed."""
        found = {
            code: rank for code, rank in self._names.get((scope, name), {}).items()
            if self._by_code[code].level in levels
        }
        alias = self._aliases.get((scope, name)) or (self._aliases.get(("", name)) if not scope else None)
        if alias and not any(rank == 0 for rank in found.values()):
            code = self.current(alias[0])
            warning = {"suffix": "alias_wrong_suffix", "historic": "historic_name"}.get(alias[1], "")
            return Match(code, warning=warning, place=levels[0], params={"name": name, "found": self.name(code)})
        if not found:
            return Match(refusal="unknown")
        best = min(found.values())
        codes = {self.current(code): code for code, rank in found.items() if rank == best}
        if len(codes) > 1:
            candidates = "、".join(f"{self.name(code)} {code}" for code in sorted(codes))
            return Match(refusal="ambiguous", params={"candidates": candidates})
        code, old = next(iter(codes.items()))
        warning = "historic_name" if old != code else ""
        return Match(code, warning=warning, place=levels[0], params={"name": name, "found": self.name(code)})

    def _city(self, province, name):
        direct = {
            code for code, rank in self._names.get((province, name), {}).items()
            if self._by_code[code].parent == province and rank in (0, 1)
        }
        if len(direct) == 1:
            return Match(direct.pop(), place="city")
        found = self._lookup(province, name, ("city",))
        if found.code:
            return found
        # A county-level city in the city column is meant when it is written out in full and is the only one.
        full = [
            code for code, rank in self._names.get((province, name), {}).items()
            if self._by_code[code].level == "district" and rank in (0, 2)
        ]
        targets = {self.current(code) for code in full}
        if len(targets) == 1 and (name.endswith("市") or any(self._by_code[code].successor for code in full)):
            code = targets.pop()
            warning = "" if code in full else "historic_name"
            return Match(code, warning=warning, place="city", params={"name": name, "found": self.name(code)})
        params = {"name": name, "parent": self._by_code[province].name}
        if len(targets) > 1:
            candidates = "、".join(f"{self.name(code)} {code}" for code in sorted(targets))
            return Match(refusal="ambiguous_district", place="city", params={**params, "candidates": candidates})
        return Match(refusal="city_not_in_province", place="city", params=params)

    def _district(self, scope, name, has_city):
        found = self._lookup(scope, name, ("district", "city") if not has_city else ("district",))
        params = {"name": name, "parent": self._by_code[scope].name}
        if found.code:
            if found.code == scope:
                return Match(scope, place="district")
            return Match(found.code, warning=found.warning, place="district", params=found.params)
        if found.refusal == "ambiguous":
            return Match(refusal="ambiguous_district", place="district", params={**params, **found.params})
        if _ZONE.search(name) and has_city:
            found_name = {"name": name, "found": self.name(scope)}
            return Match(scope, warning="development_zone", place="district", params=found_name)
        return Match(refusal="district_not_in_city", place="district", params=params)


def _norm(name):
    return clean(str(name or "")).replace(" ", "")
