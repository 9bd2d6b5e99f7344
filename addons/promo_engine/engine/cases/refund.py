"""A return: what is given back for which pieces."""
from ..refund import refund
from .cart import evaluate_case
from .inputs import read_returns
from .registry import Prose, differs, money, register, shown


@register("refund")
def check_refund(case, expected):
    """The parts of the refund plan that the case names; of several returns, one after the other, those of the last."""
    if not isinstance(case.get("cart"), dict):
        raise Prose
    result, cart, snapshot, options, decimals = evaluate_case(case)
    before, plans = {}, []
    for returned in read_returns(case):
        plans.append(refund(result, returned, before=before, cart=cart, snapshot=snapshot, options=options))
        before = {name: before.get(name, 0) + returned.get(name, 0) for name in {*before, *returned}}
    plan, out = plans[-1], []
    for key, wanted in expected.items():
        if isinstance(wanted, list) and key in ("refund", "refunds", "cash"):
            out += differs(key, [shown(money(value, decimals), decimals) for value in wanted], [shown(step.cash_fen, decimals) for step in plans])
            continue
        found = {"refund": plan.cash_fen, "cash": plan.cash_fen, "goods": plan.goods_fen, "clawback": plan.clawback_fen,
                 "total": result.total_fen, "payable": result.payable_fen}
        if key in found:
            out += differs(key, shown(money(wanted, decimals), decimals), shown(found[key], decimals))
        elif key in ("assets", "assets_back"):
            back = {use.rule: use.fen for use in plan.assets}
            out += differs(key, {name: shown(money(value, decimals), decimals) for name, value in wanted.items()},
                           {name: shown(value, decimals) for name, value in back.items()})
        else:
            out.append(f"{key}: nobody knows what that is")
    return out
