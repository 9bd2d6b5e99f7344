"""The rules of a company at one moment: sorted, hashed, ready to be evaluated. Immutable."""
import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property

from .reading import Unreadable
from .rule import Rule, read_rule, rule_row


def digest(value):
    """:param value: JSON data. :return: hash of its canonical text, 64 hex digits."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that could not be read, so it is not in the snapshot.

    :ivar rule: its id, as far as it has one. :ivar text: what is wrong, with place and field.
    """

    rule: str
    text: str


@dataclass(frozen=True)
class Snapshot:
    """Rules in their one total order (level, sequence, id), whatever order they came in.

    :ivar problems: rows that could not be read; an approval must not pass with one.
    """

    rules: tuple = ()
    problems: tuple = ()
    versions: dict = field(default_factory=dict, compare=False)

    @cached_property
    def hash(self):
        """The hash of all rules together: what an order keeps to be replayed."""
        return digest([self.versions[rule.id] for rule in self.rules])

    @cached_property
    def by_id(self):
        """Rule id -> rule."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def families(self):
        """Names under which a rule can be excluded: rule id or campaign -> ids of rules."""
        found = {}
        for rule in self.rules:
            for name in {rule.id, rule.campaign} - {""}:
                found.setdefault(name, set()).add(rule.id)
        return found

    def without(self, ids):
        """:param ids: ids of rules to leave out. :return: another snapshot."""
        kept = tuple(rule for rule in self.rules if rule.id not in ids)
        return Snapshot(kept, (), {rule.id: self.versions[rule.id] for rule in kept})


def snapshot_of(rules):
    """Make a snapshot of rules.

    :param rules: Rule objects, in any order.
    :return: Snapshot.
    :raises ValueError: when two rules have one id.
    """
    ordered = tuple(sorted(rules, key=lambda rule: rule.order))
    versions = {rule.id: digest(rule_row(rule)) for rule in ordered}
    if len(versions) != len(ordered):
        raise ValueError("two rules have the same id")
    return Snapshot(ordered, (), versions)


def read_snapshot(rows, decimals=2):
    """Read the rows of stored versions; what cannot be read is a value, not an exception.

    :param rows: rows of rules as ``rule_row`` gives them, or with decimal texts.
    :return: Snapshot; its ``problems`` name every row that is not among its rules.
    """
    rules, problems = {}, []
    for row in rows:
        try:
            rule = read_rule(row, decimals)
        except Unreadable as error:
            problems.append(Problem(str(row.get("id", "")) if isinstance(row, dict) else "", str(error)))
            continue
        if rule.id in rules and rules[rule.id] != rule:
            problems.append(Problem(rule.id, f"rule {rule.id}: id: two different rules have this id"))
            continue
        rules[rule.id] = rule
    found = snapshot_of(rules.values())
    return Snapshot(found.rules, tuple(problems), found.versions)


__all__ = ["Problem", "Rule", "Snapshot", "digest", "read_snapshot", "snapshot_of"]
