"""The one way to a price: ordered steps, each leaving a line of explanation."""
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .compile import Tariff
from .parcel import Parcel, chosen_weight, problem
from .refusal import Refusal
from .surcharges import Shipment
from .trace import FreightStep, WeightStep, ZoneStep, rounded
from .version import Contract, pick
from .zones import find_zone

NO_OPTIONS: Mapping = {}
# Destinations a tariff remembers; all divisions of China with their history are fewer.
PLACES = 4_096


class Quote(NamedTuple):
    """A price with its explanation.

    :ivar lines: ((code, fen), ...), freight first; they add up to ``total_fen``.
    :ivar billable_g: billed grams per priced unit.
    :ivar trace: steps of trace.py.
    :ivar number: version number, None when a bare tariff was quoted. :ivar working: only working days count in the promise.
    """

    total_fen: int
    lines: tuple
    zone: str
    billable_g: tuple
    transit_days: tuple | None
    trace: tuple
    number: int | None = None
    working: bool = False

    @property
    def ok(self) -> bool:
        """True: this is a price, not a refusal."""
        return True


def _place(tariff: Tariff, chain: tuple):
    """Look a destination up and remember it: (zone, its step of the explanation), or a Refusal.

    A tariff never changes, so what was found once holds; the number of destinations is bounded, what comes from outside is not.
    """
    found = find_zone(tariff, chain)
    place = found if isinstance(found, Refusal) else (found[0], ZoneStep(found[0].code, found[1]))
    if len(tariff.places) >= PLACES:
        tariff.places.clear()
    tariff.places[chain] = place
    return place


