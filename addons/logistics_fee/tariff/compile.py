"""A tariff source turned into what the quote loop needs: one dict, tuples and closures."""
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from .source import TariffSource, Zone
from .surcharges import compile_surcharge
from .weighing import compile_rule
from .zones import NOT_SERVED


@dataclass(frozen=True, slots=True)
class CompiledZone:
    """A zone ready for bisection: ``uppers`` are the closed upper bounds of ``bands``; the open band, if any, comes last."""

    code: str
    per: str
    uppers: tuple
    bands: tuple
    lowest_g: int
    transit_days: tuple | None
    working: bool = False

    def band(self, weight_g: int):
        """:return: the band whose range holds the weight, or None."""
        position = bisect_left(self.uppers, weight_g)
        if position >= len(self.bands) or weight_g <= self.lowest_g:
            return None
        band = self.bands[position]
        return band if weight_g > band.from_g else None


@dataclass(frozen=True, slots=True)
class Tariff:
    """A compiled tariff. Never changed after compiling, so it may be shared by threads and kept for ever.

    :ivar places: what quote.py remembers of destinations; not part of the tariff.
    """

    source: TariffSource
    index: dict
    excluded: dict
    zones: tuple
    default: int | None
    surcharges: tuple
    billable: Callable
    places: dict = field(default_factory=dict, compare=False, repr=False)


def _compile_zone(zone: Zone) -> CompiledZone:
    bands = tuple(sorted(zone.bands, key=lambda b: (b.upto_g is None, b.upto_g or 0)))
    uppers = tuple(band.upto_g for band in bands if band.upto_g is not None)
    return CompiledZone(zone.code, zone.per, uppers, bands, bands[0].from_g if bands else 0, zone.transit_days, zone.working)


def compile_tariff(source: TariffSource) -> Tariff:
    """Compile a valid tariff (see validate.py; a division in two zones is refused there, here the first zone keeps it).

    :param source: the tariff.
    :return: the compiled form.
    """
    zones = tuple(_compile_zone(zone) for zone in source.zones)
    index: dict = dict.fromkeys(source.not_served, NOT_SERVED)
    excluded: dict = {}
    default = None
    for position, zone in enumerate(source.zones):
        for code in zone.include:
            index.setdefault(code, position)
        for code in zone.exclude:
            excluded[code] = excluded.get(code, frozenset()) | {position}
        if zone.is_default:
            default = position
    surcharges = tuple(
        compile_surcharge(surcharge) for surcharge in sorted(source.surcharges, key=lambda s: (s.order, s.code))
    )
    return Tariff(source, index, excluded, zones, default, surcharges, compile_rule(source.weight))
