"""What is chosen from, by what, and what came out."""
from dataclasses import dataclass

from ..units import fen


@dataclass(frozen=True, slots=True)
class Candidate:
    """One carrier's answer. :ivar refusal: code of its refusal, None = it has a price. :ivar days: promised days at the
    most, None = no promise. :ivar abilities: what it can do beside carrying (cod, insurance, ...)."""

    carrier: object
    fen: int
    days: int | None = None
    refusal: str | None = None
    abilities: tuple = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """How to choose. Of equal candidates the earlier in ``prefer`` wins, then the smaller code.

    :ivar only: carriers that may be chosen, None = all. :ivar exclude: those that may not. :ivar needs: abilities asked for.
    :ivar premium_fen: how much dearer than the cheapest a preferred carrier may be, None = any.
    :ivar rules: ((conditions, Policy), ...) of the policy ``rules``; conditions are pairs (name, values).
    """

    policy: str = "cheapest"
    prefer: tuple = ()
    premium_fen: int | None = None
    only: tuple | None = None
    exclude: tuple = ()
    max_days: int | None = None
    max_fen: int | None = None
    needs: tuple = ()
    rules: tuple = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """:ivar winner: the Candidate, None = nobody can take it and the caller must say so.
    :ivar ranking: usable candidates, the winner first. :ivar rejected: ((carrier, reason), ...) of the others.
    :ivar extra_fen: what the winner costs more than the cheapest usable one."""

    winner: Candidate | None
    ranking: tuple
    rejected: tuple
    extra_fen: int = 0


def candidate_of(carrier, answer, abilities: tuple = (), days: int | None = None) -> Candidate:
    """:param answer: a Quote or a Refusal of the carrier's contract. :param days: observed days, None = the promise counts.
    :return: Candidate."""
    if not answer.ok:
        return Candidate(carrier, 0, None, answer.code, abilities)
    promised = answer.transit_days[1] if answer.transit_days else None
    return Candidate(carrier, answer.total_fen, promised if days is None else days, None, abilities)


def read_candidate(row) -> Candidate:
    """:param row: ``carrier``, ``fen``, ``days``, ``status``. :return: Candidate."""
    refusal = None if row.get("status", "ok") == "ok" else row.get("code") or "error"
    return Candidate(row["carrier"], row["fen"], row.get("days"), refusal, tuple(row.get("abilities") or ()))


def read_policy(row) -> Policy:
    """:param row: ``policy`` and its settings as texts. :return: Policy."""
    known = {"policy", "prefer", "premium", "only", "exclude", "max_days", "max_price", "needs", "rules"}
    unknown = set(row) - known
    if unknown:
        raise KeyError(f"unknown setting of a policy {sorted(unknown)}")
    return Policy(
        row.get("policy") or "cheapest", tuple(row.get("prefer") or ()),
        None if row.get("premium") is None else fen(row["premium"]),
        None if row.get("only") is None else tuple(row["only"]), tuple(row.get("exclude") or ()), row.get("max_days"),
        None if row.get("max_price") is None else fen(row["max_price"]), tuple(row.get("needs") or ()),
        tuple(
            (tuple(sorted((name, tuple(values)) for name, values in (rule.get("when") or {}).items())), read_policy(rule["then"]))
            for rule in row.get("rules") or ()))
