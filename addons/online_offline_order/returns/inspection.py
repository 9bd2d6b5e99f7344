"""What the inspection of returned goods means: the counts must add up, and the class may not stand."""
from collections.abc import Sequence
from dataclasses import dataclass

from .classes import QUALITY
from .refusal import Refusal


@dataclass(frozen=True)
class Inspected:
    """The result for one line of a return.

    :param label: what a person calls the line.
    :param received: pieces the warehouse has taken in.
    :param good: pieces as new. :param worn: pieces with traces of use. :param defect: pieces with a fault of the maker.
    :param photos: how many photos show the line.
    """

    label: str
    received: int
    good: int
    worn: int
    defect: int
    photos: int = 0


def check_inspection(lines: Sequence[Inspected]) -> Refusal | None:
    """Find the first thing that keeps an inspection from being finished.

    :param lines: the lines of the return that have come.
    :return: Refusal ``bad_inspection`` (received, found) or ``worn_needs_photo``; None when all is well.
    """
    for line in lines:
        found = line.good + line.worn + line.defect
        if min(line.good, line.worn, line.defect) < 0 or found != line.received:
            return Refusal("bad_inspection", {"line": line.label, "received": line.received, "found": found})
        if line.worn and not line.photos:
            return Refusal("worn_needs_photo", {"line": line.label, "qty": line.worn})
    return None


def judge(lines: Sequence[Inspected], reason_class: str, *, is_sent_wrong: bool = False) -> bool:
    """Say whether the class of the return stands after the inspection.

    Worn goods let no class stand. Quality stands only where every piece has a fault; goods that were sent wrong have none.

    :param lines: as :func:`check_inspection`.
    :param reason_class: the class that was asked for.
    :param is_sent_wrong: other goods came than were ordered.
    :return: True when it stands.
    """
    if any(line.worn for line in lines):
        return False
    return reason_class != QUALITY or is_sent_wrong or not any(line.good for line in lines)
