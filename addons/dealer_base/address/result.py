"""What a free text says about where it is."""
from typing import NamedTuple

FOUND, AMBIGUOUS, UNKNOWN = "found", "ambiguous", "unknown"
SURE = 60


class Candidate(NamedTuple):
    """A place an address may be in.

    :param code: six digits of the most precise live division.
    :param level: province, city or district.
    :param province: full name.
    :param city: full name; a municipality is its own city; ``""`` where the standard has none, or none is given.
    :param district: full name, or ``""``.
    """

    code: str
    level: str
    province: str
    city: str
    district: str

    @property
    def name(self) -> str:
        """All names in one, as a person reads them."""
        city = "" if self.city == self.province else self.city
        return f"{self.province}{city}{self.district}"


class ParsedAddress(NamedTuple):
    """One address, read.

    :param status: found, ambiguous (``candidates`` has two or more, best order unknown: a person chooses) or unknown.
    :param place: the :class:`Candidate` when found, else None.
    :param candidates: the place when found; every possible one when ambiguous; empty when unknown.
    :param refusal: ``""`` when found; ``ambiguous_address`` (several places of one name), ``conflicting_address`` (names
        that do not belong together) or ``unknown_address``.
    :param warnings: codes: historic_name, alias_wrong_suffix, development_zone, part_between (words between the names),
        short_name_only.
    :param confidence: 0 to 100; 100 = every name written out in full from the province down; below ``SURE`` a person looks.
    :param written: the names as the text has them.
    :param street: the text below the division.
    :param contact: the person, where the text names one apart from the address.
    :param phone: digits of the first telephone number.
    """

    status: str
    place: Candidate | None = None
    candidates: tuple = ()
    refusal: str = ""
    warnings: tuple = ()
    confidence: int = 0
    written: tuple = ()
    street: str = ""
    contact: str = ""
    phone: str = ""

    @property
    def code(self) -> str:
        """Six digits of the place, ``""`` unless found."""
        return self.place.code if self.place else ""

    @property
    def is_sure(self) -> bool:
        """Whether the place may be used without asking a person: found, and not by a lone short name only."""
        return self.status == FOUND and self.confidence >= SURE
