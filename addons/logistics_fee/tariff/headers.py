"""Weight ranges and rules that a price sheet writes in words: ``0.5<x≤1kg``, ``10kg以上 基础费3.00元+续重(元/kg)``, 体积重=.../8000."""
import re
import unicodedata
from typing import NamedTuple

from .units import UnitError, grams, micro, scaled

_NUM = r"(\d+(?:\.\d+)?)"
_UNIT = r"(kgs?|公斤|千克|g|克|市?斤|吨|t)?"
_X = r"(?:x|重量|w)?"
_BETWEEN = re.compile(rf"{_X}{_NUM}{_UNIT}(<=|≤|<|-|~|至|到){_X}(<=|≤|<|-)?{_NUM}{_UNIT}(?:\(含\))?")
_UPTO = re.compile(rf"{_X}(<=|≤|<|不超过){_NUM}{_UNIT}|{_NUM}{_UNIT}(?:\(含\))?(?:以内|以下|及以下|内)(?:\(含\))?")
_ABOVE = re.compile(rf"{_X}(>=|≥|>|超过|大于){_NUM}{_UNIT}|{_NUM}{_UNIT}(?:以上|及以上|\+)|{_NUM}{_UNIT}(<=|≤|<){_X}")
_DASHES = str.maketrans(dict.fromkeys("–—―−－〜～", "-"))
_GRAMS = {"g": 1, "克": 1, "斤": 500, "市斤": 500, "吨": 1_000_000, "t": 1_000_000}
# A header that has to do with a weight, whether or not it can be read.
_WEIGHTY = re.compile(r"\d.*(?:kg|公斤|千克|克|斤|吨|\dg|\dt\b)|[<>≤≥]\D*\d|\d\D*[<>≤≥]|\d(?:以[上下内]|\+)|首重|续重")
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
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)).lower()).translate(_DASHES)


def _grams(number: str, unit: str | None, other: str | None = None) -> int:
    factor = _GRAMS.get(unit or other or "")
    return scaled(number, factor) if factor else grams(number)


def is_weighty(text) -> bool:
    """Whether a header speaks of a weight; one that nobody can read is then no column to be left out."""
    return bool(_WEIGHTY.search(_clean(text)))


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
            low, low_unit, after_low, before_high, high, high_unit = between.groups()
            # 0.5≤x<1 holds 0.5 kg and not 1 kg: in whole grams that is over 499 g, up to 999 g.
            first = _grams(low, low_unit, high_unit) - (after_low in ("<=", "≤"))
            found = WeightRange(max(first, 0), _grams(high, high_unit) - (before_high == "<"), fee)
            return found if found.from_g < found.upto_g else None
        upto, above = _UPTO.fullmatch(words), _ABOVE.fullmatch(words)
        if upto:
            sign, number, unit = upto[1], upto[2] or upto[4], upto[3] or upto[5]
            return WeightRange(0, _grams(number, unit) - (sign == "<"), fee)
        if above:
            number, unit = next((above[i], above[i + 1]) for i in (2, 4, 6) if above[i])
            whole = above[1] in (">=", "≥") or above[8] in ("<=", "≤")
            return WeightRange(max(_grams(number, unit) - whole, 0), None, fee)
    except UnitError:
        return None
    return None


def read_note(text) -> Note:
    """:param text: a remark under a price table. :return: Note."""
    words = _clean(text)
    divisor, ratio = _DIVISOR.search(words), _RATIO.search(words)
    return Note(int(divisor[1]) if divisor else None, scaled(ratio[1], 1_000_000) if ratio else None)
