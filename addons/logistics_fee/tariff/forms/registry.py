"""Registry of source forms, and the helper every form shares."""
from collections.abc import Callable, Mapping
from dataclasses import replace

from ..source import Band

FORMS: dict[str, Callable] = {}


def register(name: str):
    """Register a form under its name.

    The function gets the source mapping (decimal texts in kg and yuan) and returns ``(bands, per)``: a tuple of Band and
    ``"g"`` or ``"piece"``. A name taken twice raises.
    """
    def add(function):
        if name in FORMS:
            raise ValueError(f"form {name} is registered twice")
        FORMS[name] = function
        return function
    return add


def compile_form(source: Mapping) -> tuple[tuple[Band, ...], str]:
    """:param source: price of a zone with its ``form``. :return: (bands, per). :raises KeyError: unknown form."""
    return FORMS[source["form"]](source)


def with_minimum(band: Band, minimum_micro: int) -> tuple[Band, ...]:
    """Build a minimum fee into bands: below the weight where the formula reaches it, the price is the minimum.

    :param band: a band whose rate is not negative.
    :param minimum_micro: minimum fee, 0 = none.
    :return: one or two bands that cover the same range.
    """
    if band.price_micro(band.from_g + 1) >= minimum_micro:
        return (band,)
    flat = Band(band.from_g, band.upto_g, minimum_micro)
    if not (band.step_g and band.rate_micro):
        return (flat,)
    edge = band.over_g + (minimum_micro - band.base_micro) // band.rate_micro * band.step_g
    if band.upto_g is not None and edge >= band.upto_g:
        return (flat,)
    return (replace(flat, upto_g=edge), replace(band, from_g=edge))
