"""Lots: where the money of an account came from, in which order it is used, and where a refund goes back to.

Each confirmed credit makes a lot in one bucket. The database's gate splits a hold over lots with the same rule as
:func:`split`; this module is the rule itself and the oracle of the tests.
"""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

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


def usable(lots: Iterable[Lot], rules: Iterable[BucketRule], today: str) -> list[Lot]:
    """Keep the lots that may be used: something is free, their bucket has a rule, and their last day is not over."""
    codes = {rule.code for rule in rules}
    return [lot for lot in lots if lot.free_fen > 0 and lot.bucket in codes and (not lot.expires_on or lot.expires_on >= today)]


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
    in_order = sorted(
        usable(lots, by_code.values(), today), key=lambda lot: (by_code[lot.bucket].sequence, lot.bucket, lot.expires_on or "9999-12-31", lot.id))
    left, parts, used = amount_fen, [], {}
    for lot in in_order:
        cap = amount_fen * by_code[lot.bucket].max_share_bp // 10_000 - used.get(lot.bucket, 0)
        part = min(lot.free_fen, left, cap)
        if part > 0:
            parts.append((lot.id, part))
            used[lot.bucket] = used.get(lot.bucket, 0) + part
            left -= part
    return parts, left


class Cover(NamedTuple):
    """What an account can pay with: the one rule for everything that is said before the gate is asked.

    :param lots: its lots.
    :param rules: the buckets of the company.
    :param line_fen: what is left of the credit line today; below zero where more is owed than the line allows: a payment settles that first.
    :param today: ISO date.
    """

    lots: Sequence[Lot] = ()
    rules: Sequence[BucketRule] = ()
    line_fen: int = 0
    today: str = ""

    @property
    def all_fen(self) -> int:
        """All that can be paid with today, whatever the shares; below zero where more is owed than there is."""
        return sum(lot.free_fen for lot in usable(self.lots, self.rules, self.today)) + self.line_fen

    def take(self, amount_fen: int) -> tuple[Self, int]:
        """Pay an amount as far as it goes: lots by their order, shares and last days, then the credit line.

        :param amount_fen: fen, >= 0.
        :return: (what is left to pay with, fen that are missing).
        """
        parts, left = split(self.lots, self.rules, amount_fen, self.today)
        used, line = dict(parts), min(left, max(self.line_fen, 0))
        lots = [replace(lot, free_fen=lot.free_fen - used.get(lot.id, 0)) for lot in self.lots]
        return self._replace(lots=lots, line_fen=self.line_fen - line), left - line

    def with_cash(self, amount_fen: int) -> Self:
        """Add a payment in cash; it settles first what is owed beyond the credit line.

        :param amount_fen: fen, >= 0.
        :return: what there is to pay with then.
        """
        over = min(max(-self.line_fen, 0), amount_fen)
        return self._replace(lots=[*self.lots, Lot(NEW_LOT, "cash", amount_fen - over)], line_fen=self.line_fen + over)

    def released_by(self, amount_fen: int, totals_fen: Sequence[int]) -> list[bool]:
        """Say which waiting documents a payment in cash lets go; one that does not fit lets smaller ones behind it pass.

        :param totals_fen: one total a document, in the order of the queue.
        :return: one answer a document, same order.
        """
        cover, answers = self.with_cash(amount_fen), []
        for total in totals_fen:
            after, missing = cover.take(total)
            answers.append(not missing)
            cover = cover if missing else after
        return answers

    def topups(self, totals_fen: Sequence[int]) -> list[int]:
        """Say for each waiting document which payment in cash would release it together with all before it.

        Cash comes last in the order of use, as it does by default; used earlier, it may leave a bucket with a share less to pay.

        :param totals_fen: one total a document, in the order of the queue.
        :return: one amount a document, same order, never below 0.
        """
        cover, more, needed = self, 0, []
        for total in totals_fen:
            cover, missing = cover.take(total)
            more += missing
            needed.append(more + max(-self.line_fen, 0) if more else 0)
        return needed


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
