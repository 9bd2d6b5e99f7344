"""Fee rules written as JSON with decimal texts (the format of case files)."""
from datetime import date

from ..units import fen, ppm
from ..zones import chain_of
from .event import Event, Line, Rule, Tier


def _fen(value):
    return None if value is None else fen(value)


def read_rule(row, key) -> Rule:
    """:param row: mapping of decimal texts. :param key: identity of the rule. :return: Rule."""
    when = row.get("when") or {}
    unknown = set(when) - {"categories", "dealer_levels", "dealers", "reason", "order_base_from", "order_base_upto", "divisions"}
    if unknown:
        raise KeyError(f"unknown condition {sorted(unknown)}")
    percent = row["kind"] == "percent"
    return Rule(
        key, row["code"], row["event"], row["kind"], date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None,
        row.get("scope") or "order", int(row.get("priority") or 0),
        ppm(row["value"]) if percent else 0, fen(row.get("value") or 0) if not percent else 0,
        tuple(Tier(_fen(tier.get("to")), ppm(tier["percent"])) for tier in row.get("tiers") or ()),
        _fen(row.get("min")), _fen(row.get("max")), _fen(row.get("order_min")), _fen(row.get("order_max")),
        row.get("min_on_zero", True), tuple(when.get("categories") or ()), tuple(when.get("dealers") or ()),
        tuple(when.get("dealer_levels") or ()), tuple(when.get("reason") or ()), _fen(when.get("order_base_from")),
        row.get("base") or "ex_factory", _fen(when.get("order_base_upto")), tuple(when.get("divisions") or ()),
        row.get("bearer") or "dealer")


def read_event(row) -> Event:
    """:param row: mapping with ``event``, ``date``, ``lines``. :return: Event."""
    return Event(
        row["event"], date.fromisoformat(row["date"]),
        tuple(
            Line(fen(line["ex_factory"]), int(line["qty"]), line.get("category"), retail_fen=_fen(line.get("retail")))
            for line in row["lines"]),
        (row["dealer"],) if row.get("dealer") else (), row.get("dealer_level"), row.get("reason"),
        chain_of(row.get("code")), _fen(row.get("freight")))
