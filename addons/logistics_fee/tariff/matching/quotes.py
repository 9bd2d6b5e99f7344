"""Quotes with other assumptions, each made once: the same parcel with the carrier's weight, elsewhere, on another day."""
from datetime import date

from ..quote import quote_tariff
from ..version import Contract, Version, pick
from ..zones import chain_of, find_zone

DEFAULT_ZONE = ("",)


class Requote:
    """Prices of single fees under changed assumptions; remembers what it was asked."""

    def __init__(self, contract: Contract):
        self._contract, self._known, self._samples = contract, {}, {}

    def version(self, on_date: date) -> Version | None:
        """:return: the version in force."""
        return pick(self._contract.versions, on_date)

    def others(self, on_date: date) -> list[Version]:
        """:return: the other versions, the nearest start first."""
        now = self.version(on_date)
        rest = [version for version in self._contract.versions if version is not now]
        return sorted(rest, key=lambda version: abs((version.valid_from - on_date).days))

    def samples(self, version: Version) -> tuple:
        """:return: one chain for each zone of a version that finds this zone."""
        if version.number not in self._samples:
            found = {}
            for zone in version.tariff.source.zones:
                for chain in (*(chain_of(code) or (code,) for code in zone.include), DEFAULT_ZONE):
                    hit = find_zone(version.tariff, chain)
                    if isinstance(hit, tuple) and hit[0].code == zone.code:
                        found[zone.code] = chain
                        break
            self._samples[version.number] = tuple(found.values())
        return self._samples[version.number]

    def fee(self, sent, codes: tuple, version: Version | None, chain=None, weight_g=None, on_date=None) -> int | None:
        """Price one fee of a parcel.

        :param codes: codes of the quote lines that make the fee. :param version: version to use.
        :param chain, weight_g, on_date: what to assume instead of the parcel's own.
        :return: fen, or None without a price.
        """
        if version is None:
            return None
        lines = self._lines(sent, version, chain or sent.chain, weight_g, on_date or sent.on_date)
        found = [lines[code] for code in codes if code in lines]
        return sum(found) if found else None

    def zone(self, version: Version, chain: tuple) -> str:
        """:return: code of the zone that prices a destination, or ``""``."""
        hit = find_zone(version.tariff, chain)
        return hit[0].code if isinstance(hit, tuple) else ""

    def _lines(self, sent, version, chain, weight_g, on_date) -> dict:
        plain = not sent.options and sent.dims_mm is None and not sent.goods_mm3
        key = (version.number, chain, weight_g or sent.weight_g, on_date, None if plain or weight_g and not sent.options else sent.id)
        lines = self._known.get(key)
        if lines is None:
            found = quote_tariff(version.tariff, sent.parcel(weight_g), chain, on_date, sent.options)
            lines = self._known[key] = dict(found.lines) if found.ok else {}
        return lines
