"""Kinds of indicators: one file each in ``indicators/``; importing it registers it."""
from dataclasses import dataclass

INDICATORS = {}


@dataclass(frozen=True, slots=True)
class Figures:
    """What an indicator looks at; amounts in fen or plain counts.

    :param actual: what was reached.
    :param target: what was asked for.
    :param base: what a ratio is divided by (sales of a margin, expenses of a profit).
    """

    actual: int
    target: int
    base: int = 0


def register(code):
    """Register a function(figures, all_or_nothing) -> basis points under a code.

    :raises ValueError: when the code is taken.
    """
    def decorate(function):
        if code in INDICATORS:
            raise ValueError(f"indicator {code!r} is registered twice")
        INDICATORS[code] = function
        return function
    return decorate


def score_bp(code: str, figures: Figures, all_or_nothing: bool = True) -> int:
    """Give the result of an indicator in basis points of full completion, between 0 and 10,000.

    :raises KeyError: for an unknown code.
    """
    return max(0, min(10_000, INDICATORS[code](figures, all_or_nothing)))
