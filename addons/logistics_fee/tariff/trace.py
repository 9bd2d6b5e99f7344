"""The explanation of a price: one small tuple per step, enough to compute every fen again.

Steps are named tuples of str, int, None and tuples, so they go to JSON and back without loss. ``replay`` recomputes the
amounts from the numbers in the steps alone; a stored quote can so be proved years later without the tariff.
"""
from typing import NamedTuple

from odoo.addons.dealer_base.money import round_div

from .units import MICRO_PER_FEN, PPM


class WeightStep(NamedTuple):
    """Weight of priced unit ``unit`` (from 1): on the scale, by volume (rounded up, 0 = not measured), basis, billed.

    The basis is actual | volume | share | assumed; assumed = nobody weighed it, the default of its category was taken.
    """

    unit: int
    actual_g: int
    volumetric_g: int
    basis: str
    billable_g: int


class ZoneStep(NamedTuple):
    """Zone and the division code that chose it; an empty code means the default zone."""

    zone: str
    division: str


class FreightStep(NamedTuple):
    """Price of one unit: band, started steps, rounding unit, fen."""

    unit: int
    weight_g: int
    per: str
    from_g: int
    upto_g: int | None
    base_micro: int
    over_g: int
    step_g: int
    steps: int
    rate_micro: int
    round_fen: int
    fen: int
    mode: str = "half_up"


class SurchargeStep(NamedTuple):
    """One extra line: what was multiplied (``parts`` of (quantity, price in micro)), what a rate was taken of
    (``base_fen`` and ``rate_ppm``), the limits, fen."""

    code: str
    kind: str
    parts: tuple
    base_fen: int
    rate_ppm: int
    min_fen: int | None
    max_fen: int | None
    round_fen: int
    fen: int
    mode: str = "half_up"


class BearerStep(NamedTuple):
    """Who pays a part of ``base_fen``: by a rate, a fixed amount or all of it, up to ``max_fen``; ``rest`` = what is left."""

    who: str
    base_fen: int
    rate_ppm: int | None
    fixed_fen: int | None
    max_fen: int | None
    rest: bool
    fen: int


KINDS = {
    "weight": WeightStep, "zone": ZoneStep, "freight": FreightStep, "surcharge": SurchargeStep, "bearer": BearerStep,
}
NAMES = {cls: name for name, cls in KINDS.items()}


def to_json(trace) -> list:
    """:return: list of dicts, each with its ``kind``; the kind of a surcharge is under ``surcharge``."""
    out = []
    for step in trace:
        data = step._asdict()
        if isinstance(step, SurchargeStep):
            data["surcharge"] = data.pop("kind")
            data["parts"] = [list(part) for part in step.parts]
        out.append({"kind": NAMES[type(step)], **data})
    return out


def from_json(data) -> tuple:
    """:param data: what :func:`to_json` gave. :return: the same steps."""
    steps = []
    for row in data:
        row = dict(row)
        cls = KINDS[row.pop("kind")]
        if cls is SurchargeStep:
            row["kind"] = row.pop("surcharge")
            row["parts"] = tuple(tuple(part) for part in row["parts"])
        steps.append(cls(**row))
    return tuple(steps)


def rounded(micro: int, unit_fen: int, mode: str = "half_up") -> int:
    """Round millionths of a yuan to fen, or to the contract's larger unit.

    :param micro: amount, any sign.
    :param unit_fen: 1, or e.g. 100 for whole yuan.
    :param mode: half_up (half away from zero) | up | down, by size.
    :return: fen.
    """
    if unit_fen == 1:
        fen, rest = divmod(micro, MICRO_PER_FEN)
        if not rest:
            return fen
    return _round(micro, MICRO_PER_FEN, unit_fen, mode)


def _round(top: int, bottom: int, unit_fen: int, mode: str) -> int:
    bottom *= unit_fen
    if mode == "half_up":
        return round_div(top, bottom) * unit_fen
    size = -(-abs(top) // bottom) if mode == "up" else abs(top) // bottom
    return (size if top >= 0 else -size) * unit_fen


def surcharge_fen(parts, base_fen: int, rate_ppm: int, min_fen, max_fen, unit_fen: int, mode: str = "half_up") -> int:
    """Compute one extra line: parts and rate added exactly, rounded once, then held between its limits.

    :return: fen.
    """
    micro = sum(quantity * price for quantity, price in parts)
    # One common denominator keeps the sum exact: fen * ppm = 1e-6 fen.
    top = micro * (PPM // MICRO_PER_FEN) + base_fen * rate_ppm
    amount = _round(top, PPM, unit_fen, mode)
    if min_fen is not None:
        amount = max(amount, min_fen)
    if max_fen is not None:
        amount = min(amount, max_fen)
    return amount


def replay(trace, mode: str | None = None) -> int:
    """Recompute a total from the steps alone.

    :param trace: steps. The bearers, if any, have to add up to the total; they are no part of it.
    :param mode: rounding mode, for traces that were stored before steps named theirs.
    :return: fen.
    :raises ValueError: if a step does not give the fen it states.
    """
    total, borne = 0, None
    for step in trace:
        if isinstance(step, FreightStep):
            started = -(-(step.weight_g - step.over_g) // step.step_g) if step.step_g and step.weight_g > step.over_g else 0
            if started != step.steps:
                raise ValueError(f"{step} does not replay: {started} steps")
            fen = rounded(step.base_micro + step.steps * step.rate_micro, step.round_fen, mode or step.mode)
        elif isinstance(step, SurchargeStep):
            fen = surcharge_fen(
                step.parts, step.base_fen, step.rate_ppm, step.min_fen, step.max_fen, step.round_fen, mode or step.mode)
        elif isinstance(step, BearerStep):
            borne = (borne or 0) + step.fen
            continue
        else:
            continue
        if fen != step.fen:
            raise ValueError(f"{step} does not replay: {fen}")
        total += fen
    if borne not in (None, total):
        raise ValueError(f"the bearers pay {borne}, the total is {total}")
    return total
