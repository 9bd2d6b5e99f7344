"""What happens to a line that differs: accepted by itself, disputed by itself, or shown to a person."""
from collections.abc import Iterable
from typing import NamedTuple

from .model import Verdict

# Nothing is compared in these; whether they are paid is a person's business, a repeat is never paid.
NEVER_PAID = ("duplicate_in_bill", "already_billed")


class Decision(NamedTuple):
    """A rule. :ivar result: cause it is for, ``*`` = any. :ivar action: accept | dispute | person.
    :ivar upto_fen: size of the difference up to which it holds, included; None = any. :ivar direction: over | under | ``""``."""

    result: str
    action: str
    upto_fen: int | None = None
    direction: str = ""


def decide(verdict: Verdict, rules: Iterable[Decision]) -> str:
    """:param rules: in order, the first that fits decides. :return: accept | dispute | person."""
    if verdict.result == "matched":
        return "accept"
    if verdict.result in NEVER_PAID:
        return "dispute"
    size = abs(verdict.diff_fen) if verdict.diff_fen is not None else None
    for rule in rules:
        if rule.result not in ("*", verdict.result) or rule.direction and rule.direction != verdict.direction:
            continue
        if rule.upto_fen is None or size is not None and size <= rule.upto_fen:
            return rule.action
    return "person"
