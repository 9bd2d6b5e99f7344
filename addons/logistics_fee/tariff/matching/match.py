"""The steps of a bill: read the number, find repeats, find the parcel, compare fee by fee, then look what is missing."""
from collections.abc import Container, Iterable, Mapping

from ..version import Contract
from .causes import cause_of
from .model import BillLine, MatchRules, Report, Sent, Verdict
from .quotes import Requote
from .supplement import Owed
from .tracking import tracking_of


class _Index:
    """Our parcels by every number they carry; the outbound number goes before a return or child number."""

    def __init__(self, parcels: Iterable[Sent]):
        self.own, self.back = {}, {}
        children: dict = {}
        for sent in parcels:
            self.own.setdefault(tracking_of(sent.tracking), sent)
            for number in sent.returns:
                self.back.setdefault(tracking_of(number), sent)
            for number in sent.children:
                children.setdefault(tracking_of(number), sent)
        for number, sent in children.items():
            self.own.setdefault(number, sent)


def _sort_out(lines, index, carrier, already, owed):
    """Split lines into verdicts that need no comparison and (line, parcel) pairs.

    :return: (verdicts, pairs).
    """
    verdicts, pairs, seen = [], [], set()
    for line in lines:
        number = tracking_of(line.tracking)
        if number is None:
            verdicts.append(Verdict(line.row, "unreadable_tracking"))
            continue
        sent = index.own.get(number)
        identity = (number, line.fee, line.fen, line.on_date)
        if identity in seen:
            verdicts.append(Verdict(line.row, "duplicate_in_bill", None, sent and sent.id))
            continue
        seen.add(identity)
        if (number, line.fee) in already:
            rest, evidence = owed.take(number, line.fee, line.fen), (("fee", line.fee),)
            verdicts.append(Verdict(line.row, *(("supplement", line.fen) if rest else ("already_billed", None)), sent and sent.id, evidence))
        elif sent is None:
            back = index.back.get(number)
            verdicts.append(Verdict(line.row, "return_leg" if back else "unknown_tracking", None, back and back.id))
        elif sent.carrier != carrier:
            verdicts.append(Verdict(line.row, "carrier_mismatch", None, sent.id, (("carrier", sent.carrier),)))
        else:
            pairs.append((line, sent))
    return verdicts, pairs


def _compare(line: BillLine, sent: Sent, requote: Requote, rules: MatchRules) -> Verdict:
    codes = rules.codes(line.fee)
    known = [sent.expected[code] for code in codes if code in sent.expected]
    if not known:
        return Verdict(line.row, "credit" if line.fen < 0 else "unexpected_fee", line.fen, sent.id, (("fee", line.fee),))
    diff = line.fen - sum(known)
    if abs(diff) <= rules.tol_fen:
        return Verdict(line.row, "matched", 0 if not diff else diff, sent.id)
    result, evidence = cause_of(line, sent, requote, rules, sum(known))
    return Verdict(line.row, result, diff, sent.id, evidence)


def _compare_all(pairs, requote, rules) -> list[Verdict]:
    """Compare line by line; several lines of one fee on a parcel may together be what was expected."""
    groups: dict = {}
    for line, sent in pairs:
        groups.setdefault((sent.id, line.fee), []).append((line, sent))
    out = []
    for group in groups.values():
        (first, sent), rest = group[0], group[1:]
        if rest:
            expected = sum(sent.expected.get(code, 0) for code in rules.codes(first.fee))
            if abs(sum(line.fen for line, _sent in group) - expected) <= rules.tol_fen:
                out.extend(Verdict(line.row, "matched", 0, sent.id, (("parts", len(group)),)) for line, _sent in group)
                continue
        out.append(_compare(first, sent, requote, rules))
        out.extend(Verdict(line.row, "second_charge", line.fen, sent.id, (("row", first.row),)) for line, _sent in rest)
    return out


def match(
    lines: Iterable[BillLine], parcels: Iterable[Sent], contract: Contract, carrier: str, rules: MatchRules,
    already: Container = frozenset(), owed: Mapping | None = None,
) -> Report:
    """Match a bill.

    :param lines: lines of the file, any order. :param parcels: parcels of the period and those still waiting for a bill.
    :param contract: the cost contract, all versions, to explain differences by. :param carrier: whose bill it is.
    :param rules: how to compare. :param already: (waybill number, fee) of bills that are settled.
    :param owed: (waybill number, fee) -> fen that disputes of settled bills left unpaid, one entry a dispute.
    :return: Report, one Verdict a line in the order of the rows.
    """
    lines, parcels = list(lines), list(parcels)
    verdicts, pairs = _sort_out(lines, _Index(parcels), carrier, already, Owed(owed or {}))
    compared = _compare_all(pairs, Requote(contract), rules)
    verdicts = sorted([*verdicts, *compared], key=lambda verdict: verdict.row)
    billed: dict = {}
    for line, sent in pairs:
        billed.setdefault(sent.id, set()).update(rules.codes(line.fee))
    freight = rules.codes("freight")
    own = [
        sent for sent in parcels if sent.carrier == carrier and (rules.until is None or sent.on_date <= rules.until)
        and (tracking_of(sent.tracking), "freight") not in already]
    missing = tuple(
        (sent.id, code, amount) for sent in own for code, amount in sent.expected.items()
        if amount and code not in billed.get(sent.id, ()) and not billed.get(sent.id, set()).isdisjoint(freight))
    diffs = [verdict.diff_fen for verdict in verdicts if verdict.diff_fen and verdict.result != "matched"]
    return Report(
        tuple(verdicts), tuple(sent.id for sent in own if billed.get(sent.id, set()).isdisjoint(freight)), missing,
        sum(diff for diff in diffs if diff > 0), sum(diff for diff in diffs if diff < 0), sum(line.fen for line in lines))
