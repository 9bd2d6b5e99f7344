"""Which line of the bank's list is the money of which top-up? Scores a pair and says why."""
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .duplicates import plain, serial_key

POINTS = {"serial": 50, "amount": 30, "remark": 15, "payer": 10, "day": 5, "days": 3}
ENOUGH = 40  # the amount alone, or with the day alone, proves nothing
DAYS_NEAR = 3


@dataclass(frozen=True)
class Claim:
    """A top-up that waits for its money.

    :param owner_names: names by which a remark may mean the owner.
    :param company_names: names of the owner's sales company; a remark states it besides the name (R0-032).
    """

    key: object
    account: object
    amount_fen: int
    day: date
    serial: str = ""
    payer: str = ""
    owner_names: frozenset = field(default_factory=frozenset)
    company_names: frozenset = field(default_factory=frozenset)


@dataclass(frozen=True)
class Line:
    """A payment on the bank's list."""

    key: object
    account: object
    amount_fen: int
    day: date
    serial: str = ""
    payer: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Fit:
    """A proposal: which claim, which line, how sure (0 to 110), and the codes of the reasons."""

    claim: object
    line: object
    score: int
    reasons: tuple[str, ...]


def names_owner(remark: str, company_names: Iterable[str], owner_names: Iterable[str]) -> int:
    """Tell whether a remark states a sales company and a name.

    :param remark: text of the remittance.
    :param company_names: how the sales company may be written.
    :param owner_names: how the owner may be written.
    :return: length of the longest owner's name found, 0 where either is missing.
    """
    text = plain(remark)
    if not any(plain(name) in text for name in company_names if plain(name)):
        return 0
    return max((len(plain(name)) for name in owner_names if plain(name) and plain(name) in text), default=0)


def compare(claim: Claim, line: Line) -> Fit | None:
    """Score one pair.

    :param claim: the top-up.
    :param line: the bank's line.
    :return: the proposal, or None where too little speaks for it. A pair with the same serial number and another amount is
        proposed with the reason ``amount_differs``, for a person must look at it.
    """
    if claim.account != line.account:
        return None
    reasons = []
    if serial_key(claim.serial) and serial_key(claim.serial) == serial_key(line.serial):
        reasons.append("serial")
    if claim.amount_fen == line.amount_fen:
        reasons.append("amount")
    elif not reasons:
        return None
    if names_owner(line.remark, claim.company_names, claim.owner_names):
        reasons.append("remark")
    payers = {plain(claim.payer), *(plain(name) for name in claim.owner_names)} - {""}
    if plain(line.payer) in payers:
        reasons.append("payer")
    apart = abs((claim.day - line.day).days)
    if apart <= DAYS_NEAR:
        reasons.append("day" if not apart else "days")
    score = sum(POINTS[reason] for reason in reasons)
    if "amount" not in reasons:
        reasons.append("amount_differs")
    return Fit(claim.key, line.key, score, tuple(reasons)) if score >= ENOUGH else None


def propose(claims: Iterable[Claim], lines: Iterable[Line]) -> list[Fit]:
    """Propose for each line the claim that fits best; where several fit equally, all of them, for a person to decide.

    :param claims: top-ups without a line.
    :param lines: lines without a top-up.
    :return: proposals, best first.
    """
    by_amount, by_serial = defaultdict(list), defaultdict(list)
    for claim in claims:
        by_amount[claim.account, claim.amount_fen].append(claim)
        if claim.serial:
            by_serial[claim.account, serial_key(claim.serial)].append(claim)
    found = []
    for line in lines:
        near = {claim.key: claim for claim in by_amount[line.account, line.amount_fen]}
        near.update((claim.key, claim) for claim in by_serial[line.account, serial_key(line.serial)] if line.serial)
        fits = [fit for fit in (compare(claim, line) for claim in near.values()) if fit]
        best = max((fit.score for fit in fits), default=0)
        found += [fit for fit in fits if fit.score == best]
    return sorted(found, key=lambda fit: -fit.score)
