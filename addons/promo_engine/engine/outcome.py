"""What an evaluation gives back. Everything is frozen, in fen, and in an order that the input's order cannot change."""
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

# The revision of what the engine decides. It rises with every change by which a cart may come out otherwise, or under another hash:
# tests/test_core_revision.py holds results of this revision and notices. Orders keep theirs; "1" is everything before revisions were told apart.
ENGINE_VERSION = "3"


class InvariantError(AssertionError):
    """A result that breaks a law of the engine: a fault of the engine, never of the data. The caller sells without promotions."""


class Step(NamedTuple):
    """One calculation of a rule: base and amount before and after limits; weights and shares only with a full trace."""

    what: str
    base_fen: int
    wanted_fen: int
    given_fen: int
    lines: tuple = ()
    weights: tuple = ()
    shares: tuple = ()


class Gift(NamedTuple):
    """Goods given for nothing. ``value_fen`` is the declared value of one piece; ``limit`` the stock it is taken from."""

    rule: str
    sku: str
    qty: int
    value_fen: int = 0
    limit: str = ""


class Issue(NamedTuple):
    """Something promised for later: kind (coupon, points, draw, cash_back ...), key of what, how many, value of one in fen."""

    rule: str
    kind: str
    key: str
    count: int
    value_fen: int = 0
    params: tuple = ()
    proof: str = ""


class AssetUse(NamedTuple):
    """Money of the buyer's that pays a part: fen per line (same order as the outcome's lines) and fen of the freight."""

    rule: str
    asset: str
    used_fen: int
    line_fen: tuple
    shipping_fen: int = 0
    step_fen: int = 1


class Rejection(NamedTuple):
    """Why a rule did not apply: a reason code and its numbers as pairs."""

    rule: str
    code: str
    params: tuple = ()


class Hint(NamedTuple):
    """How far the buyer is from a rule or from its next tier: kind more_amount (fen) or more_qty (pieces)."""

    rule: str
    kind: str
    value: int
    gain_fen: int = 0


class Effect(NamedTuple):
    """What one rule did.

    :ivar shares: (line id, first piece, pieces, fen off each piece), in line order.
    :ivar shipping: (delivery id, fen off).
    :ivar held: ids of lines that a floor kept from taking their whole part.
    :ivar costs: (who bears it, fen); sums to goods, freight and declared gift values together.
    :ivar settlement: (line id, fen) by which the settlement base of the line falls.
    """

    rule: str
    version: str
    level: str
    goods_fen: int
    shipping_fen: int
    shares: tuple
    shipping: tuple
    gifts: tuple
    issues: tuple
    costs: tuple
    settlement: tuple
    held: tuple
    steps: tuple

    @property
    def gives_later(self):
        """Whether it gives what no price shows: promises, or money of the buyer that pays."""
        return bool(self.issues) or not (self.shares or self.shipping)


class LineResult(NamedTuple):
    """A line: what it cost, what it costs; ``pieces`` are runs (count, fen of one piece), the first piece first."""

    id: str
    sku: str
    qty: int
    list_fen: int
    entry_fen: int
    net_fen: int
    pieces: tuple
    untaxed_fen: int


class ShipResult(NamedTuple):
    """A delivery: freight before and after promotions."""

    id: str
    list_fen: int
    net_fen: int


@dataclass(frozen=True)
class Outcome:
    """The result of an evaluation.

    :ivar limits: (limit id, kind, amount) that has to be reserved for it.
    :ivar searches: components in which the search was cut short: ids of their rules.
    :ivar choices: (chosen rule ids, rejected alternatives with their benefit) per conflict.
    """

    lines: tuple
    shipping: tuple
    effects: tuple
    assets: tuple
    rejected: tuple
    hints: tuple
    limits: tuple
    choices: tuple
    searches: tuple
    input_hash: str
    snapshot_hash: str
    engine: str = ENGINE_VERSION

    @cached_property
    def result_hash(self):
        """The hash of everything that was decided; the same for any order of rules, codes and lines."""
        whole = (self.engine, self.input_hash, self.snapshot_hash, self.lines, self.shipping, [effect[:12] for effect in self.effects],
                 self.assets, self.rejected, self.hints, self.limits, self.choices, self.searches)
        return hashlib.sha256(repr(whole).encode()).hexdigest()

    def gave_as(self, other):
        """:param other: Outcome. :return: whether both gave the same, to the fen, the piece and the promise, whatever was said of it."""
        mine, theirs = ((one.lines, one.shipping, one.assets, [effect._replace(version="")[:9] for effect in one.effects]) for one in (self, other))
        return mine == theirs

    @property
    def goods_fen(self):
        """Goods after promotions."""
        return sum(line.net_fen for line in self.lines)

    @property
    def shipping_fen(self):
        """Freight after promotions."""
        return sum(ship.net_fen for ship in self.shipping)

    @property
    def discount_fen(self):
        """What promotions take off the goods, the price level included."""
        return sum(line.list_fen - line.net_fen for line in self.lines)

    @property
    def total_fen(self):
        """Goods and freight after promotions."""
        return self.goods_fen + self.shipping_fen

    @property
    def payable_fen(self):
        """What is left to pay after the buyer's assets."""
        return self.total_fen - sum(use.used_fen for use in self.assets)

    @property
    def untaxed_fen(self):
        """Goods without tax; the freight has none here."""
        return sum(line.untaxed_fen for line in self.lines)

    @property
    def gifts(self):
        """All gifts, in the order of their rules."""
        return tuple(gift for effect in self.effects for gift in effect.gifts)

    @property
    def issues(self):
        """All promises, in the order of their rules."""
        return tuple(issue for effect in self.effects for issue in effect.issues)

    @property
    def applied(self):
        """Ids of the rules that did something, assets included."""
        return tuple(effect.rule for effect in self.effects)
