"""Declaring the fields of a rule's parts: each says its unit, so one reader and one writer serve every kind."""
from dataclasses import MISSING, field


class Unreadable(ValueError):
    """A row that cannot become a rule, a cart or a case: where, which field, what is wrong with it."""

    def __init__(self, place, name, problem):
        super().__init__(f"{place}: {name}: {problem}" if name else f"{place}: {problem}")
        self.place, self.name, self.problem = place, name, problem


def _declare(unit, default, key, **more):
    return field(default=default, metadata={"unit": unit, "key": key, **more})


def fen(default=MISSING, key=""):
    """An amount in fen; a row may give it as a decimal text under the name without ``_fen``."""
    return _declare("fen", default, key)


def bp(default=MISSING, key=""):
    """A rate in basis points; a row may give it in percent under the name without ``_bp``."""
    return _declare("bp", default, key)


def number(default=MISSING, key="", least=0):
    """A whole number, not below ``least``."""
    return _declare("int", default, key, least=least)


def text(default=MISSING, key=""):
    """A text."""
    return _declare("text", default, key)


def flag(default=False, key=""):
    """True or false."""
    return _declare("flag", default, key)


def texts(default=(), key=""):
    """Several texts, in their order."""
    return _declare("texts", default, key)


def choice(*choices, default=MISSING, key=""):
    """One of a closed list of words."""
    return _declare("choice", default, key, choices=choices)


def plain(default=MISSING, key="", read=None, write=None):
    """A value of its own form.

    :param read: function(value, place, decimals) -> the value of the field; raises Unreadable.
    :param write: function(value) -> JSON.
    """
    return _declare("own", default, key, read=read, write=write)
