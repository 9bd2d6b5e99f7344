"""Registry of causes."""
from collections.abc import Callable

CAUSES: list[tuple[int, str, Callable]] = []


def register(order: int, name: str):
    """Register a cause: function(line, sent, requote, rules, expected_fen) -> evidence as pairs, or None when it does not
    explain the line. Causes are tried by their order; a name or an order taken twice raises."""
    def add(function):
        if any(name == known or order == place for place, known, _function in CAUSES):
            raise ValueError(f"cause {name} or its order {order} is registered twice")
        CAUSES.append((order, name, function))
        CAUSES.sort(key=lambda entry: entry[0])
        return function
    return add


def near(amount, line, rules) -> bool:
    """:return: whether an assumed price is what was billed."""
    return amount is not None and abs(amount - line.fen) <= rules.tol_fen


def cause_of(line, sent, requote, rules, expected_fen: int) -> tuple:
    """:return: (name of the cause, evidence); ``price_diff`` when nothing fits."""
    for _order, name, explains in CAUSES:
        evidence = explains(line, sent, requote, rules, expected_fen)
        if evidence is not None:
            return name, evidence
    return "price_diff", ()
