"""Targets: parts that sum to their parent, and how far one was reached."""
from odoo.addons.dealer_base.money import allocate, round_div


def split_target(amount_fen: int, weights) -> list:
    """Split a parent over its children by weights; the parts sum to the whole to the fen."""
    return allocate(amount_fen, list(weights))


def completion_bp(credited_fen: int, target_fen: int) -> int | None:
    """Give credited / target in basis points, None without a target."""
    return round_div(credited_fen * 10_000, target_fen) if target_fen > 0 else None
