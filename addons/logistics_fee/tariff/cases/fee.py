"""An event and its fees; without a rule in force there is no fee and the caller is told."""
import json

from ..fees import evaluate, fee_from_json, fee_to_json, replay_fee
from ..fees.read import read_event, read_rule
from .registry import differs, register


@register("fee")
def check_fee(case, file):
    """Compute the fees of the case, each line again from what it says."""
    rules = [read_rule(row, position) for position, row in enumerate(file.table("fee_rules", case["rules"]))]
    result = evaluate(rules, read_event(case["event"]))
    out = differs("fees", case["expected_fen"], result.total_by_code())
    out += differs("told that a rule is missing", not case["expected_fen"], not (result.ok and result.fees))
    for line in result.fees:
        again = fee_from_json(json.loads(json.dumps(fee_to_json(line))))
        out += differs(f"replayed {line.code}", line.fen, replay_fee(again))
    return out
