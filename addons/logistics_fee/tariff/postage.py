"""What the way back of a returned parcel costs: the carrier's bill, until then the return tariff, never the outbound price."""
from typing import NamedTuple

from .refusal import Refusal


class Postage(NamedTuple):
    """:ivar source: bill | return_tariff | none. :ivar provisional: the bill will correct it. :ivar bearer: who pays it."""

    fen: int
    source: str
    provisional: bool
    bearer: str


def return_postage(billed_fen: int | None, quoted, bearer: str = "dealer"):
    """Give the postage of a return.

    :param billed_fen: what the carrier billed, None = no bill yet. :param quoted: Quote or Refusal by the contract for
        returns, None = there is none. :param bearer: who pays, head office for a quality return.
    :return: Postage, or the Refusal ``no_contract`` (or the tariff's own) when neither a bill nor a price is there.
    """
    if billed_fen is not None:
        return Postage(billed_fen, "bill", False, bearer)
    if quoted is None:
        return Refusal("no_contract")
    return Postage(quoted.total_fen, "return_tariff", True, bearer) if quoted.ok else quoted


def correction(charged: Postage, final: Postage) -> tuple:
    """What has to be booked when the bill comes, or when the reason of a return changes: the old one back, the new one anew.

    :return: ((bearer, fen), ...) to charge, negative = to give back; empty when nothing changes.
    """
    if charged.bearer == final.bearer:
        diff = final.fen - charged.fen
        return ((charged.bearer, diff),) if diff else ()
    return tuple((who, amount) for who, amount in ((charged.bearer, -charged.fen), (final.bearer, final.fen)) if amount)
