"""Lots: where the money of an account came from, in which order it is used, and where a refund goes back to.

Each confirmed credit makes a lot in one bucket. The database's gate splits a hold over lots with the same rule as
:func:`split`; this module is the rule itself and the oracle of the tests.
"""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BUCKETS = ("gift", "rebate", "expense", "cash")
NEW_LOT = 0  # stands in a plan for the lot that the entry itself makes


@dataclass(frozen=True)
class Lot:
    """What is free of one credit.

    :param expires_on: ISO date of its last day, "" for none.
    """

    id: int
    bucket: str
    free_fen: int
    expires_on: str = ""


@dataclass(frozen=True)
class BucketRule:
    """How a bucket is used: its place in the order of use and its greatest share of one document.

    :param max_share_bp: basis points, 10,000 = all of it.
    """

    code: str
    sequence: int
    max_share_bp: int = 10_000


def split(lots: Iterable[Lot], rules: Sequence[BucketRule], amount_fen: int, today: str, allowed: Sequence[str] = ()) -> tuple[list[tuple[int, int]], int]:
    """Split an amount over lots: bucket by bucket, inside a bucket what expires first, then the oldest.

    :param lots: the account's lots.
    :param rules: the buckets of the company; a bucket without a rule is not used.
    :param amount_fen: fen, > 0.
    :param today: ISO date; lots whose last day is over are not used.
    :param allowed: codes of the buckets that may be used, all by default.
    :return: ([(lot id, fen)] in order of use, fen that no lot covers).
    """
    by_code = {rule.code: rule for rule in rules if not allowed or rule.code in allowed}
    usable = [lot for lot in lots if lot.free_fen > 0 and lot.bucket in by_code and (not lot.expires_on or lot.expires_on >= today)]
    usable.sort(key=lambda lot: (by_code[lot.bucket].sequence, lot.bucket, lot.expires_on or "9999-12-31", lot.id))
    left, parts, used = amount_fen, [], {}
    for lot in usable:
        cap = amount_fen * by_code[lot.bucket].max_share_bp // 10_000 - used.get(lot.bucket, 0)
        part = min(lot.free_fen, left, cap)
        if part > 0:
            parts.append((lot.id, part))
            used[lot.bucket] = used.get(lot.bucket, 0) + part
            left -= part
    return parts, left


def restore(used: Sequence[tuple[int, int]], restored: Mapping[int, int], amount_fen: int) -> list[tuple[int, int]]:
    """Plan where a refund goes: back to the lots it came from, the last one used first (invariant I14).

    :param used: (lot id, fen) of the order's debits in order of use; lot id 0 for what a credit line paid.
    :param restored: {lot id: fen} that earlier refunds of the order gave back.
    :param amount_fen: fen of the refund, > 0.
    :return: [(lot id, fen)]; what fits no lot (credit line, debits older than lots) goes to a new cash lot, id ``NEW_LOT``.
    """
    room: dict[int, int] = {}
    for lot, fen in used:
        room[lot] = room.get(lot, 0) + fen
    for lot, fen in restored.items():
        room[lot] = room.get(lot, 0) - fen
    left, plan = amount_fen, []
    for lot in dict.fromkeys(lot for lot, _fen in reversed(used)):
        part = min(room[lot], left) if lot != NEW_LOT else 0
        if part > 0:
            plan.append((lot, part))
            left -= part
    return [*plan, (NEW_LOT, left)] if left else plan


def charge(plan: Sequence[tuple[int, int]], cash: Iterable[int], amount_fen: int) -> list[tuple[int, int]]:
    """Plan what pays the charges of a refund: first the cash the refund gives back, then the rest of it.

    :param plan: (lot id, fen) as given back and not yet used by other charges.
    :param cash: ids of cash lots; ``NEW_LOT`` counts as cash.
    :param amount_fen: fen of the charge, > 0 and not above the plan's sum.
    :return: [(lot id, fen)] with fen < 0.
    :raises ValueError: when the plan does not cover the charge.
    """
    cash = {NEW_LOT, *cash}
    left, parts = amount_fen, []
    for lot, fen in sorted(plan, key=lambda part: part[0] not in cash):
        part = min(fen, left)
        if part > 0:
            parts.append((lot, -part))
            left -= part
    if left:
        raise ValueError(f"charges exceed what is given back by {left} fen")
    return parts
