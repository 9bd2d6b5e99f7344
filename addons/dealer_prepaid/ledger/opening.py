"""Opening balances from an older system: what has to be true before they count.

The old system's figures are typed by a person from its own report (control totals); the lines come from a sheet. Nothing is
taken over unless both agree, bucket by bucket and account by account, and unless the history shown leads to the balance.
"""
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One line of an opening document.

    ``history`` lines (``fen`` signed) are shown and proven, only the others (``fen`` > 0) become ledger entries.
    ``stated_fen`` is the balance of the whole account in the old system, where the sheet says it.
    """

    number: int
    account: Hashable
    bucket: str
    fen: int
    day: date
    history: bool = False
    expires_on: date | None = None
    stated_fen: int | None = None


class Finding(NamedTuple):
    """One thing that is wrong: ``code`` with its figures; ``account`` and ``number`` where it belongs to one, else None."""

    code: str
    params: Mapping
    account: Hashable = None
    number: int | None = None


def totals(lines: Iterable[OpeningLine]) -> dict[str, int]:
    """Sum up the opening balances: {bucket: fen}, history left out."""
    sums: dict[str, int] = {}
    for line in lines:
        if not line.history:
            sums[line.bucket] = sums.get(line.bucket, 0) + line.fen
    return sums


def by_account(lines: Iterable[OpeningLine]) -> dict[Hashable, list[OpeningLine]]:
    """Put the lines of each account together, accounts and lines in their order."""
    accounts: dict[Hashable, list[OpeningLine]] = {}
    for line in lines:
        accounts.setdefault(line.account, []).append(line)
    return accounts


def check(
        lines: Iterable[OpeningLine], stated: Mapping[str, int], stated_total: int, stated_count: int, cut_over: date, today: date) -> list[Finding]:
    """Prove the lines of an opening document.

    :param lines: all its lines.
    :param stated: control totals of the old system, {bucket: fen}.
    :param stated_total: its control total over all buckets, fen.
    :param stated_count: its number of accounts with money.
    :param cut_over: the day on whose evening the old system's balances stand.
    :param today: the company's today; what expired before it cannot be taken over.
    :return: findings, empty when everything agrees.
    """
    lines = list(lines)
    if not lines:
        return [Finding("opening_empty", {})]
    found = [finding for line in lines for finding in _line_findings(line, cut_over, today)]
    accounts = by_account(lines)
    for account, own in accounts.items():
        found += _account_findings(account, own)
    sums = totals(lines)
    for bucket in dict.fromkeys((*sums, *stated)):
        if sums.get(bucket, 0) != stated.get(bucket, 0):
            found.append(Finding("opening_bucket_differs", {"bucket": bucket, "stated_fen": stated.get(bucket, 0), "lines_fen": sums.get(bucket, 0)}))
    if sum(sums.values()) != stated_total:
        found.append(Finding("opening_total_differs", {"stated_fen": stated_total, "lines_fen": sum(sums.values())}))
    count = sum(any(not line.history for line in own) for own in accounts.values())
    if count != stated_count:
        found.append(Finding("opening_count_differs", {"stated": stated_count, "lines": count}))
    return found


def _line_findings(line, cut_over, today):
    def finding(code, **params):
        return Finding(code, params, line.account, line.number)
    if not line.history and line.fen <= 0:
        yield finding("opening_not_positive", fen=line.fen)
    if line.history and not line.fen:
        yield finding("opening_history_zero")
    if line.day > cut_over:
        yield finding("opening_after_cut_over", day=line.day, cut_over=cut_over)
    if line.history:
        return
    if line.expires_on and line.bucket == "cash":
        yield finding("opening_cash_expires", day=line.expires_on)
    elif line.expires_on and line.expires_on < today:
        yield finding("opening_expired", day=line.expires_on)


def _account_findings(account, lines):
    """Prove one account: its stated balance, and that the history of each bucket leads to its balance without going below zero."""
    stated = {line.stated_fen for line in lines if line.stated_fen is not None}
    balance = sum(line.fen for line in lines if not line.history)
    if len(stated) > 1:
        yield Finding("opening_stated_twice", {"fens": sorted(stated)}, account)
    elif stated and stated != {balance}:
        yield Finding("opening_account_differs", {"stated_fen": stated.pop(), "lines_fen": balance}, account)
    for bucket in dict.fromkeys(line.bucket for line in lines if line.history):
        history = sorted((line for line in lines if line.history and line.bucket == bucket), key=lambda line: (line.day, line.number))
        opening = sum(line.fen for line in lines if not line.history and line.bucket == bucket)
        running = 0
        for line in history:
            running += line.fen
            if running < 0:
                yield Finding("opening_history_below", {"bucket": bucket, "day": line.day, "fen": running}, account, line.number)
                break
        total = sum(line.fen for line in history)
        if total != opening:
            yield Finding("opening_history_differs", {"bucket": bucket, "history_fen": total, "lines_fen": opening}, account)
