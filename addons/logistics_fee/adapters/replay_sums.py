"""One batch of parcels by another tariff: sums by carrier, province and zone, and the parcels worth a look."""
from dataclasses import dataclass, field
from typing import NamedTuple

from ..tariff import Tariff, on_basis, quote_tariff
from .messages import refusal_sentence
from .shipped import shipments, shipped

# Parcels named per refusal code and batch, and by the size of their difference per replay.
REFUSED, LARGEST = 50, 100


class Priced(NamedTuple):
    """What prices a day. :ivar gross: its prices contain tax. :ivar tax_ppm: that tax."""

    tariff: Tariff
    gross: bool = True
    tax_ppm: int = 0


@dataclass
class Sums:
    """:ivar lines: (carrier, province, zone, status, code) -> [parcels, grams, then, now] in fen.
    :ivar refused: (parcel id, sentence, code). :ivar moved: (difference, parcel id, then, now, zone), the largest ones.
    :ivar then_fen, now_fen: of parcels with both prices."""

    lines: dict = field(default_factory=dict)
    refused: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    refusals: int = 0
    then_fen: int = 0
    now_fen: int = 0

    def add(self, key, parcels, then_fen, now_fen):
        """Add a shipment to its line."""
        line = self.lines.setdefault(key, [0, 0, 0, 0])
        line[0] += len(parcels)
        line[1] += sum(parcel.weight_g for parcel in parcels)
        line[2] += then_fen
        line[3] += now_fen


def price_batch(batch, chains, priced_of, paid_of, sums, names) -> Sums:
    """Price a batch, shipment by shipment.

    :param batch: logistics.parcel records, their fields fetched. :param chains: dict division id -> (codes, name).
    :param priced_of: function(day) -> Priced or None. :param paid_of: function(parcel) -> fen on the wanted basis, None = unknown.
    :param sums: Sums to add to. :param names: (name of the carrier for sentences, whether the sums contain tax).
    :return: sums.
    """
    carrier_name, gross = names
    named = {}
    for parcels in shipments(batch):
        parcel = parcels[0]
        chain, place = chains.get(parcel.division_id.id, ((), ""))
        known = [fen for fen in map(paid_of, parcels) if fen is not None]
        then = sum(known) if known else None
        row = shipped(parcels, chain)
        priced = priced_of(row.on_date)
        found = priced and quote_tariff(priced.tariff, row.parcels, row.chain, row.on_date, row.options)
        where = parcel.carrier_id.id, parcel.province_id.id
        if not found or not found.ok:
            code = found.code if found else "no_contract_version"
            sums.refusals += len(parcels)
            sums.add((*where, "", "refused", code), parcels, then or 0, 0)
            named[code] = named.get(code, 0) + 1
            if named[code] <= REFUSED:
                params = found.as_dict() if found else {"date": row.on_date.isoformat()}
                sentence = refusal_sentence(batch.env, code, params, {"carrier": carrier_name, "division": place})
                sums.refused.append((parcel.id, sentence, then or 0))
            continue
        now = on_basis(found.total_fen, priced.gross, gross, priced.tax_ppm)
        if then is None:
            sums.add((*where, found.zone, "new", ""), parcels, 0, now)
            continue
        sums.add((*where, found.zone, "priced", ""), parcels, then, now)
        sums.then_fen += then
        sums.now_fen += now
        if now != then:
            sums.moved.append((abs(now - then), parcel.id, then, now, found.zone))
    sums.moved = sorted(sums.moved, reverse=True)[:LARGEST]
    return sums
