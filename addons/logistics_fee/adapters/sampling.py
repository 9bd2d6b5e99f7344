"""Two price ladders beside each other at the weights where they can differ."""
from typing import NamedTuple

# Beyond the last bound of a ladder: grams, or pieces for a zone priced by the piece.
BEYOND = {"g": (1_000, 5_000, 10_000), "piece": (1, 5, 10)}


class Sample(NamedTuple):
    """:ivar amount: grams or pieces. :ivar before_micro, after_micro: prices, None = no price."""

    amount: int
    before_micro: int | None
    after_micro: int | None


def band_at(bands, amount):
    """:return: the band that prices an amount, or None."""
    return next((band for band in bands if band.from_g < amount and (band.upto_g is None or amount <= band.upto_g)), None)


def _price(bands, amount):
    band = band_at(bands, amount)
    return band and band.price_micro(amount)


def samples(before, after, per="g") -> list:
    """Compare two ladders weight by weight.

    :param before, after: bands in order. :param per: "g" or "piece".
    :return: Samples at every upper bound of either ladder and beyond the last one, where the prices differ.
    """
    bands = (*before, *after)
    points = {band.upto_g for band in bands if band.upto_g is not None}
    if any(band.upto_g is None for band in bands):
        last = max((band.from_g for band in bands if band.upto_g is None), default=0)
        points |= {last + more for more in BEYOND[per]}
    found = [Sample(point, _price(before, point), _price(after, point)) for point in sorted(points)]
    return [sample for sample in found if sample.before_micro != sample.after_micro]
