"""What is strange in a set of fee rules before somebody pays by it: rates out of range, cliffs, ties, days without a rule."""
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from .engine import evaluate, rank
from .event import Event, Line, Rule

# The admin fee's usual range, 5 to 10 %; a company may narrow or widen it.
LOW_PPM, HIGH_PPM = 50_000, 100_000


class FeeFinding(NamedTuple):
    """:ivar level: error | warning. :ivar rules: keys of the rules concerned. :ivar params: pairs for the sentence."""

    level: str
    code: str
    rules: tuple
    params: tuple = ()


def outside_range(rule: Rule, low_ppm: int = LOW_PPM, high_ppm: int = HIGH_PPM) -> bool:
    """Whether a rule needs a second person: a rate outside the range, or an admin fee that is no rate at all.

    :param rule: a rule. :param low_ppm, high_ppm: the company's range, both included.
    """
    rates = [tier.rate_ppm for tier in rule.tiers] if rule.tiers else [rule.rate_ppm]
    if rule.kind in ("percent", "tier_whole", "tier_marginal"):
        return any(not low_ppm <= rate <= high_ppm for rate in rates)
    return rule.code == "admin"


def gives_away(rule: Rule) -> bool:
    """Whether a rule needs a second person whatever its rate: somebody else bears the fee, or its rate is not all of the admin fee.

    :param rule: a rule. A rate in the range says nothing about an admin fee with a limit, or one that is taken of another amount.
    """
    limits = (rule.min_fen, rule.max_fen, rule.order_min_fen, rule.order_max_fen)
    return rule.bearer != "dealer" or rule.code == "admin" and (rule.base != "ex_factory" or any(limits))


def _sizes(rules) -> list[int]:
    """Order sizes at which the fee may change: bounds of conditions and of whole tiers."""
    bounds = {rule.order_base_from_fen - 1 for rule in rules if rule.order_base_from_fen}
    bounds |= {rule.order_base_upto_fen for rule in rules if rule.order_base_upto_fen}
    bounds |= {tier.upto_fen for rule in rules if rule.kind == "tier_whole" for tier in rule.tiers if tier.upto_fen}
    return sorted(bounds)


def cliffs(rules: Iterable[Rule], on_date: date) -> list[FeeFinding]:
    """Find order sizes where one fen more of goods makes the fee lower.

    :param rules: rules of one event. :param on_date: the day to look at.
    :return: warnings with ``size_fen``, ``before_fen`` and ``after_fen``.
    """
    rules = list(rules)
    found = []
    for event in sorted({rule.event for rule in rules}):
        own = [rule for rule in rules if rule.event == event]
        plain = [replace(rule, categories=(), dealers=(), dealer_levels=(), divisions=(), reasons=()) for rule in own
                 if rule.base == "ex_factory"]
        for size in _sizes(plain):
            fees = [evaluate(plain, Event(event, on_date, (Line(value, 1),))).total_by_code() for value in (size, size + 1)]
            for code in sorted(set(fees[0]) & set(fees[1])):
                if fees[1][code] < fees[0][code]:
                    found.append(FeeFinding(
                        "warning", "fee_cliff", tuple(r.key for r in own if r.code == code),
                        (("code", code), ("size_fen", size), ("before_fen", fees[0][code]), ("after_fen", fees[1][code]))))
    return found


def _overlap(one: Rule, other: Rule) -> bool:
    return (one.valid_to is None or other.valid_from <= one.valid_to) and (
        other.valid_to is None or one.valid_from <= other.valid_to)


def _sizes_meet(one: Rule, other: Rule) -> bool:
    """Whether the largest order of one rule is not below the smallest of the other."""
    return one.order_base_upto_fen is None or (other.order_base_from_fen or 0) <= one.order_base_upto_fen


def _same_audience(one: Rule, other: Rule) -> bool:
    """Whether one event can meet the conditions of both."""
    if not _sizes_meet(one, other) or not _sizes_meet(other, one):
        return False
    pairs = (
        (one.categories, other.categories), (one.dealers, other.dealers), (one.dealer_levels, other.dealer_levels),
        (one.reasons, other.reasons), (one.divisions, other.divisions))
    return all(not a or not b or not set(a).isdisjoint(b) for a, b in pairs)


def ties(rules: Iterable[Rule]) -> list[FeeFinding]:
    """:return: errors for rules of one code of which neither wins: same priority, conditions and start."""
    groups: dict = {}
    for rule in sorted(rules, key=lambda rule: str(rule.key)):
        groups.setdefault((rule.event, rule.code, *rank(rule)[:3]), []).append(rule)
    return [
        FeeFinding("error", "fee_tie", (one.key, other.key), (("code", one.code), ("event", one.event)))
        for group in groups.values() for one, other in combinations(group, 2)
        if _overlap(one, other) and _same_audience(one, other)]


def overlaps(rule: Rule, others: Iterable[Rule]) -> list[FeeFinding]:
    """Find the rules that meet the same events as one rule, and which of both wins.

    :param rule: the rule to look at. :param others: rules of any code and event.
    :return: findings of level info with ``winner`` (key) and ``by``: priority | conditions | start.
    """
    found = []
    for other in others:
        if other.key == rule.key or (other.event, other.code) != (rule.event, rule.code):
            continue
        mine, theirs = rank(rule)[:3], rank(other)[:3]
        if mine == theirs or not (_overlap(rule, other) and _same_audience(rule, other)):
            continue
        position = next(index for index in range(3) if mine[index] != theirs[index])
        found.append(FeeFinding("info", "fee_overlap", (rule.key, other.key), (
            ("winner", rule.key if mine > theirs else other.key), ("by", ("priority", "conditions", "start")[position]))))
    return found


def days_without_rule(rules: Iterable[Rule], event: str, code: str, first: date, last: date) -> list[tuple]:
    """Find the days on which an event has no rule without conditions.

    :param first, last: period to look at, both included.
    :return: [(first day, last day), ...].
    """
    general = sorted(
        (rule.valid_from, rule.valid_to or last) for rule in rules
         if (rule.event, rule.code) == (event, code) and not rank(rule)[1])
    gaps, day = [], first
    for start, end in general:
        if start > day:
            gaps.append((day, min(start - timedelta(days=1), last)))
        day = max(day, end + timedelta(days=1))
        if day > last:
            break
    if day <= last:
        gaps.append((day, last))
    return [gap for gap in gaps if gap[0] <= gap[1]]


def check_rules(
    rules: Iterable[Rule], on_date: date, low_ppm: int = LOW_PPM, high_ppm: int = HIGH_PPM,
) -> list[FeeFinding]:
    """:return: all findings about a set of rules, errors first."""
    rules = list(rules)
    found = [*ties(rules), *cliffs(rules, on_date)]
    found += [
        FeeFinding("warning", "fee_out_of_range", (rule.key,), (("code", rule.code), ("rate_ppm", rule.rate_ppm)))
        for rule in rules if outside_range(rule, low_ppm, high_ppm) and rule.code == "admin"]
    return sorted(found, key=lambda finding: finding.level != "error")
