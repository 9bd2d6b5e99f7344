"""Text, code, phone."""
import re
from datetime import datetime

from ..errors import CellError
from .registry import register_cell_type

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}")
_PHONE_NOISE = re.compile(r"[\s()]")


def _as_text(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat(" ")
    if isinstance(value, float):
        if abs(value) >= 1e15:
            raise CellError("digits_lost", value=repr(value))
        return repr(value)
    return str(value)


def parse_text(value, column):
    """Free text up to ``max_length`` characters."""
    text = _as_text(value)
    if len(text) > column.max_length:
        raise CellError("text_too_long", limit=column.max_length, length=len(text))
    return text


def parse_code(value, column):
    """A code or number used as a name: no spaces inside, upper case, never a number that lost digits in Excel."""
    if isinstance(value, datetime):
        raise CellError("not_a_code")
    text = parse_text(value, column)
    if re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d+", text):
        raise CellError("digits_lost", value=text)
    text = text.removesuffix(".0") if text[:-2].isdigit() else text
    if any(char.isspace() for char in text):
        raise CellError("space_in_code")
    return text.upper()


def parse_phone(value, _column):
    """A Chinese mobile (11 digits) or landline number; +86 and separators of a mobile are dropped."""
    text = _PHONE_NOISE.sub("", _as_text(value)).removeprefix("+86").removeprefix("0086").lstrip("-")
    compact = text.replace("-", "")
    if _MOBILE.fullmatch(compact):
        return compact
    if _LANDLINE.fullmatch(text):
        return text
    raise CellError("bad_phone")


register_cell_type("text", parse_text)
register_cell_type("code", parse_code)
register_cell_type("phone", parse_phone)
