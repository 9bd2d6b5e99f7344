"""One batch of parcels by another tariff: sums by carrier, province and zone, and the parcels worth a look."""
from dataclasses import dataclass, field

from odoo.addons.dealer_base.money import to_fen

from ..tariff import quote_tariff
from .messages import refusal_sentence
from .shipped import shipped

# Parcels named per refusal code and batch, and by the size of their difference per replay.
REFUSED, LARGEST = 50, 100


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

    def add(self, key, weight_g, then_fen, now_fen):
        """Add a parcel to its line."""
        line = self.lines.setdefault(key, [0, 0, 0, 0])
        line[0] += 1
        line[1] += weight_g
        line[2] += then_fen
        line[3] += now_fen


def price_batch(batch, chains, tariff_of, paid, sums, carrier_name) -> Sums:
    """Price a batch.

    :param batch: logistics.parcel records, their fields fetched. :param chains: dict division id -> (codes, name).
    :param tariff_of: function(day) -> compiled tariff or None. :param paid: names of the amount and of the quote behind it.
    :param sums: Sums to add to. :param carrier_name: for sentences.
    :return: sums.
    """
    amount, quote = paid
    named = {}
    for parcel in batch:
        chain, place = chains.get(parcel.division_id.id, ((), ""))
        then = to_fen(parcel[amount]) if parcel[quote] or parcel[amount] else None
        row = shipped(parcel, chain)
        tariff = tariff_of(row.on_date)
        found = tariff and quote_tariff(tariff, row.parcels, row.chain, row.on_date, row.options)
        where = parcel.carrier_id.id, parcel.province_id.id
        if not found or not found.ok:
            code = found.code if found else "no_contract_version"
            sums.refusals += 1
            sums.add((*where, "", "refused", code), parcel.weight_g, then or 0, 0)
            named[code] = named.get(code, 0) + 1
            if named[code] <= REFUSED:
                params = found.as_dict() if found else {"date": row.on_date.isoformat()}
                sentence = refusal_sentence(batch.env, code, params, {"carrier": carrier_name, "division": place})
                sums.refused.append((parcel.id, sentence, then or 0))
            continue
        now = found.total_fen
        if then is None:
            sums.add((*where, found.zone, "new", ""), parcel.weight_g, 0, now)
            continue
        sums.add((*where, found.zone, "priced", ""), parcel.weight_g, then, now)
        sums.then_fen += then
        sums.now_fen += now
        if now != then:
            sums.moved.append((abs(now - then), parcel.id, then, now, found.zone))
    sums.moved = sorted(sums.moved, reverse=True)[:LARGEST]
    return sums
