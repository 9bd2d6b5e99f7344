"""Registry of surcharge kinds, and what all kinds share: conditions, limits, one rounding, one line of explanation."""
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from ..source import Surcharge
from ..trace import SurchargeStep, surcharge_fen
from ..units import fen
from .conditions import compile_when, parse_when


class Kind(NamedTuple):
    """:ivar parse: function(row) -> dict of params. :ivar amount: see :func:`register`."""

    parse: Callable
    amount: Callable


KINDS: dict[str, Kind] = {}


def register(name: str, parse: Callable):
    """Register a kind of surcharge.

    The decorated function gets ``(params, shipment, parcels, scope)`` and returns ``(parts, base_fen, rate_ppm)``: pairs
    (quantity, price in micro) that are added, and a rate of a base; or None for "does not apply".

    :param name: kind in the sources; taken twice raises.
    :param parse: function(row of decimal texts) -> dict of integer params.
    """
    def add(function):
        if name in KINDS:
            raise ValueError(f"surcharge kind {name} is registered twice")
        KINDS[name] = Kind(parse, function)
        return function
    return add


def parse_surcharge(row: Mapping) -> Surcharge:
    """:param row: surcharge with decimal texts. :return: canonical surcharge. :raises KeyError: unknown kind."""
    params = KINDS[row["kind"]].parse(row)
    for name in ("min", "max"):
        if row.get(name) is not None:
            params[name + "_fen"] = fen(row[name])
    scope = row.get("scope") or "shipment"
    if scope not in ("shipment", "parcel"):
        raise ValueError(f"the scope of a surcharge is shipment or parcel, not {scope}")
    return Surcharge(
        row["code"], row["kind"], int(row.get("order") or 0), scope,
        tuple(sorted(params.items())), parse_when(row.get("when") or {}))


class Compiled(NamedTuple):
    """A surcharge ready for the quote loop, which looks at the day and the option before it calls the line.

    :ivar first, last: days on which it can apply, both included. :ivar option: option without which it never applies, or None.
    :ivar line: function(shipment) -> SurchargeStep or None.
    """

    first: date
    last: date
    option: str | None
    line: Callable


def compile_surcharge(surcharge: Surcharge) -> Compiled:
    """:param surcharge: canonical surcharge. :return: Compiled."""
    when = dict(surcharge.when)
    # A kind may look at the option it hangs on; that is part of the condition, so it is not stored twice.
    params = {**dict(surcharge.params), "option": when.get("option")}
    amount, concerned = KINDS[surcharge.kind].amount, compile_when(surcharge.when)
    low, high = params.get("min_fen"), params.get("max_fen")

    def line(shipment):
        parcels = concerned(shipment)
        if parcels is None:
            return None
        found = amount(params, shipment, parcels, surcharge.scope)
        if found is None:
            return None
        parts, base_fen, rate_ppm = found
        unit, mode = shipment.source.rounding_unit_fen, shipment.source.rounding_mode
        value = surcharge_fen(parts, base_fen, rate_ppm, low, high, unit, mode)
        return SurchargeStep(surcharge.code, surcharge.kind, parts, base_fen, rate_ppm, low, high, unit, value, mode)

    return Compiled(
        date.fromisoformat(when["date_from"]) if "date_from" in when else date.min,
        date.fromisoformat(when["date_to"]) if "date_to" in when else date.max, when.get("option"), line)
