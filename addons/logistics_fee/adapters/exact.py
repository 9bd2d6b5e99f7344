"""Numbers of records (floats with a number of digits) -> the core's integers, and back; the one place for both."""
from decimal import Decimal

from ..tariff import micro, ppm
from ..tariff.units import MICRO_PER_FEN, PPM


def micro_of(value) -> int:
    """:param value: yuan of a field with six digits. :return: millionths of a yuan."""
    return micro(Decimal(repr(round(value, 6))))


def yuan_of(value_micro: int) -> Decimal:
    """:param value_micro: millionths of a yuan. :return: yuan for a field with six digits."""
    return Decimal(value_micro) / PPM


def ppm_of(percent) -> int:
    """:param percent: per cent of a field with four digits. :return: parts per million."""
    return ppm(Decimal(repr(round(percent, 4))))


def percent_of(rate_ppm: int) -> Decimal:
    """:param rate_ppm: parts per million. :return: per cent."""
    return Decimal(rate_ppm) / MICRO_PER_FEN
