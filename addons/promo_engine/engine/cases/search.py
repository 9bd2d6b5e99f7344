"""Offers that want the same goods: the lowest total."""
from ..cart import Cart, Line
from ..evaluate import evaluate
from ..snapshot import read_snapshot
from .registry import differs, money, register, shown


@register("search")
def check_search(case, expected):
    """Each offer is a set of goods at a price."""
    facts, decimals = case["facts"], int(case.get("decimals", 2))
    lines = tuple(Line(sku, sku, int(qty), money(facts["prices"][sku], decimals), k) for k, (sku, qty) in enumerate(facts["units"].items()))
    rows = [{"id": f"offer{k}", "level": "item", "seq": k, "rewards": [{"type": "bundle", **offer}]}
            for k, offer in enumerate(facts["offers"])]
    result = evaluate(Cart("search", lines), read_snapshot(rows, decimals))
    return differs("total", shown(money(expected["total"], decimals), decimals), shown(result.total_fen, decimals))
