"""The share of one shipment: whatever way an order is cut into parcels, their shares add up to the whole."""
from collections.abc import Mapping
from dataclasses import dataclass

from odoo.addons.dealer_base.money import split_by_progress

from .order import Settlement, Taken
from .refusal import Refusal


@dataclass(frozen=True)
class ParcelLine:
    """Goods of one order line in one parcel: ``qty`` pieces that cost ``goods_fen``, less their part of what comes off the line."""

    key: str
    qty: int
    goods_fen: int


@dataclass(frozen=True)
class Parcel:
    """What one shipment takes from the hold.

    Goods go by quantity, the admin fee by the progress of ex-factory value, the logistics fee by the progress of weight; both by
    what had not left when the order was changed last.

    :param lines: the goods, in the order of the settlement; lines without pieces are left out.
    :param is_last: nothing of the order is left after this parcel.
    """

    lines: tuple[ParcelLine, ...]
    admin_fen: int
    logistics_fen: int
    is_last: bool

    @property
    def goods_fen(self) -> int:
        """Ex-factory value of the goods in the parcel."""
        return sum(line.goods_fen for line in self.lines)

    @property
    def total_fen(self) -> int:
        """What is captured."""
        return self.goods_fen + self.admin_fen + self.logistics_fen

    @property
    def components(self) -> dict:
        """The capture by kind, as the ledger entry stores it."""
        return {"goods": self.goods_fen, "admin": self.admin_fen, "logistics": self.logistics_fen}


def _check(settlement: Settlement, before: Mapping[str, int], now: Mapping[str, int]) -> Refusal | None:
    known = {line.key: line for line in settlement.goods}
    for key, qty in now.items():
        line = known.get(key)
        if line is None:
            return Refusal("not_ordered", {"line": key})
        if qty < 0 or before.get(key, 0) < 0:
            return Refusal("bad_quantity", {"line": line.label, "qty": qty})
        if before.get(key, 0) + qty > line.qty:
            return Refusal("too_many", {"line": line.label, "left": line.qty - before.get(key, 0), "qty": qty})
    if not any(now.values()):
        return Refusal("empty_parcel")
    return None


def cut_parcel(settlement: Settlement, before: Mapping[str, int], now: Mapping[str, int]) -> Parcel | Refusal:
    """Give the share of one shipment of a settled order.

    :param settlement: the frozen settlement of the order.
    :param before: pieces shipped by earlier parcels, by key of the goods line; a missing key is 0.
    :param now: pieces of this parcel, by key.
    :return: the Parcel, or Refusal ``not_ordered``, ``bad_quantity``, ``too_many``, ``empty_parcel``.
    """
    refusal = _check(settlement, before, now)
    if refusal:
        return refusal
    value = {"before": 0, "now": 0, "all": 0}
    weight = {"before": 0, "now": 0, "all": 0}
    lines, left = [], 0
    taken = settlement.taken or Taken({}, 0, 0)
    for line in settlement.goods:
        was, ships, gone = before.get(line.key, 0), now.get(line.key, 0), taken.pieces.get(line.key, 0)
        for sums, unit in ((value, line.unit_fen or 0), (weight, line.unit_weight_g)):
            sums["before"] += (was - gone) * unit
            sums["now"] += ships * unit
            sums["all"] += (line.qty - gone) * unit
        left += line.qty - was - ships
        if ships:
            lines.append(ParcelLine(line.key, ships, line.part_fen(was, ships)))
    return Parcel(
        tuple(lines),
        split_by_progress(settlement.admin_fen - taken.admin_fen, value["before"], value["now"], value["all"]),
        split_by_progress(settlement.logistics_fen - taken.logistics_fen, weight["before"], weight["now"], weight["all"]),
        is_last=not left,
    )


def taken_of(settlement: Settlement, shipped: Mapping[str, int]) -> Taken:
    """Give what the shipments have been charged of the fees so far.

    :param settlement: the frozen settlement of the order.
    :param shipped: pieces that have left in all, by key of the goods line.
    :return: Taken, in fen.
    """
    before = settlement.taken or Taken({}, 0, 0)
    later = {key: qty - before.pieces.get(key, 0) for key, qty in shipped.items()}
    if not any(later.values()):
        return before
    parcel = cut_parcel(settlement, before.pieces, later)
    if isinstance(parcel, Refusal):
        raise ValueError(f"shipped quantities do not fit the order: {parcel}")
    return Taken(
        {key: qty for key, qty in shipped.items() if qty}, before.admin_fen + parcel.admin_fen, before.logistics_fen + parcel.logistics_fen)


def rest_of(settlement: Settlement, before: Mapping[str, int]) -> int:
    """Give what is still to be captured when ``before`` has been shipped: what cancelling the rest releases.

    :param settlement: the frozen settlement of the order.
    :param before: pieces shipped so far, by key of the goods line.
    :return: fen, 0 when all is shipped.
    """
    rest = {line.key: line.qty - before.get(line.key, 0) for line in settlement.goods}
    if not any(rest.values()):
        return 0
    parcel = cut_parcel(settlement, before, rest)
    if isinstance(parcel, Refusal):
        raise ValueError(f"shipped quantities do not fit the order: {parcel}")
    return parcel.total_fen