def _weigh(tariff: Tariff, parcels: Sequence[Parcel]) -> list[WeightStep]:
    """Billable weights of the priced units: each parcel, or the shipment as one (aggregate ``total_*``)."""
    light = tariff.source.volumetric
    if tariff.source.aggregate == "total_raw" and len(parcels) > 1:
        actual = sum(parcel.weight_g for parcel in parcels)
        # A parcel that was not measured counts with its weight, so one missing size does not hide the others.
        divisor = light.divisor if light else 1
        volume = sum(parcel.volume_mm3 or parcel.weight_g * divisor for parcel in parcels) if light else 0
        loads = [(actual, volume, any(parcel.assumed for parcel in parcels))]
    else:
        loads = [(parcel.weight_g, parcel.volume_mm3, parcel.assumed) for parcel in parcels]
    steps = []
    for unit, (actual, volume, assumed) in enumerate(loads, 1):
        if light and volume:
            top, bottom, basis = chosen_weight(actual, volume, light)
            by_volume = -(-volume // light.divisor)
        else:
            top, bottom, basis, by_volume = actual, 1, "actual", 0
        if assumed and basis == "actual":
            basis = "assumed"
        steps.append(WeightStep(unit, actual, by_volume, basis, tariff.billable(top, bottom)))
    return steps


def _freight(tariff: Tariff, zone, unit: int, weight_g: int, pieces: int):
    """Price one unit. :return: FreightStep or Refusal."""
    amount = pieces if zone.per == "piece" else weight_g
    band = zone.band(amount)
    if band is None:
        too_heavy = bool(zone.uppers) and len(zone.uppers) == len(zone.bands) and amount > zone.uppers[-1]
        params = (("weight_g", weight_g), ("zone", zone.code), ("max_g", zone.uppers[-1] if too_heavy else 0))
        return Refusal("over_max_weight" if too_heavy else "no_band", params)
    base, rate, steps = band.base_micro, band.rate_micro, band.steps(amount)
    unit_fen, mode = tariff.source.rounding_unit_fen, tariff.source.rounding_mode
    return FreightStep(
        unit, amount, zone.per, band.from_g, band.upto_g, base, band.over_g, band.step_g, steps, rate, unit_fen,
        rounded(base + steps * rate, unit_fen, mode), mode)


def quote_tariff(
    tariff: Tariff, parcels: Sequence[Parcel], chain: tuple, on_date: date,
    options: Mapping = NO_OPTIONS, number: int | None = None,
):
    """Price a shipment with one compiled tariff.

    :param tariff: compiled tariff.
    :param parcels: at least one parcel.
    :param chain: division codes of the destination, most specific first (district, city, province).
    :param on_date: shipping date; decides dated surcharges.
    :param options: name -> int (fen for ``declared_value`` and ``cod_amount``, counts else) or bool.
    :param number: version number to keep in the quote.
    :return: Quote, or Refusal ``no_parcels``, ``missing_weight``, ``bad_weight``, ``bad_dims``, ``unknown_division``,
        ``not_served``, ``no_zone``, ``no_band``, ``over_max_weight``.
    """
    if not parcels:
        return Refusal("no_parcels")
    for position, parcel in enumerate(parcels, 1):
        # One comparison lets the usual parcel pass: a weight, no size.
        if parcel.dims_mm is not None or parcel.goods_mm3 or not parcel.weight_g or parcel.weight_g < 0 or parcel.pieces < 1:
            wrong = problem(parcel, position)
            if wrong:
                return wrong
    place = tariff.places.get(chain) or _place(tariff, chain)
    if isinstance(place, Refusal):
        return place
    zone, where = place
    if len(parcels) == 1 and parcels[0].dims_mm is None and not parcels[0].goods_mm3:
        # The usual parcel, without a detour; the same steps as below.
        parcel = parcels[0]
        actual = parcel.weight_g
        weight_g = tariff.billable(actual, 1)
        step = _freight(tariff, zone, 1, weight_g, parcel.pieces)
        if isinstance(step, Refusal):
            return step
        bill, freight = (weight_g,), step.fen
        trace = [WeightStep(1, actual, 0, "assumed" if parcel.assumed else "actual", weight_g), where, step]
    else:
        weights = _weigh(tariff, parcels)
        bill, units = _units(tariff.source.aggregate, weights, parcels)
        trace, freight = [*weights, where], 0
        for unit, (weight_g, pieces) in enumerate(units, 1):
            step = _freight(tariff, zone, unit, weight_g, pieces)
            if isinstance(step, Refusal):
                return step
            trace.append(step)
            freight += step.fen
    lines = {"freight": freight}
    shipment = None
    for first, last, option, line in tariff.surcharges:
        if not first <= on_date <= last or option is not None and not options.get(option):
            continue
        if shipment is None:
            shipment = Shipment(tariff.source, tuple(parcels), bill, chain, on_date, options, lines, zone.code)
        step = line(shipment)
        if step is not None:
            lines[step.code] = lines.get(step.code, 0) + step.fen
            trace.append(step)
    return Quote(
        sum(lines.values()), tuple(lines.items()), zone.code, bill, zone.transit_days, tuple(trace), number, zone.working)


def _units(aggregate: str, weights: Sequence[WeightStep], parcels: Sequence[Parcel]):
    """:return: (billed grams per priced unit, pairs (grams, pieces) of the units)."""
    bill = tuple(step.billable_g for step in weights)
    pieces = [parcel.pieces for parcel in parcels]
    if aggregate == "total_billable":
        bill = (sum(bill),)
    if len(bill) != len(pieces):
        pieces = [sum(pieces)]
    return bill, tuple(zip(bill, pieces, strict=True))


def quote(
    contract: Contract, parcels: Sequence[Parcel], division_chain: tuple, on_date: date, options: Mapping = NO_OPTIONS,
):
    """Price a shipment with the version of a contract that is in force.

    :return: Quote, or a Refusal as :func:`quote_tariff`, or ``no_contract_version``.
    """
    version = pick(contract.versions, on_date)
    if version is None:
        return Refusal("no_contract_version", (("contract", contract.key), ("date", on_date.isoformat())))
    return quote_tariff(version.tariff, parcels, division_chain, on_date, options, version.number)


def quote_many(requests: Iterable[tuple]) -> list:
    """Price many shipments.

    :param requests: tuples of the arguments of :func:`quote`.
    :return: Quote or Refusal per request, same order.
    """
    known: dict = {}
    out = []
    for contract, parcels, chain, on_date, *options in requests:
        key = (id(contract), on_date)
        if key not in known:
            # The contract is kept beside its version: an id is its own only as long as the object lives.
            known[key] = (contract, pick(contract.versions, on_date))
        version = known[key][1]
        if version is None:
            out.append(Refusal("no_contract_version", (("contract", contract.key), ("date", on_date.isoformat()))))
        else:
            out.append(quote_tariff(version.tariff, parcels, chain, on_date, *(options or (NO_OPTIONS,)), version.number))
    return out
