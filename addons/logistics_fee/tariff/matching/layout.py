"""Columns of carriers' bills: learnt once per carrier, and noticed when the carrier changes them."""
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Layout(NamedTuple):
    """What was learnt. :ivar fields: ((field, header in its normal form, column), ...). :ivar headers: all of them."""

    fields: tuple
    headers: tuple


class Drift(NamedTuple):
    """:ivar missing: fields without their column. :ivar moved: ((field, old column, new column), ...). :ivar new, gone:
    headers. :ivar twice: fields whose header stands in several columns."""

    missing: tuple
    moved: tuple
    new: tuple
    gone: tuple
    twice: tuple

    @property
    def ok(self) -> bool:
        """Whether the file can be read with the layout: moved and new columns do no harm."""
        return not (self.missing or self.twice)


def normal(header) -> str:
    """:param header: a cell. :return: its letters and digits, so 目的地/省 is 目的地省 and （元） plays no part."""
    text = unicodedata.normalize("NFKC", str(header or "")).lower()
    text = re.sub(r"\((?:元|kg|公斤|千克|cm|m3|rmb|yuan)\)", "", text)
    return "".join(char for char in text if char.isalnum())


def guess(headers: Sequence, aliases: Mapping[str, Iterable[str]]) -> dict:
    """Propose columns by known names.

    :param headers: cells of the header row. :param aliases: field -> names carriers use, best first.
    :return: dict field -> column, only where one column fits.
    """
    texts = [normal(header) for header in headers]
    out: dict = {}
    for field, names in aliases.items():
        for name in map(normal, names):
            if texts.count(name) == 1 and texts.index(name) not in out.values():
                out[field] = texts.index(name)
                break
    return out


def learn(headers: Sequence, columns: Mapping[str, int]) -> Layout:
    """:param columns: field -> column, confirmed by a person. :return: Layout to be stored."""
    texts = tuple(normal(header) for header in headers)
    return Layout(tuple((field, texts[column], column) for field, column in sorted(columns.items())), texts)


def drift(layout: Layout, headers: Sequence) -> tuple[dict, Drift]:
    """Find the learnt columns in a new file.

    :return: (field -> column, Drift). Without harm the columns can be used; what moved is told anyway.
    """
    texts = [normal(header) for header in headers]
    columns, missing, moved, twice = {}, [], [], []
    for field, text, column in layout.fields:
        places = [place for place, name in enumerate(texts) if name == text]
        if not places:
            missing.append(field)
        elif len(places) > 1 and column not in places:
            twice.append(field)
        else:
            columns[field] = column if column in places else places[0]
            if columns[field] != column:
                moved.append((field, column, columns[field]))
    known = set(layout.headers)
    return columns, Drift(
        tuple(missing), tuple(moved), tuple(text for text in texts if text and text not in known),
        tuple(text for text in layout.headers if text and text not in texts), tuple(twice))


def net_column(rows: Iterable[tuple], first: int, second: int, third: int) -> tuple | None:
    """Find out which of three columns of amounts is gross, discount and net, whatever their headers say.

    :param rows: tuples of fen. :param first, second, third: columns.
    :return: (gross, discount, net): gross - discount = net in every row, the net is the larger part in all; None when the
        rows do not tell them apart.
    """
    columns = (first, second, third)
    wholes, sums = set(columns), dict.fromkeys(columns, 0)
    for row in rows:
        total = sum(row[column] for column in columns)
        # The gross amount is the sum of the other two, so it is half of all three.
        wholes = {column for column in wholes if 2 * row[column] == total}
        for column in columns:
            sums[column] += abs(row[column])
    if len(wholes) != 1:
        return None
    gross = wholes.pop()
    discount, net = sorted((column for column in columns if column != gross), key=sums.get)
    return (gross, discount, net) if sums[discount] < sums[net] else None
