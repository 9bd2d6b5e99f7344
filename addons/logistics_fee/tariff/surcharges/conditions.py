"""When a surcharge applies: conditions on the shipment (dates, options, region) and on single parcels (size, weight)."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..parcel import Parcel, chosen_weight
from ..source import TariffSource
from ..units import grams, millimetres
from ..weighing import billable


@dataclass(slots=True)
class Shipment:
    """What surcharges may look at; ``lines`` holds the lines so far, code -> fen."""

    source: TariffSource
    parcels: tuple
    billable_g: tuple
    chain: tuple
    on_date: date
    options: Mapping
    lines: dict
    zone: str = ""

    def parcel_g(self, parcel: Parcel) -> int:
        """:return: billed grams of one parcel, also where the freight is priced for the whole shipment."""
        top, bottom, _basis = chosen_weight(parcel.weight_g, parcel.volume_mm3, self.source.volumetric)
        return billable(self.source.weight, top, bottom)


def _periods(value):
    """Periods of every year: pairs of month-day, both included; 12-20 to 01-05 goes over the new year."""
    out = []
    for first, last in value:
        for text in (first, last):
            date.fromisoformat(f"2000-{text}")
        out.append((first, last))
    return tuple(sorted(out))


# Per condition: how its value is read from a sheet or a JSON text.
PARSERS = {
    "date_from": lambda value: date.fromisoformat(value).isoformat(),
    "date_to": lambda value: date.fromisoformat(value).isoformat(),
    "every_year": _periods,
    "weekdays": lambda value: tuple(sorted(int(day) for day in value)),
    "option": str,
    "divisions": lambda value: tuple(sorted(value)),
    "zones": lambda value: tuple(sorted(value)),
    "parcels_over": int,
    "longest_over_cm": millimetres,
    "girth_over_cm": millimetres,
    "weight_over_kg": grams,
    "weight_upto_kg": grams,
}
NAMES = {
    "longest_over_cm": "longest_over_mm", "girth_over_cm": "girth_over_mm", "weight_over_kg": "weight_over_g",
    "weight_upto_kg": "weight_upto_g",
}


def _from_day(value):
    first = date.fromisoformat(value)
    return lambda shipment: shipment.on_date >= first


def _to_day(value):
    last = date.fromisoformat(value)
    return lambda shipment: shipment.on_date <= last


def _every_year(value):
    def test(shipment):
        today = shipment.on_date.isoformat()[5:]
        return any(first <= today <= last if first <= last else today >= first or today <= last for first, last in value)
    return test


def _with_option(value):
    return lambda shipment: bool(shipment.options.get(value))


def _in_divisions(value):
    codes = frozenset(value)
    return lambda shipment: not codes.isdisjoint(shipment.chain)


def _girth(parcel):
    """Longest side plus the way around it."""
    sides = sorted(parcel.dims_mm)
    return sides[2] + 2 * (sides[0] + sides[1])


# Per condition: function(value) -> function(shipment) -> bool, so that values are prepared once.
FOR_SHIPMENT = {
    "date_from": _from_day, "date_to": _to_day, "every_year": _every_year,
    "weekdays": lambda value: lambda shipment: shipment.on_date.isoweekday() in value,
    "option": _with_option, "divisions": _in_divisions,
    "zones": lambda value: lambda shipment: shipment.zone in value,
    "parcels_over": lambda value: lambda shipment: len(shipment.parcels) > value,
}
# "Over" is strict: the limit itself is not over.
FOR_PARCEL = {
    "longest_over_mm": lambda value, shipment, parcel: bool(parcel.dims_mm) and max(parcel.dims_mm) > value,
    "girth_over_mm": lambda value, shipment, parcel: bool(parcel.dims_mm) and _girth(parcel) > value,
    "weight_over_g": lambda value, shipment, parcel: shipment.parcel_g(parcel) > value,
    "weight_upto_g": lambda value, shipment, parcel: shipment.parcel_g(parcel) <= value,
}


def parse_when(when: Mapping) -> tuple:
    """:param when: conditions with decimal texts. :return: sorted pairs in core units. :raises KeyError: unknown one."""
    return tuple(sorted((NAMES.get(name, name), PARSERS[name](value)) for name, value in when.items()))


def compile_when(when: tuple):
    """Turn conditions into a function.

    :param when: pairs of :func:`parse_when`.
    :return: function(shipment) -> tuple of the parcels concerned, or None if the surcharge does not apply.
    """
    whole = [FOR_SHIPMENT[name](value) for name, value in when if name in FOR_SHIPMENT]
    single = [(FOR_PARCEL[name], value) for name, value in when if name in FOR_PARCEL]
    if len(whole) + len(single) != len(when):
        raise KeyError(f"unknown condition in {when}")

    def concerned(shipment):
        for test in whole:
            if not test(shipment):
                return None
        if not single:
            return shipment.parcels
        parcels = tuple(
            parcel for parcel in shipment.parcels if all(test(value, shipment, parcel) for test, value in single))
        return parcels or None

    return concerned
