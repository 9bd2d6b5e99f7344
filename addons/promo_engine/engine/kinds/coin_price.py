"""Price plus coins 淘金币: a lower price of a piece that costs points too."""
from dataclasses import dataclass

from ..reading import fen, number, text
from ..registry import reward
from ..scope import ALL, Scope, scope_field
from .targets import first_pieces, how_many

COINS = "coins"


@dataclass(frozen=True)
class CoinPrice:
    """``coins`` of ``account`` for each piece at ``value``; the buyer's coins limit how many."""

    value_fen: int = fen()
    coins: int = number(least=1)
    account: str = text(COINS)
    scope: Scope = scope_field(ALL)


def unit_price(work, spec, unit_fen):
    """The price of a piece with coins."""
    return min(unit_fen, spec.value_fen)


def unit_limit(work, spec):
    """The pieces that the buyer's coins cover; a cart that says nothing about coins has none."""
    if work.assume:
        return None
    return max(0, work.cart.balances.get(spec.account, 0) - work.state.used.get(("balance", spec.account), 0)) // spec.coins


def on_units(draft, spec, pieces):
    """The coins of the pieces are spent."""
    key = ("balance", spec.account)
    draft.state.used[key] = draft.state.used.get(key, 0) + pieces * spec.coins
    draft.issue("spend", spec.account, pieces * spec.coins)


@reward("coin_price", "Price plus coins", CoinPrice, unit_price=unit_price, unit_limit=unit_limit, on_units=on_units, families=("coins",))
def apply(work, draft, spec):
    """Lower the pieces the coins cover, outside of the price level."""
    runs = draft.pieces(work.takers(draft.rule.scope, spec.scope))
    most = unit_limit(work, spec)
    runs = runs if most is None else first_pieces(runs, most)
    draft.each_price(runs, spec.value_fen)
    if draft.goods:
        on_units(draft, spec, how_many(runs))
