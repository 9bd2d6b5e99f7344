"""The goods that reach a threshold beside a product: what they must take of an amount off, for the proof of its worst price."""
from .rule import LEVELS

# Kinds that take nothing from goods.
NOTHING = frozenset(("issue", "points", "lottery", "cash_back", "donation", "upgrade"))


class Companions:
    """Every condition is taken as met, and what meets it as there: goods by the piece, that pay for themselves and take their part.

    :ivar snapshot: all rules that may lower them. :ivar floor_bp: the highest lowest price among all goods, as a part of its price: goods at
        their lowest price take no more.
    """

    def __init__(self, snapshot, floor_bp=0):
        self.snapshot, self.floor_bp = snapshot, floor_bp
        self._known = {}

    def share(self, work, rule, spec, lines, amount, tier=None):
        """Say what of an amount falls on the lines of the cart at most.

        :param tier: threshold of the reward itself in fen, None = the rule's conditions alone say when it is given.
        :return: fen; all of it where nothing that takes a part has to be there.
        """
        if not (spec.scope.everything or spec.scope == rule.scope):
            return amount
        found = [] if tier is None else [self._part(work, rule, spec, lines, amount, tier, spec.base, None)]
        for cond in rule.conditions:
            if cond.code == "min_amount" and not cond.shipping and (cond.scope in (None, rule.scope) or rule.scope.everything):
                found.append(self._part(work, rule, spec, lines, amount, cond.value_fen, cond.base, cond.scope))
        return min([amount, *found])

    def _part(self, work, rule, spec, lines, amount, need, base, scope):
        base = base or rule.threshold_base or work.options.threshold_base
        kept = self._kept(rule, spec, base)
        if not kept:
            return amount
        keep_bp, less = kept
        amounts = work.amounts(base)
        rest = max(0, need - sum(amounts[i] for i in work.looked_at(rule.scope if scope is None else scope)))
        others = rest * keep_bp // 10_000 - less
        if others <= 0:
            return amount
        own = sum(work.state.run[i] for i in lines)
        part = -(-amount * own // (own + others))
        if self.floor_bp:
            part = max(part, amount - max(0, rest * (keep_bp - self.floor_bp) // 10_000 - less))
        return min(amount, part)

    def _kept(self, rule, spec, base):
        """:return: (basis points, fen less) that other goods of the rule still cost at least when it is given; None = maybe nothing."""
        key = rule.id, rule.rewards.index(spec), base
        if key not in self._known:
            self._known[key] = self._left(rule, spec, base)
        return self._known[key]

    def _left(self, rule, spec, base):
        last = LEVELS.index(rule.level)
        levels = LEVELS[{"list": 0, "entry": 1, "running": last}[base]:last + 1]
        keep_bp, less = 10_000, 0
        for other in self.snapshot.rules:
            if other.level not in levels or _apart(rule.scope, other.scope):
                continue
            for part in other.rewards:
                taken = None if other.line_exclusive or other.level == "price" else _taken(part)
                if other.id == rule.id and part is spec:
                    continue
                if taken is None:
                    return None
                keep_bp, less = keep_bp - taken[0], less + taken[1]
        return (keep_bp, less) if keep_bp > 0 else None


def _apart(one, other):
    return bool(one.skus and other.skus and not {*one.skus} & {*other.skus})


def _taken(spec):
    """:return: (basis points, fen) that a reward takes from goods at most; None = there is no such bound."""
    code, target = spec.code, getattr(spec, "target", "")
    if code in NOTHING or target == "shipping" or (code in ("tiers", "every") and spec.give in ("coupon", "points", "draw")):
        return 0, 0
    if code == "percent":
        return spec.value_bp, 1
    if code == "amount" and target not in ("line", "unit"):
        return 0, spec.value_fen if spec.cap_fen is None else min(spec.value_fen, spec.cap_fen)
    if code == "tiers" and target not in ("line", "unit") and spec.give in ("percent", "amount"):
        most = max(tier[1] for tier in spec.table)
        return (most, 1) if spec.give == "percent" else (0, most)
    if code == "every" and spec.max_times is not None:
        return 0, spec.max_times * spec.amount_fen
    if code == "gift" and not (spec.fallback_fen and (spec.per_qty or spec.per_amount_fen)):
        return 0, spec.fallback_fen * spec.qty
    return None
