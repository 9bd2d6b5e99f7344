"""One word out of a declared list, and yes/no."""
from ..clean import squeeze
from ..errors import CellError
from .registry import register_cell_type

_YES = frozenset(("是", "有", "y", "yes", "true", "1", "√", "对"))
_NO = frozenset(("否", "无", "n", "no", "false", "0", "×", "x", "不"))


def parse_choice(value, column):
    """A word of ``column.choices`` -> its value.

    :raises CellError: unknown_choice with ``known``.
    """
    word = squeeze(str(value))
    for label, result in column.choices:
        if squeeze(label) == word:
            return result
    raise CellError("unknown_choice", known="、".join(dict.fromkeys(label for label, _result in column.choices)))


def parse_boolean(value, _column):
    """是/否, yes/no, 1/0 -> bool."""
    word = squeeze(str(value))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("unknown_choice", known="是、否")


register_cell_type("choice", parse_choice)
register_cell_type("boolean", parse_boolean)
