"""Tariffs and fees as pure functions: integers in, a price with its explanation or a refusal out.

Imports the standard library and ``dealer_base.money`` only. Entry points: :func:`quote`, :func:`quote_many`,
:func:`compile_tariff`, :func:`validate`, and :mod:`.fees` for fees that are no freight.
"""
from .compile import Tariff, compile_tariff
from .parcel import Parcel
from .quote import Quote, quote, quote_many, quote_tariff
from .read import read_contracts, read_tariff
from .refusal import CODES, Refusal
from .source import Band, Surcharge, TariffSource, Volumetric, WeightRule, Zone, canonical, checksum, dumps, loads
from .trace import from_json, replay, to_json
from .units import UnitError, fen, grams, micro, millimetres, ppm, scaled
from .validate import Finding, check_bands, uncovered, validate
from .version import Contract, Version, pick
from .zones import chain_of, find_zone, level_of

__all__ = [
    "CODES", "Band", "Contract", "Finding", "Parcel", "Quote", "Refusal", "Surcharge", "Tariff", "TariffSource",
    "UnitError", "Version", "Volumetric", "WeightRule", "Zone", "canonical", "chain_of", "check_bands", "checksum",
    "compile_tariff", "dumps", "fen", "find_zone", "from_json", "grams", "level_of", "loads", "micro", "millimetres",
    "pick", "ppm", "quote", "quote_many", "quote_tariff", "read_contracts", "read_tariff", "replay", "scaled", "to_json",
    "uncovered", "validate",
]
