"""What the way back of a returned parcel costs, and what a bill that comes later changes: the outbound price plays no part."""
from typing import NamedTuple


class Postage(NamedTuple):
    """:ivar source: entered | contract | bill. :ivar provisional: the bill will correct it. :ivar bearer: who pays it."""

    fen: int
    source: str
    provisional: bool
    bearer: str


def correction(charged: Postage, final: Postage) -> tuple:
    """What has to be booked when the bill comes, or when the reason of a return changes: the old one back, the new one anew.

    :return: ((bearer, fen), ...) to charge, negative = to give back; empty when nothing changes.
    """
    if charged.bearer == final.bearer:
        diff = final.fen - charged.fen
        return ((charged.bearer, diff),) if diff else ()
    return tuple((who, amount) for who, amount in ((charged.bearer, -charged.fen), (final.bearer, final.fen)) if amount)
