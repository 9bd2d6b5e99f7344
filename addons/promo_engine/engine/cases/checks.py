"""Checks of prices, vouchers, phases and first-come quotas; which one is told by the facts and by what is expected."""
import re

from ..prices import activity_price_ok, below_cost, running_phases, voucher_cap_high, voucher_cap_ok
from .registry import Prose, differs, money, register, shown


@register("check")
def check_check(case, expected):
    """Every expected key has to be answered by one of the checks."""
    facts, decimals = case.get("facts"), int(case.get("decimals", 2))
    if not isinstance(facts, dict):
        raise Prose
    found = {}
    for part in (_cost, _cap, _advice, _activity, _phases, _quota):
        found.update(part(facts, expected, decimals) or {})
    return [text for key, wanted in expected.items()
            for text in (differs(key, wanted, found[key]) if key in found else [f"{key}: the facts tell nothing about it"])]


def _percent_bp(text):
    number = re.search(r"(\d+(?:\.\d+)?)\s*%", str(text))
    return money(number[1], 2) if number else None


def _cost(facts, _expected, decimals):
    price = facts.get("special", facts.get("price"))
    if facts.get("cost") is None or price is None:
        return None
    low, margin = below_cost(money(price, decimals), money(facts["cost"], decimals))
    return {"check": "below_cost" if low else "ok", "margin": shown(margin, decimals), "warning": low}


def _cap(facts, _expected, decimals):
    if "cap" not in facts or "price" in facts:
        return None
    rule = str(facts.get("rule", ""))
    step, most = re.search(r"multiple of (\d+)", rule), re.search(r"at most (\d+)", rule)
    unit = 10 ** decimals
    return {"valid": voucher_cap_ok(
        money(facts["cap"], decimals), int(step[1]) * unit if step else 5 * unit, int(most[1]) * unit if most else 200 * unit)}


def _advice(facts, _expected, decimals):
    if "cap" not in facts or "price" not in facts:
        return None
    return {"warning": voucher_cap_high(money(facts["cap"], decimals), money(facts["price"], decimals), _percent_bp(facts.get("advice")) or 2_000)}


def _activity(facts, _expected, decimals):
    if "activity" not in facts or "list" not in facts:
        return None
    lowest = facts.get("lowest30")
    return {"valid": activity_price_ok(
        money(facts["list"], decimals), None if lowest is None else money(lowest, decimals), money(facts["activity"], decimals),
        _percent_bp(facts.get("rule")) or 5_000)}


def _phases(facts, _expected, _decimals):
    if "phases" not in facts:
        return None
    rows = [re.fullmatch(r"(\d+)-(\d+):(.*)", phase).groups() for phase in facts["phases"]]
    return {"running": "+".join(running_phases([(int(first), int(last), name) for first, last, name in rows], int(facts["day"])))}


def _quota(facts, expected, _decimals):
    if "quota" not in facts:
        return None
    return {key: int(key[1:]) <= int(facts["quota"]) for key in expected if re.fullmatch(r"n\d+", key)}
