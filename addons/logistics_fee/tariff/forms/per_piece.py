"""Per piece: the weight plays no part; optionally a price for the first pieces, then one per further piece."""
from ..source import Band
from ..units import micro, scaled
from .registry import register, with_minimum


@register("per_piece")
def compile_per_piece(source):
    """``per_piece`` (or ``fee``, ``price``, ``per_step``), ``first_pieces``, ``first_fee``, ``step_pieces``, ``min_fee``,
    ``max_pieces``."""
    price = next((source[name] for name in ("per_piece", "fee", "price", "per_step") if source.get(name) is not None), None)
    if price is None:
        raise KeyError("per_piece")
    first = scaled(source.get("first_pieces") or 0, 1)
    step = scaled(source.get("step_pieces") or 1, 1)
    upper = None if source.get("max_pieces") is None else scaled(source["max_pieces"], 1)
    base = micro(source.get("first_fee") or 0)
    out = [Band(0, first, base)] if first else []
    out.extend(with_minimum(Band(first, upper, base, first, step, micro(price)), micro(source.get("min_fee") or 0)))
    return tuple(out), "piece"
