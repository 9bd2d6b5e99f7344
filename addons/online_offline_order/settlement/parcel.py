"""The share of one shipment: whatever way an order is cut into parcels, their shares add up to the whole."""
from collections.abc import Mapping
from dataclasses import dataclass

from odoo.addons.dealer_base.money import split_by_progress

from .order import Settlement
from .refusal import Refusal


@dataclass(frozen=True)
class ParcelLine:
    """Goods of one order line in one parcel: ``qty`` pieces worth ``goods_fen``."""

    key: str
    qty: int
    goods_fen: int


@dataclass(frozen=True)
class Parcel:
    """What one shipment takes from the hold.

    Goods go by quantity, the admin fee by the progress of ex-factory value, the logistics fee by the progress of weight.

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
    for line in settlement.goods:
        was, ships = before.get(line.key, 0), now.get(line.key, 0)
        for sums, unit in ((value, line.unit_fen or 0), (weight, line.unit_weight_g)):
            sums["before"] += was * unit
            sums["now"] += ships * unit
            sums["all"] += line.qty * unit
        left += line.qty - was - ships
        if ships:
            lines.append(ParcelLine(line.key, ships, ships * (line.unit_fen or 0)))
    return Parcel(
        tuple(lines),
        split_by_progress(settlement.admin_fen, value["before"], value["now"], value["all"]),
        split_by_progress(settlement.logistics_fen, weight["before"], weight["now"], weight["all"]),
        is_last=not left,
    )


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
