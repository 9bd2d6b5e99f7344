"""The one way to a price: ordered steps, each leaving a line of explanation."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .compile import Tariff
from .parcel import Parcel, chosen_weight, problem
from .refusal import Refusal
from .surcharges import Shipment
from .trace import FreightStep, WeightStep, ZoneStep, rounded
from .version import Contract, pick
from .weighing import billable
from .zones import find_zone

NO_OPTIONS: Mapping = {}


@dataclass(frozen=True, slots=True)
class Quote:
    """A price with its explanation.

    :ivar lines: ((code, fen), ...), freight first; they add up to ``total_fen``.
    :ivar billable_g: billed grams per priced unit.
    :ivar trace: steps of trace.py.
    :ivar number: version number, None when a bare tariff was quoted.
    """

    total_fen: int
    lines: tuple
    zone: str
    billable_g: tuple
    transit_days: tuple | None
    trace: tuple
    number: int | None = None

    @property
    def ok(self) -> bool:
        """True: this is a price, not a refusal."""
        return True


def _weigh(tariff: Tariff, parcels: Sequence[Parcel]) -> list[WeightStep]:
    """Billable weights of the priced units: each parcel, or the shipment as one (aggregate ``total_*``)."""
    source = tariff.source
    rule, light = source.weight, source.volumetric
    if source.aggregate == "total_raw" and len(parcels) > 1:
        actual = sum(parcel.weight_g for parcel in parcels)
        # A parcel that was not measured counts with its weight, so one missing size does not hide the others.
        divisor = light.divisor if light else 1
        volume = sum(parcel.volume_mm3 or parcel.weight_g * divisor for parcel in parcels) if light else 0
        loads = [(actual, volume)]
    else:
        loads = [(parcel.weight_g, parcel.volume_mm3) for parcel in parcels]
    steps = []
    for unit, (actual, volume) in enumerate(loads, 1):
        if light and volume:
            top, bottom, basis = chosen_weight(actual, volume, light)
            by_volume = -(-volume // light.divisor)
        else:
            top, bottom, basis, by_volume = actual, 1, "actual", 0
        steps.append(WeightStep(unit, actual, by_volume, basis, billable(rule, top, bottom)))
    return steps


def _freight(tariff: Tariff, zone, units: Sequence[tuple[int, int]]):
    """Price the units. :param units: (weight in grams, pieces) per unit. :return: list of FreightStep or Refusal."""
    source = tariff.source
    out = []
    for unit, (weight_g, pieces) in enumerate(units, 1):
        amount = pieces if zone.per == "piece" else weight_g
        band = zone.band(amount)
        if band is None:
            too_heavy = bool(zone.uppers) and len(zone.uppers) == len(zone.bands) and amount > zone.uppers[-1]
            params = (("weight_g", weight_g), ("zone", zone.code), ("max_g", zone.uppers[-1] if too_heavy else 0))
            return Refusal("over_max_weight" if too_heavy else "no_band", params)
        steps = band.steps(amount)
        fen = rounded(
            band.base_micro + steps * band.rate_micro, source.rounding_unit_fen, source.rounding_mode)
        out.append(FreightStep(
            unit, amount, zone.per, band.from_g, band.upto_g, band.base_micro, band.over_g, band.step_g, steps,
            band.rate_micro, source.rounding_unit_fen, fen, source.rounding_mode))
    return out


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
        if parcel.dims_mm is not None or not parcel.weight_g or parcel.weight_g < 0 or parcel.pieces < 1:
            wrong = problem(parcel, position)
            if wrong:
                return wrong
    found = find_zone(tariff, chain)
    if isinstance(found, Refusal):
        return found
    zone, code = found
    weights = _weigh(tariff, parcels)
    if len(parcels) == 1:
        bill = (weights[0].billable_g,)
        units = ((bill[0], parcels[0].pieces),)
    else:
        bill, units = _units(tariff.source.aggregate, weights, parcels)
    priced = _freight(tariff, zone, units)
    if isinstance(priced, Refusal):
        return priced
    freight = priced[0].fen if len(priced) == 1 else sum(step.fen for step in priced)
    trace = [*weights, ZoneStep(zone.code, code), *priced]
    lines = {"freight": freight}
    if tariff.surcharges:
        shipment = Shipment(tariff.source, tuple(parcels), bill, chain, on_date, options, lines)
        for surcharge in tariff.surcharges:
            step = surcharge(shipment)
            if step is not None:
                lines[step.code] = lines.get(step.code, 0) + step.fen
                trace.append(step)
    return Quote(
        sum(lines.values()), tuple(lines.items()), zone.code, bill, zone.transit_days, tuple(trace), number)


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
    return [quote(*request) for request in requests]
