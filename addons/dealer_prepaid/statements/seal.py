"""What is sealed on a statement: its figures, the digest of its entries, and the digest of the statement before it."""
import datetime
import hashlib
from collections.abc import Mapping

PARTS = (
    "prev_hash", "number", "account_id", "date_from", "date_to", "opening_fen", "closing_fen", "line_count", "last_entry_hash", "lines_digest",
)


def statement_text(figures: Mapping[str, object]) -> str:
    """Write the text that is hashed: the ten parts in their fixed order, with a bar between them.

    :param figures: a value for each of ``PARTS``; dates in ISO form or as dates, amounts in fen.
    :return: text.
    :raises KeyError: when a part is missing.
    """
    return "|".join(str(figures[part]) for part in PARTS)


def statement_hash(figures: Mapping[str, object]) -> str:
    """Give the SHA-256 of :func:`statement_text` as hexadecimal text.

    :param figures: see :func:`statement_text`.
    :return: 64 hexadecimal digits.
    """
    return hashlib.sha256(statement_text(figures).encode()).hexdigest()


def month_of(date: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Give the first and the last day of a date's month.

    :param date: any day.
    :return: (first day, last day).
    """
    first = date.replace(day=1)
    return first, (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
