"""Tariffs and fees as pure functions: integers in, a price with its explanation or a refusal out.

Imports the standard library and ``dealer_base.money`` only. Entry points: :func:`quote`, :func:`quote_many`,
:func:`compile_tariff`, :func:`validate`; beside them :mod:`.fees` (fees that are no freight), :mod:`.pack`, :mod:`.free`,
:mod:`.bearer`, :mod:`.choice` (which carrier), :mod:`.matching` (carriers' bills), :mod:`.rebates`, :mod:`.compare` (two
versions, coverage), :mod:`.words` (prices in words), :mod:`.promise` and :mod:`.states` (on the way), :mod:`.cases`.
"""
from .bearer import BearerRule, Share, bear, by_bearer, check_shares, pick_bearer, split_bearers, with_bearers
from .compile import Tariff, compile_tariff
from .free import Free, FreeRule, best_free, free_shipping
from .pack import Box, Packing, Unit, pack, parcels_of
from .parcel import Parcel
from .postage import Postage, correction
from .promise import Punctuality, promised_date, punctuality
from .quote import Quote, quote, quote_many, quote_tariff
from .read import read_contracts, read_tariff
from .refusal import CODES, Refusal
from .shares import shares
from .source import Band, Surcharge, TariffSource, Volumetric, WeightRule, Zone, canonical, checksum, dumps, loads
from .states import KUAIDI100, STATES, TOLD, may_move, state_after
from .tax import gross_of, net_of, on_basis
from .trace import BearerStep, from_json, replay, to_json
from .units import UnitError, fen, grams, micro, millimetres, ppm, scaled, weight
from .validate import Finding, check_bands, uncovered, validate
from .version import Contract, DateFinding, Version, check_dates, pick
from .words import Unread, WordPrice, read_words
from .zones import chain_of, find_zone, level_of

__all__ = [
    "CODES", "KUAIDI100", "STATES", "TOLD", "Band", "BearerRule", "BearerStep", "Box", "Contract", "DateFinding", "Finding", "Free",
    "FreeRule", "Packing", "Parcel", "Postage", "Punctuality", "Quote", "Refusal", "Share", "Surcharge", "Tariff", "TariffSource", "Unit",
    "UnitError", "Unread", "Version", "Volumetric", "WeightRule", "WordPrice", "Zone", "bear", "best_free", "by_bearer",
    "canonical", "chain_of", "check_bands", "check_dates", "check_shares", "checksum", "compile_tariff", "correction", "dumps", "fen",
    "find_zone", "free_shipping", "from_json", "grams", "gross_of", "level_of", "loads", "may_move", "micro", "millimetres",
    "net_of", "on_basis", "pack", "parcels_of", "pick", "pick_bearer", "ppm", "promised_date", "punctuality", "quote",
    "quote_many", "quote_tariff", "read_contracts", "read_tariff", "read_words", "replay", "scaled", "shares",
    "split_bearers",
    "state_after", "to_json", "uncovered", "validate", "weight", "with_bearers",
]
