"""How much more is needed. The distance stands at the end of the facts, after the last "=" or as their last number."""
import re

from ..cart import Cart, Line
from ..evaluate import evaluate
from ..snapshot import read_snapshot
from .registry import Prose, differs, money, register, shown

CONDITIONS = {"more_amount": "min_amount", "more_qty": "min_qty"}


@register("hint")
def check_hint(case, expected):
    """A cart that is so far below a threshold has to be told so."""
    wanted, decimals = expected["hint"], int(case.get("decimals", 2))
    facts = case.get("facts")
    numbers = re.findall(r"\d+(?:\.\d+)?", facts) if isinstance(facts, str) else None
    kind = wanted.get("kind")
    if not numbers or kind not in CONDITIONS:
        raise Prose
    digits = decimals if kind == "more_amount" else 0
    distance = money(numbers[-1], digits)
    need = {"value_fen": distance + 1_000} if kind == "more_amount" else {"value": distance + 10}
    rows = [{"id": "r", "level": "order", "conditions": [{"type": CONDITIONS[kind], **need}], "rewards": [{"type": "percent", "value": 10}]}]
    cart = Cart("hint", (Line("L1", "A", 1 if kind == "more_amount" else 10, 1_000),))
    found = [(hint.kind, shown(hint.value, digits)) for hint in evaluate(cart, read_snapshot(rows)).hints]
    return differs("hint", [(kind, shown(money(wanted["value"], digits), digits))], found)
