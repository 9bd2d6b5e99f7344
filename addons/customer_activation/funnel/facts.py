"""What stands on a tracking sheet, held against what the system knows."""
from dataclasses import dataclass
from datetime import date, timedelta

QUIET = timedelta(days=30)  # who has not ordered for so long may be lost
CANNOT_USE = ("cannot_use", "not_used_to", "no_time", "aged")


@dataclass(frozen=True, slots=True)
class SheetClaim:
    """One line of a sheet.

    :param written_on: day of the line where the company is.
    :param contacted_on: day of the visit or call it tells of, or None.
    :param reason: code of the reason, or "".
    :param changed_on: day of the last change of the line, as above: one line takes all contacts of a week. None: never changed.
    """

    written_on: date
    contacted_on: date | None = None
    reason: str = ""
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """Days, where the company is, of what the system saw of the customer, None where nothing happened.

    :param own_device: the first login came from the device address of the salesperson.
    :param is_late: he has ordered and is too long in his stage: then a reason why he does not go on is asked for.
    """

    known_on: date
    first_login_on: date | None = None
    first_order_on: date | None = None
    last_order_on: date | None = None
    own_device: bool = False
    is_late: bool = False


def contradictions(claim: SheetClaim, facts: SystemFacts) -> tuple:
    """Name what does not fit.

    :return: codes: active_before (a reason for not logging in, though he had), ordered_before (a reason for not
        ordering, though he had and is not late; who buys elsewhere now may have ordered a month ago),
        lost_but_ordered, visit_before_customer (before he was in the system), visit_in_future, own_device.
    """
    found = []
    if claim.reason in CANNOT_USE and facts.first_login_on and facts.first_login_on < claim.written_on and not facts.first_order_on:
        found.append("active_before")
    since = facts.last_order_on if claim.reason == "lost" else facts.first_order_on
    stale = facts.is_late or claim.reason == "lost" and since and since <= claim.written_on - QUIET
    if claim.reason and not stale and since and since < claim.written_on:
        found.append("ordered_before")
    if claim.reason == "lost" and facts.last_order_on and facts.last_order_on >= claim.written_on:
        found.append("lost_but_ordered")
    if claim.contacted_on and claim.contacted_on < facts.known_on:
        found.append("visit_before_customer")
    if claim.contacted_on and claim.contacted_on > (claim.changed_on or claim.written_on):
        found.append("visit_in_future")
    if facts.own_device:
        found.append("own_device")
    return tuple(found)
