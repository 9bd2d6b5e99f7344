"""A freight and who pays which part of it."""
from ..bearer import by_bearer, read_share, split_bearers
from .registry import differs, register


@register("bearer")
def check_bearer(case, file):
    """Split the freight; a bearer that pays nothing need not be named."""
    steps = split_bearers(case["freight_fen"], [read_share(row) for row in case["rule"]["shares"]])
    expected = {who: amount for who, amount in case["expected_fen"].items() if amount}
    return differs("parts", expected, by_bearer(steps)) + differs(
        "sum of the parts", case["freight_fen"], sum(step.fen for step in steps))
