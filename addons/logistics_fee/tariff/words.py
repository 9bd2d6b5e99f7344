"""Prices that a sheet says in words, such as ``8元/kg+3元(包头、赤峰、呼市5元/kg+3元)``, read into bands.

What is read is a proposal: it names what it assumed, and a person confirms it. A sentence with anything left over is not
read at all, because a price that was half understood is wrong.
"""
import re
import unicodedata
from typing import NamedTuple

from .forms.registry import with_minimum
from .source import Band
from .units import UnitError, grams, micro

_NUM = r"(\d+(?:\.\d+)?)"
_YUAN = r"(?:元|块|rmb|cny)?"
_KG = r"(?:kg|公斤|千克)"
_FIRST = re.compile(rf"首重(?:{_NUM}{_KG})?(?:内|以内)?[::]?{_NUM}{_YUAN}(?:/{_KG})?[,;,+]?续重(?:{_NUM}{_KG})?[::]?{_NUM}{_YUAN}(?:/(?:{_NUM})?{_KG})?")
_PER_KG = re.compile(rf"{_NUM}{_YUAN}/(?:{_NUM})?{_KG}")
_FIXED = re.compile(rf"{_NUM}(?:元|块)(?:/(?:票|件|单))?")
_LEAST = re.compile(rf"[,;]?最低(?:收费|消费)?{_NUM}{_YUAN}")
_BRACKETS = re.compile(r"\(([^()]*)\)")


class NamedPrice(NamedTuple):
    """:ivar names: regions as the sheet writes them. :ivar bands: their price."""

    names: tuple
    bands: tuple


class WordPrice(NamedTuple):
    """A proposal. :ivar bands: price of the region the cell stands for. :ivar exceptions: prices of regions named inside.
    :ivar assumed: what the words leave open: started_kg (a price per kg counts started kilograms), first_kg (the first
    weight is 1 kg)."""

    bands: tuple
    exceptions: tuple
    assumed: tuple


class Unread(NamedTuple):
    """A sentence that was not understood. :ivar rest: the part nobody could read."""

    text: str
    rest: str


def _clean(text) -> str:
    text = unicodedata.normalize("NFKC", str(text)).lower()
    return re.sub(r"[\s\u200b\ufeff¥]+", "", text).replace("，", ",").replace("；", ";").replace("。", "").replace("每", "/")


def _bands(text: str):
    """:return: (bands, assumptions) of one price, or the part that is not understood as text."""
    least = _LEAST.search(text)
    minimum = micro(least[1]) if least else 0
    if least:
        text = text[: least.start()] + text[least.end():]
    first = _FIRST.fullmatch(text)
    if first:
        upto, fee, step, rate, per = first.groups()
        size, over = grams(step or per or "1"), grams(upto or "1")
        flat = Band(0, over, max(micro(fee), minimum))
        bands = (flat, *with_minimum(Band(over, None, micro(fee), over, size, micro(rate)), minimum))
        return bands, () if upto else ("first_kg",)
    rates, fixed = [], []
    for part in filter(None, text.split("+")):
        rate, amount = _PER_KG.fullmatch(part), _FIXED.fullmatch(part)
        if rate:
            rates.append((micro(rate[1]), grams(rate[2] or "1")))
        elif amount:
            fixed.append(micro(amount[1]))
        else:
            return part
    if len(rates) > 1 or len(fixed) > 1 or not (rates or fixed):
        return text
    rate, step = rates[0] if rates else (0, 0)
    return with_minimum(Band(0, None, sum(fixed), 0, step, rate), minimum), ("started_kg",) if rates else ()


def _exceptions(text: str):
    """Read ``names price; names price``. :return: list of (names, price text), or the part that is not understood."""
    out = []
    for part in filter(None, text.split(";")):
        start = re.search(r"\d|首重", part)
        names = tuple(filter(None, re.split(r"[、,/]", part[: start.start()].rstrip(":")))) if start else ()
        if not names:
            return part
        out.append((names, part[start.start():]))
    return out


def read_words(text):
    """Read a price sentence.

    :param text: the cell.
    :return: WordPrice to be confirmed, or Unread.
    """
    words = _clean(text)
    inner = _BRACKETS.findall(words)
    outer = _BRACKETS.sub("", words)
    try:
        price = _bands(outer)
        if isinstance(price, str):
            return Unread(str(text), price)
        bands, assumed = price
        exceptions = []
        for inside in inner:
            found = _exceptions(inside)
            if isinstance(found, str):
                return Unread(str(text), found)
            for names, words_of in found:
                special = _bands(words_of)
                if isinstance(special, str):
                    return Unread(str(text), special)
                exceptions.append(NamedPrice(names, special[0]))
                assumed = (*assumed, *special[1])
    except UnitError:
        return Unread(str(text), outer)
    return WordPrice(tuple(bands), tuple(exceptions), tuple(dict.fromkeys(assumed)))
