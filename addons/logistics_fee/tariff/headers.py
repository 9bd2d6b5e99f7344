"""Weight ranges and rules that a price sheet writes in words: ``0.5<x≤1kg``, ``10kg以上 基础费3.00元+续重(元/kg)``, 体积重=.../8000."""
import re
import unicodedata
from typing import NamedTuple

from .units import UnitError, grams, micro, scaled

_NUM = r"(\d+(?:\.\d+)?)"
_UNIT = r"(kg|公斤|千克|g|克)?"
_X = r"(?:x|重量|w)?"
_BETWEEN = re.compile(rf"{_NUM}{_UNIT}(?:<|≤|<=|-|~|至|到){_X}(?:<=|≤|<|-)?{_NUM}{_UNIT}")
_UPTO = re.compile(rf"{_X}(?:<=|≤){_NUM}{_UNIT}|{_NUM}{_UNIT}(?:以内|以下|及以下|内)")
_ABOVE = re.compile(rf"{_X}>{_NUM}{_UNIT}|{_NUM}{_UNIT}(?:以上|及以上)|{_NUM}{_UNIT}<{_X}")
_BASE = re.compile(rf"(?:基础费|首费|面单费|起步价):?{_NUM}元?")
_DIVISOR = re.compile(r"[/÷](\d{4,5})(?!\d)")
_RATIO = re.compile(rf"(?:大于|超过|>|≥)实(?:际)?重(?:量)?(?:的)?{_NUM}倍")


class WeightRange(NamedTuple):
    """:ivar from_g: excluded. :ivar upto_g: included, None = open. :ivar base_micro: base fee named in the header, None = none:
    the cells below are then the price of a started kilogram beside it, else they are the price."""

    from_g: int
    upto_g: int | None
    base_micro: int | None = None


class Note(NamedTuple):
    """What a remark says about volume; None where it says nothing. :ivar ratio_ppm: volume counts only above this ratio."""

    divisor: int | None
    ratio_ppm: int | None


def _clean(text) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)).lower())


def _grams(number: str, unit: str | None, other: str | None = None) -> int:
    return scaled(number, 1) if (unit or other) in ("g", "克") else grams(number)


def read_range(text) -> WeightRange | None:
    """Read the header of a price column.

    :param text: the cell; a number without a unit is kilograms. :return: WeightRange, or None when the cell is no range.
    """
    words = _clean(text)
    base = _BASE.search(words)
    if base:
        words = words[: base.start()] + re.sub(r"\+?(?:续重|每公斤)?\(?(?:元/(?:kg|公斤))?\)?$", "", words[base.end():])
    fee = micro(base[1]) if base else None
    try:
        between = _BETWEEN.fullmatch(words)
        if between:
            low, low_unit, high, high_unit = between.groups()
            found = WeightRange(_grams(low, low_unit, high_unit), _grams(high, high_unit), fee)
            return found if found.from_g < found.upto_g else None
        upto, above = _UPTO.fullmatch(words), _ABOVE.fullmatch(words)
        if upto:
            return WeightRange(0, _grams(upto[1] or upto[3], upto[2] or upto[4]), fee)
        if above:
            number, unit = next((above[i], above[i + 1]) for i in (1, 3, 5) if above[i])
            return WeightRange(_grams(number, unit), None, fee)
    except UnitError:
        return None
    return None


def read_note(text) -> Note:
    """:param text: a remark under a price table. :return: Note."""
    words = _clean(text)
    divisor, ratio = _DIVISOR.search(words), _RATIO.search(words)
    return Note(int(divisor[1]) if divisor else None, scaled(ratio[1], 1_000_000) if ratio else None)
