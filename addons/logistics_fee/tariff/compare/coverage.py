"""Which districts a tariff prices, which not, which twice, which it does not serve; looked at before it is put in force."""
from collections.abc import Iterable
from typing import NamedTuple

from ..compile import compile_tariff
from ..refusal import Refusal
from ..source import TariffSource
from ..zones import find_zone


class Coverage(NamedTuple):
    """:ivar priced: districts with one price of their own, their city or province. :ivar by_default: those of the default
    zone. :ivar no_price, not_served: codes. :ivar two_prices: ((code, zones), ...): the level that decides is in several
    zones, or in a zone and in the list of regions that are not served (shown as ``-``)."""

    priced: int
    by_default: int
    no_price: tuple
    two_prices: tuple
    not_served: tuple

    @property
    def total(self) -> int:
        """Number of districts looked at."""
        return self.priced + self.by_default + len(self.no_price) + len(self.two_prices) + len(self.not_served)


def coverage(source: TariffSource, districts: Iterable[tuple]) -> Coverage:
    """Look every district up.

    :param source: the tariff, valid or not.
    :param districts: chains, most specific code first; only divisions in force.
    :return: Coverage; each district counts once.
    """
    tariff = compile_tariff(source)
    owners: dict = {code: ["-"] for code in source.not_served}
    for zone in source.zones:
        for code in dict.fromkeys(zone.include):
            owners.setdefault(code, []).append(zone.code)
    priced = by_default = 0
    no_price, two_prices, not_served = [], [], []
    for chain in districts:
        found = find_zone(tariff, chain)
        if isinstance(found, Refusal):
            code = found.as_dict().get("division")
            if found.code == "not_served" and len(owners[code]) > 1:
                two_prices.append((chain[0], tuple(owners[code])))
            else:
                (not_served if found.code == "not_served" else no_price).append(chain[0])
        elif not found[1]:
            by_default += 1
        elif len(owners[found[1]]) > 1:
            two_prices.append((chain[0], tuple(owners[found[1]])))
        else:
            priced += 1
    return Coverage(priced, by_default, tuple(no_price), tuple(two_prices), tuple(not_served))
