"""Full reduction 满减: one table, the best tier that is reached; a tier may add gifts, or give vouchers 满送."""
from dataclasses import dataclass

from ..reading import Unreadable, choice, plain
from ..reading.values import scaled, whole
from ..registry import reward
from ..scope import ALL, Scope, scope_field

GIVES = ("percent", "amount", "coupon", "unit_price", "points", "draw")


def _table(value, place, _decimals):
    if not isinstance(value, (list, tuple)) or not value:
        raise Unreadable(place, "table", f"{value!r} is no table")
    return tuple(sorted((tuple(row[:2]) + (tuple(row[2:]),) for row in value), key=lambda tier: tier[0]))


@dataclass(frozen=True)
class Tiers:
    """:ivar table: (threshold, value, gift skus), thresholds rising. Thresholds are fen or pieces; values are basis points, fen,
    a number, or the key of a voucher. Rows may give ``tiers`` with decimal texts instead.
    :ivar base: what an amount is compared with; "" is the rule's.
    """

    table: tuple = plain(read=_table, write=lambda table: [[threshold, value, *gifts] for threshold, value, gifts in table])
    on: str = choice("amount", "qty", default="amount")
    give: str = choice(*GIVES, default="amount")
    scope: Scope = scope_field(ALL)
    base: str = choice("", "entry", "running", "list", default="")
    target: str = choice("scope", "order", "unit", "line", "shipping", default="scope")
    tax: str = choice("", "incl", "excl", "as entered", default="")

    @staticmethod
    def prepare(row, place, decimals):
        """Turn ``tiers`` with decimal texts into the exact ``table``."""
        if "tiers" not in row:
            return row
        on, give, table = row.get("on", "amount"), row.get("give", "amount"), []
        for tier in row["tiers"] if isinstance(row["tiers"], (list, tuple)) else (None,):
            if not isinstance(tier, (list, tuple)) or len(tier) < 2:
                raise Unreadable(place, "tiers", f"{tier!r} is no tier")
            value = tier[1]
            if give in ("amount", "unit_price", "percent"):
                value = scaled(value, 2 if give == "percent" else decimals, place, "tiers")
            else:
                value = whole(value, place, "tiers", 0) if give in ("points", "draw") else str(value)
            threshold = whole(tier[0], place, "tiers", 0) if on == "qty" else scaled(tier[0], decimals, place, "tiers")
            table.append([threshold, value, *(str(sku) for sku in tier[2:])])
        return {**{key: found for key, found in row.items() if key != "tiers"}, "table": table}


def reached(work, rule, spec):
    """:return: (the best tier that is reached or None, what is compared, the next tier or None)."""
    scope = None if spec.scope.everything else spec.scope
    have = work.count(rule, scope, inside=True) if spec.on == "qty" else work.amount(rule, scope, spec.base, spec.tax, inside=True)
    if work.assume:
        return spec.table[-1], have, None
    best = None
    for tier in spec.table:
        if have < tier[0]:
            return best, have, tier
        best = tier
    return best, have, None


def gap(work, rule, spec):
    """What is missing to the next tier."""
    _tier, have, following = reached(work, rule, spec)
    return following and ("below_qty" if spec.on == "qty" else "below_amount", following[0], have)


@reward("tiers", "Tiers", Tiers, gap=gap, families=("full_reduction", "full_gift", "group_purchase", "season"))
def apply(work, draft, spec):
    """Give what the best reached tier says, once."""
    tier, _have, _following = reached(work, draft.rule, spec)
    if not tier:
        return
    _threshold, value, gifts = tier
    lines = work.takers(draft.rule.scope, spec.scope)
    if spec.give == "coupon":
        draft.issue("coupon", value, 1)
    elif spec.give == "points":
        draft.issue("points", "points", value)
    elif spec.give == "draw":
        draft.issue("draw", "draws", value)
    elif spec.target == "shipping":
        draft.shipping(**({"rate_bp": value} if spec.give == "percent" else {"amount": value}))
    elif spec.give == "percent":
        draft.lines_percent(lines, value)
    elif spec.give == "unit_price":
        draft.each_price(draft.pieces(lines), value)
    elif spec.target == "unit":
        draft.each_amount(draft.pieces(lines), value)
    elif spec.target == "line":
        for i in lines:
            draft.lines_amount((i,), value)
    else:
        draft.lines_amount(lines, _worst(work, draft.rule, spec, lines) if work.assume else value)
    for sku in gifts:
        draft.gift(sku, 1)


def _worst(work, rule, spec, lines):
    """:return: the largest amount that one of the tiers lets fall on lines, other goods of the order taking their part."""
    return max(work.assume.share(work, rule, spec, lines, tier[1], tier[0] if spec.on == "amount" else None) for tier in spec.table)
