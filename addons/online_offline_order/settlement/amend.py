"""An order changed after its submit: its goods under the keys that its lines have at last."""
from collections.abc import Mapping
from dataclasses import replace

from .order import DISCOUNT, GOODS, Settlement


def rekeyed(settlement: Settlement, keys: Mapping[str, str]) -> Settlement:
    """Give a settlement whose goods stand under other keys; what they cost stays.

    :param settlement: priced before its new lines were saved.
    :param keys: {key while it was priced: key of the saved line}; a missing key stays.
    :return: Settlement.
    """
    goods = tuple(replace(line, key=keys.get(line.key, line.key)) for line in settlement.goods)
    lines = tuple(replace(line, key=keys.get(line.key, line.key)) if line.kind in (GOODS, DISCOUNT) else line for line in settlement.lines)
    return replace(settlement, goods=goods, lines=lines)
