"""A cart and promotions: totals, discounts per line and per piece, gifts, promises, assets, refund."""
from ..evaluate import evaluate
from ..options import read_options
from ..refund import refund
from .inputs import read_cart, read_promotions, read_returns
from .registry import case_options, differs, money, register, shown


def evaluate_case(case, options=None):
    """:param options: options instead of those the case runs with. :return: (Outcome, Cart, Snapshot, Options, decimals)."""
    decimals = int(case.get("decimals", 2))
    given = case_options(case) if options is None else options
    found = read_options(given, decimals)
    cart = read_cart(case, decimals)
    snapshot = read_promotions(case, decimals, found.order == "as_listed")
    return evaluate(cart, snapshot, None, found), cart, snapshot, found, decimals


@register("cart")
def check_cart(case, expected):
    """Compare everything the case names."""
    result, cart, snapshot, options, decimals = evaluate_case(case)
    out = []
    for key, wanted in expected.items():
        if key == "refund":
            plan = refund(result, read_returns(case)[0], cart=cart, snapshot=snapshot, options=options)
            out += _amount(key, wanted, plan.cash_fen, decimals)
        elif key in AMOUNTS:
            out += _amount(key, wanted, AMOUNTS[key](result), decimals)
        elif key in TABLES:
            out += TABLES[key](key, wanted, result, decimals)
        else:
            out.append(f"{key}: nobody knows what that is")
    if case.get("use") == "must_total":
        out = [text for text in out if not text.startswith(("lines", "units"))]
    return out


def _amount(key, wanted, found, decimals):
    return differs(key, shown(money(wanted, decimals, key), decimals), shown(found, decimals))


def _lines(key, wanted, result, decimals):
    found = {line.id: line.list_fen - line.net_fen for line in result.lines}
    return [text for name, value in wanted.items() for text in _amount(f"{key} {name}", value, found.get(name, 0), decimals)]


def _lines_after(key, wanted, result, decimals):
    found = {line.id: line.net_fen for line in result.lines}
    return [text for name, value in wanted.items() for text in _amount(f"{key} {name}", value, found.get(name, 0), decimals)]


def _pieces(line):
    whole, net = [], [now for count, now in line.pieces for _k in range(count)]
    unit, more = divmod(line.list_fen, line.qty) if line.qty else (0, 0)
    for k, now in enumerate(net):
        whole.append(unit + (1 if k < more else 0) - now)
    return whole


def _units(key, wanted, result, decimals):
    lines, out = {line.id: line for line in result.lines}, []
    for name, values in wanted.items():
        found = [shown(share, decimals) for share in _pieces(lines[name])]
        out += differs(f"{key} {name}", [shown(money(value, decimals), decimals) for value in values], found)
    return out


def _counts(pairs):
    found = {}
    for name, count in pairs:
        found[name] = found.get(name, 0) + count
    return found


def _gifts(key, wanted, result, _decimals):
    return differs(key, {name: int(count) for name, count in wanted.items() if count}, _counts((gift.sku, gift.qty) for gift in result.gifts))


def _issued(key, wanted, result, _decimals):
    found = _counts((issue.key, issue.count) for issue in result.issues)
    return differs(key, {str(name): str(count) for name, count in wanted.items() if str(count) != "0"}, {name: str(count) for name, count in found.items()})


def _applied(key, wanted, result, _decimals):
    return differs(key, sorted(wanted), sorted(set(result.applied)))


def _rejected(key, wanted, result, _decimals):
    names = {row.rule for row in result.rejected}
    return [f"{key}: {name} is not rejected" for name in wanted if name not in names]


def _assets(key, wanted, result, decimals):
    found = _counts((use.rule, use.used_fen) for use in result.assets)
    paid = {name: money(value, decimals, key) for name, value in wanted.items()}
    return differs(key, {name: shown(value, decimals) for name, value in paid.items() if value},
                   {name: shown(used, decimals) for name, used in found.items()})


def _unit_price(key, wanted, result, decimals):
    found = {line.sku: line.entry_fen // (line.qty or 1) for line in result.lines}
    return [text for name, value in wanted.items() for text in _amount(f"{key} {name}", value, found.get(name, 0), decimals)]


AMOUNTS = {
    "total": lambda result: result.total_fen,
    "goods_total": lambda result: result.goods_fen,
    "payable": lambda result: result.payable_fen,
    "shipping": lambda result: result.shipping_fen,
    "discount_total": lambda result: result.discount_fen,
    "untaxed": lambda result: result.untaxed_fen,
    "tax": lambda result: result.goods_fen - result.untaxed_fen,
}
TABLES = {
    "lines": _lines, "lines_after": _lines_after, "units": _units, "gifts": _gifts, "issued": _issued, "applied": _applied,
    "rejected": _rejected, "assets": _assets, "unit_price": _unit_price,
}
