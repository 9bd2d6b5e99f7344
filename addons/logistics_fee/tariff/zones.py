"""Which zone prices a destination: district, then city, then province, then the default zone."""
from .refusal import Refusal

NOT_SERVED = -1
LEVELS = ("district", "city", "province")
# First two digits of GB/T 2260: what a division code can begin with.
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)


def chain_of(code: str | None) -> tuple:
    """Derive the chain of a GB code by its digits; callers with a division table give the table's chain instead.

    :param code: six digits.
    :return: codes from the most specific to the province; empty if the code cannot be a Chinese division.
    """
    text = str(code or "").strip()
    if len(text) != 6 or not text.isdecimal() or text[:2] not in PROVINCES:
        return ()
    return tuple(dict.fromkeys((text, text[:4] + "00", text[:2] + "0000")))


def level_of(code: str) -> str:
    """:return: level of a GB code by its zeros."""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "district"


def find_zone(tariff, chain: tuple):
    """Look a destination up.

    :param tariff: compiled tariff.
    :param chain: division codes, most specific first.
    :return: (zone, matching code or "") or a Refusal ``unknown_division``, ``not_served``, ``no_zone``.
    """
    if not chain:
        return Refusal("unknown_division")
    index = tariff.index
    barred = None
    for code in chain:
        if tariff.excluded:
            barred = (barred or frozenset()) | tariff.excluded.get(code, frozenset())
        position = index.get(code)
        if position is None or (barred and position in barred):
            continue
        if position == NOT_SERVED:
            return Refusal("not_served", (("division", code),))
        return tariff.zones[position], code
    if tariff.default is not None and not (barred and tariff.default in barred):
        return tariff.zones[tariff.default], ""
    return Refusal("no_zone", (("division", chain[0]),))
