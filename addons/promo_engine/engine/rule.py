"""A promotion rule as it is stored, frozen and evaluated."""
from dataclasses import dataclass
from datetime import datetime

from .reading import Unreadable, bp, choice, fen, flag, number, plain, read_row, text, texts, to_row
from .registry import CONDITIONS, REWARDS, part_row, read_part
from .scope import ALL, Scope, scope_field

LEVELS = ("price", "item", "order", "coupon", "platform", "shipping", "payment", "after")
EXCLUSIVE_LEVELS = frozenset({"item", "order", "coupon", "platform"})
LIMIT_CODES = {
    "total": "limit_total", "customer": "limit_customer", "org": "limit_org", "salesman": "limit_org", "budget": "budget", "quota": "quota"}


@dataclass(frozen=True)
class Group:
    """A conflict group: the best, the first, or at most ``n`` of its rules apply."""

    name: str = text()
    mode: str = choice("best", "first", "at_most", default="best")
    n: int = number(1, least=1)


@dataclass(frozen=True)
class Limit:
    """A counter the rule consumes; what is left of it is given to the evaluation.

    :ivar kind: total, customer and org count orders, quota counts pieces, budget counts fen.
    :ivar who: payers whose part of the cost a budget counts, as in ``cost_split``; none = the whole cost.
    """

    id: str = text()
    kind: str = choice(*LIMIT_CODES, default="total")
    who: tuple = texts()


@dataclass(frozen=True)
class Payer:
    """Who bears a part of the rule's cost; the last payer of a rule bears the rest."""

    who: str = text()
    share_bp: int = bp(10_000)


def _time(value, place, _decimals):
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(place, "time", f"{value!r} is no time") from None
    if found.tzinfo is None:
        raise Unreadable(place, "time", f"{value!r} has no time zone")
    return found


def _iso(value):
    return value.isoformat() if value else None


def _parts(read, write, key="", default=()):
    def all_of(value, place, decimals):
        if not isinstance(value, (list, tuple)):
            raise Unreadable(place, key, f"{value!r} is no list")
        return tuple(read(item, place, decimals) for item in value)
    return plain(default, key, read=all_of, write=lambda items: [write(item) for item in items])


def _declared(cls):
    return _parts(lambda row, place, decimals: read_row(cls, row, f"{place} {cls.__name__.lower()}", decimals), to_row)


@dataclass(frozen=True)
class Rule:
    """One rule of a snapshot.

    :ivar seq: order inside a level, smaller first; ties by id.
    :ivar stack: price level only: on top of the best single price instead of competing for it.
    :ivar exclusive: when it applies, nothing else of its level and of levels item to platform does.
    :ivar line_exclusive: lines it discounts take no later rule.
    :ivar currency: the currency its amounts are defined in; "" fits every cart. Amounts are never converted.
    :ivar not_with: ids of rules and campaigns that cannot apply together with it.
    :ivar start: aware time, included. :ivar end: aware time, not included.
    :ivar threshold_base: entry (after the price level), running or list; "" = the options' base.
    :ivar percent_base: running, entry, or rule (the amounts when the rule began); "" = the options' base.
    :ivar settles: whether the part headquarters bears lowers the settlement price.
    :ivar clawback: keep, reprice or fixed, when a return breaks the rule's threshold.
    :ivar gift_return: must_return, deduct_value or keep.
    :ivar code_back: whether the code is usable again after a full return.
    :ivar proof: what the buyer has to prove; effects of the level after wait for it.
    """

    id: str = text()
    level: str = choice(*LEVELS)
    rewards: tuple = _parts(lambda row, place, decimals: read_part(REWARDS, row, f"{place} reward", decimals), part_row)
    conditions: tuple = _parts(lambda row, place, decimals: read_part(CONDITIONS, row, f"{place} condition", decimals), part_row)
    scope: Scope = scope_field(ALL)
    seq: int = number(0, least=None)
    campaign: str = text("")
    name: str = text("")
    code: str = text("")
    currency: str = text("")
    stack: bool = flag()
    exclusive: bool = flag()
    line_exclusive: bool = flag()
    groups: tuple = _declared(Group)
    not_with: tuple = texts()
    start: datetime | None = plain(None, read=_time, write=_iso)
    end: datetime | None = plain(None, read=_time, write=_iso)
    zone: str = text("Asia/Shanghai")
    paused: bool = flag()
    blocked: str = text("")
    limits: tuple = _declared(Limit)
    cost_split: tuple = _declared(Payer)
    settles: bool = flag()
    threshold_base: str = choice("", "entry", "running", "list", default="")
    percent_base: str = choice("", "entry", "running", "rule", default="")
    clawback: str = choice("keep", "reprice", "fixed", default="keep")
    clawback_fen: int = fen(0, key="clawback_amount")
    gift_return: str = choice("keep", "must_return", "deduct_value", default="keep")
    code_back: bool = flag()
    proof: str = text("")

    def __post_init__(self):
        """Order what has no order, so equal rules have one row and one hash."""
        object.__setattr__(self, "not_with", tuple(sorted(set(self.not_with))))
        object.__setattr__(self, "groups", tuple(sorted(self.groups, key=lambda group: group.name)))
        object.__setattr__(self, "limits", tuple(sorted(self.limits, key=lambda limit: limit.id)))

    @property
    def order(self):
        """The place of the rule among all rules: level, sequence, id."""
        return (LEVELS.index(self.level), self.seq, self.id)


def read_rule(row, decimals=2):
    """Read a rule from the JSON of a stored version or from a row with decimal texts.

    :param row: mapping. :param decimals: decimals of texts that are money.
    :return: Rule.
    :raises Unreadable: naming the rule, the field and what is wrong.
    """
    place = f"rule {row.get('id', '?')}" if isinstance(row, dict) else "rule"
    rule = read_row(Rule, row, place, decimals)
    if not rule.rewards:
        raise Unreadable(place, "rewards", "is empty")
    if rule.start and rule.end and rule.end <= rule.start:
        raise Unreadable(place, "end", "is not after the start")
    if sum(payer.share_bp for payer in rule.cost_split) > 10_000:
        raise Unreadable(place, "cost_split", "is more than the whole")
    return rule


def rule_row(rule):
    """:return: the exact row of a rule, to be stored; ``read_rule`` gives the same rule back."""
    return to_row(rule)
