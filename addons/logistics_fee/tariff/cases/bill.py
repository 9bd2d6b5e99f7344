"""A carrier's bill against shipments: the result of each line, the sums, and what was shipped but not billed."""
from ..matching import BillLine, MatchRules, Sent, match
from ..units import grams
from ..zones import chain_of
from .registry import day, differs, register


def _sent(row) -> Sent:
    back = row.get("return_tracking")
    return Sent(
        row["id"], row["tracking"], row["carrier"], chain_of(row["code"]), grams(row["kg"]), day(row["date"]), row["expected"],
        returns=(back,) if back else (), children=tuple(row.get("child_tracking") or ()))


def _line(row) -> BillLine:
    return BillLine(
        row["row"], row["tracking"], row["fen"], row.get("fee") or "freight", grams(row["kg"]) if row.get("kg") else None,
        day(row["date"]) if row.get("date") else None)


@register("bill_match")
def check_bill(case, file):
    """Match the bill of the contract's carrier."""
    policy, expected = case.get("policy") or {}, case["expected"]
    contract = file.contract(case["contract"])
    codes = policy.get("alt_codes")
    report = match(
        [_line(row) for row in case["bill_lines"]], [_sent(row) for row in case["shipments"]], contract,
        case.get("carrier") or file.carrier(case["contract"]),
        MatchRules(policy.get("tol_fen") or 0, None if codes is None else tuple(codes)),
        {tuple(entry) for entry in case.get("already_billed") or ()})
    found = {verdict.row: verdict for verdict in report.verdicts}
    out = differs("lines", len(expected["lines"]), len(found)) if len(found) != len(expected["lines"]) else []
    for row in expected["lines"]:
        verdict = found.get(row["row"])
        out += differs(f"row {row['row']}", row["result"], verdict and verdict.result)
        if verdict and "diff_fen" in row:
            out += differs(f"difference of row {row['row']}", row["diff_fen"], verdict.diff_fen)
    for name in ("over_fen", "under_fen"):
        if name in expected:
            out += differs(name, expected[name], getattr(report, name))
    if "not_billed" in expected:
        out += differs("not billed", sorted(expected["not_billed"]), sorted(report.not_billed))
    return out
