"""Splitting an amount so that the parts always add up to the whole."""
from collections.abc import Sequence

from .rounding import round_div


def _checked_sum(weights: Sequence[int]) -> int:
    if any(w < 0 for w in weights):
        raise ValueError("weights must not be negative")
    total = sum(weights)
    if total <= 0:
        raise ValueError("weights must sum to more than zero")
    return total


def allocate(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Split an amount over weights by largest remainder.

    :param total_fen: amount in fen, any sign; the parts have its sign.
    :param weights: one non-negative int per target, shape (n,), not all zero.
    :return: shape (n,), same order, sums to ``total_fen``; equal remainders give the odd fen to the earlier target.
    :raises ValueError: on a negative weight or weights that sum to zero.
    """
    total = _checked_sum(weights)
    sign, size = (-1, -total_fen) if total_fen < 0 else (1, total_fen)
    parts = [size * w // total for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % total), i))
    for i in order[: size - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def apportion(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Split an amount over steps in their order, each step getting the growth of the rounded running total.

    Unlike :func:`allocate` a part depends only on what came before it, so steps that are not known yet (later
    parcels) never change one that has been charged.

    :param total_fen: amount in fen, any sign.
    :param weights: one non-negative int per step, shape (n,), not all zero.
    :return: shape (n,), sums to ``total_fen``.
    :raises ValueError: on a negative weight or weights that sum to zero.
    """
    total = _checked_sum(weights)
    parts, done = [], 0
    for weight in weights:
        parts.append(split_by_progress(total_fen, done, weight, total))
        done += weight
    return parts


def split_by_progress(total_fen: int, done_before: int, done_now: int, of: int) -> int:
    """Give the share of an amount that belongs to one step of a job done in parts.

    The share is the growth of the rounded running total, so the shares of all steps add up to the whole however the
    job is cut: partial shipments, captures and invoices (architecture 2.4).

    :param total_fen: the whole amount in fen, any sign.
    :param done_before: units done by earlier steps, >= 0.
    :param done_now: units of this step, >= 0.
    :param of: units of the whole job, > 0 and >= ``done_before + done_now``.
    :return: fen of this step.
    :raises ValueError: if the units are out of order.
    """
    if of <= 0 or done_before < 0 or done_now < 0 or done_before + done_now > of:
        raise ValueError(f"progress {done_before} + {done_now} of {of} is impossible")
    return round_div(total_fen * (done_before + done_now), of) - round_div(total_fen * done_before, of)
