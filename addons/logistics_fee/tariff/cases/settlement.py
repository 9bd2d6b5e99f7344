"""What an order or a return costs the dealer: computed where the case gives the inputs, else the stated arithmetic is checked.

An order gives ``ex_factory``, ``admin_percent`` and ``freight`` (contract, date, code, weight_kg). A return or a check of the
balance gives its amounts only: the parts must add up to the net, and a balance below the debit must be blocked.
"""
import re

from odoo.addons.dealer_base.money import percent_of

from ..parcel import Parcel
from ..quote import quote
from ..units import fen, grams, scaled
from ..zones import chain_of
from .registry import day, differs, register

TOTALS = ("debit", "net", "total")


def _freight_fen(row, file) -> int:
    found = quote(
        file.contract(row["contract"]), tuple(Parcel(grams(weight)) for weight in row.get("weights_kg") or [row["weight_kg"]]),
        chain_of(row["code"]), day(row["date"]))
    if not found.ok:
        raise ValueError(f"the freight is refused: {found.code}")
    return found.total_fen


def _blocked(case) -> bool:
    """Whether the balance is below the debit; both are named, or are the amounts of ``a < b`` in the arithmetic."""
    if case.get("available") is not None:
        return fen(case["available"]) < fen(case["debit"])
    amounts = re.findall(r"\d+(?:\.\d+)?", case.get("arithmetic") or "")
    if len(amounts) != 2:
        raise ValueError("neither available and debit nor an arithmetic with two amounts")
    return fen(amounts[0]) < fen(amounts[1])


def _sums(expected, name="") -> list:
    """Differences between the parts and their stated sums, at every level."""
    out, parts = [], 0
    for key, value in expected.items():
        if isinstance(value, dict):
            out += _sums(value, f"{name}{key}.")
        elif key not in TOTALS:
            parts += sum(value) if isinstance(value, list) else value
    return out + [text for key in TOTALS if isinstance(expected.get(key), int) for text in differs(name + key, expected[key], parts)]


@register("settlement")
def check_settlement(case, file):
    """Compute the order, or check the parts against their sum."""
    expected = case.get("expected_fen")
    if not isinstance(expected, dict):
        return differs("balance", case["expected"], "blocked" if _blocked(case) else "ok")
    if case.get("ex_factory") is None or not case.get("freight"):
        return _sums(expected)
    goods = fen(case["ex_factory"]) * int(case.get("qty") or 1)
    found = {
        "goods": goods, "admin": percent_of(goods, scaled(case["admin_percent"], 100)),
        "logistics": _freight_fen(case["freight"], file)}
    found["debit"] = sum(found.values())
    return differs("settlement", expected, {name: found.get(name) for name in expected})
