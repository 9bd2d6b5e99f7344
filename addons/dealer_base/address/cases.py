"""Case files of addresses: ``{"cases": [{"id", "text", "expected": {province, city, district} | {"ambiguous": true}}]}``.

A level that is not named in ``expected`` is not compared. ``"candidates": [codes or full names]`` may stand beside ``ambiguous``. A
division expected by an old name counts as its successor, and the city of a municipality may be left empty.
"""
from typing import NamedTuple

from .book import AddressBook
from .parse import parse
from .result import AMBIGUOUS, FOUND, ParsedAddress

PLACES = ("province", "city", "district")


class Outcome(NamedTuple):
    """One case: its id, its group, and the difference (``""`` = as expected)."""

    id: str
    group: str
    difference: str


def check_file(data: dict, book: AddressBook) -> list:
    """Run all cases of a file, already read as JSON; one :class:`Outcome` a case. :raises ValueError: when it is no such file."""
    cases = data.get("cases", ()) if isinstance(data, dict) else data
    if not isinstance(cases, list | tuple):
        raise ValueError("an address file is an object with a list of cases")
    return [_outcome(number, case, book) for number, case in enumerate(cases, 1)]


def _outcome(number, case, book):
    if not isinstance(case, dict) or not isinstance(case.get("text"), str) or not isinstance(case.get("expected"), dict):
        return Outcome(f"#{number}", "addresses", "a case needs an id, a text and what is expected")
    if problem := _malformed(case["expected"]):
        return Outcome(str(case.get("id", f"#{number}")), "addresses", problem)
    found = parse(book, case["text"])
    wrong = difference(found, case["expected"], book)
    return Outcome(str(case.get("id", f"#{number}")), "addresses", f"{case['text']}: {wrong}" if wrong else "")


def _malformed(expected):
    """What is wrong with an expectation, so that comparing never fails."""
    if any(not isinstance(expected.get(place) or "", str) for place in PLACES):
        return "a level is a text"
    names = expected.get("candidates") or []
    return "" if isinstance(names, list) and all(isinstance(name, str) for name in names) else "candidates are a list of codes or names"


def difference(found: ParsedAddress, expected: dict, book: AddressBook) -> str:
    """Say how an address differs from what is expected; ``""`` when it does not."""
    got = describe(found)
    if unknown := sorted(expected.keys() - {*PLACES, "ambiguous", "candidates"}):
        return f"expected has the unknown key {', '.join(unknown)}"
    if expected.get("ambiguous"):
        if found.status != AMBIGUOUS:
            return f"expected ambiguous, got {got}"
        names = {value for place in found.candidates for value in (place.code, place.name)}
        missing = [name for name in (expected.get("candidates") or ()) if name not in names]
        return f"expected the candidate {', '.join(missing)}, got {got}" if missing else ""
    if found.status == AMBIGUOUS or not expected.keys() & set(PLACES):
        return f"expected {_names(expected)}, got {got}"
    actual = {place: getattr(found.place, place, "") for place in PLACES}
    known = ("province",) if found.status == FOUND and found.place.level == "province" and not book.has_below(found.code) else PLACES
    if all(_same(place, expected, actual) for place in known if place in expected):
        return ""
    if found.status == FOUND:
        meant = parse(book, "".join(str(expected.get(place) or "") for place in PLACES))
        if "historic_name" in meant.warnings and meant.code == found.code:
            return ""
    return f"expected {_names(expected)}, got {got}"


def _same(place, expected, actual):
    name = expected[place] or ""
    return name == actual[place] or (place == "city" and not name and actual["city"] == actual["province"])


def _names(expected):
    return " / ".join(str(expected.get(place) or "-") for place in PLACES)


def describe(found: ParsedAddress) -> str:
    """One line about an address, for people."""
    if found.status == FOUND:
        place = found.place
        return f"{place.province} / {place.city or '-'} / {place.district or '-'} ({place.code})"
    if found.status == AMBIGUOUS:
        return f"{found.refusal}: {', '.join(f'{place.name} {place.code}' for place in found.candidates)}"
    return found.refusal
