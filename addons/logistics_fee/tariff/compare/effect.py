"""A month of real parcels by another tariff: what would it have cost, and whom does it hit."""
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ..compile import Tariff
from ..quote import quote_tariff

LARGEST = 20


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipment of the month: one parcel or several that left together. :ivar paid_fen: what it cost, None = to be computed by
    the old tariff."""

    key: object
    parcels: tuple
    chain: tuple
    on_date: date
    options: Mapping = field(default_factory=dict)
    paid_fen: int | None = None


class Moved(NamedTuple):
    """One shipment under both tariffs; a price that is None has its refusal's code beside it."""

    key: object
    before_fen: int | None
    after_fen: int | None
    zone: str
    refusal: str

    @property
    def diff_fen(self) -> int:
        """How much more it costs; 0 when one of the prices is missing."""
        return 0 if self.before_fen is None or self.after_fen is None else self.after_fen - self.before_fen


class Effect(NamedTuple):
    """Sums over the shipments that have both prices, and the others by name. All counts are of parcels.

    :ivar by_zone: new zone -> (parcels, before, after). :ivar refused: Moved of shipments the new tariff refuses.
    :ivar unpriced_before: Moved of those that only the new tariff prices. :ivar largest: Moved with the largest differences.
    """

    parcels: int
    before_fen: int
    after_fen: int
    dearer: int
    cheaper: int
    by_zone: dict
    refused: tuple
    unpriced_before: tuple
    largest: tuple

    @property
    def diff_fen(self) -> int:
        """The money effect: above zero the new tariff is dearer."""
        return self.after_fen - self.before_fen


def effect(
    shipments: Iterable[Shipped], before: Tariff | None, after: Tariff, day: date | None = None, basis: Callable[[int], int] | None = None,
) -> Effect:
    """Price shipments by two tariffs.

    :param shipments: the month; constant memory but for the exceptions.
    :param before: the old tariff, None = what was paid counts. :param after: the new one, not yet in force.
    :param day: day for both prices, None = each shipment's own (peak surcharges then count as in that month).
    :param basis: function that brings a price of the old tariff to the new one's tax basis, None = they are alike.
    :return: Effect.
    """
    count, sums, dearer, cheaper = 0, [0, 0], 0, 0
    by_zone: dict = {}
    refused, unpriced, moved = [], [], []
    for shipped in shipments:
        size = len(shipped.parcels)
        count += size
        when = day or shipped.on_date
        new = quote_tariff(after, shipped.parcels, shipped.chain, when, shipped.options)
        old_fen, refusal = shipped.paid_fen, ""
        if before is not None:
            old = quote_tariff(before, shipped.parcels, shipped.chain, when, shipped.options)
            old_fen, refusal = (old.total_fen, "") if old.ok else (None, old.code)
            if basis and old_fen is not None:
                old_fen = basis(old_fen)
        if not new.ok:
            refused.append(Moved(shipped.key, old_fen, None, "", new.code))
            continue
        row = Moved(shipped.key, old_fen, new.total_fen, new.zone, refusal)
        if old_fen is None:
            unpriced.append(row)
            continue
        sums[0], sums[1] = sums[0] + old_fen, sums[1] + new.total_fen
        zone = by_zone.get(new.zone, (0, 0, 0))
        by_zone[new.zone] = (zone[0] + size, zone[1] + old_fen, zone[2] + new.total_fen)
        dearer, cheaper = dearer + size * (row.diff_fen > 0), cheaper + size * (row.diff_fen < 0)
        if row.diff_fen:
            moved.append(row)
            if len(moved) > 4 * LARGEST:
                moved = _top(moved)
    return Effect(
        count, sums[0], sums[1], dearer, cheaper, by_zone, tuple(refused), tuple(unpriced), tuple(_top(moved)))


def _top(moved) -> list:
    return sorted(moved, key=lambda row: (-abs(row.diff_fen), str(row.key)))[:LARGEST]
