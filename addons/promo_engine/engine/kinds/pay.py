"""Assets that pay: gift card, voucher wallet, points, red packet, e-wallet, deposit. They lower what is payable, nothing else."""
from dataclasses import dataclass

from ..reading import Unreadable, bp, choice, fen, number, plain
from ..reading.values import scaled
from ..registry import reward
from ..scope import ALL, Scope, scope_field

ORDER = ("gift_card", "voucher", "points", "red_packet", "e_wallet", "deposit")


def _share(value, place, _decimals):
    rate = scaled(value, 4, place, "max_share")
    return rate if rate <= 10_000 else scaled(value, 2, place, "max_share")


@dataclass(frozen=True)
class Pay:
    """:ivar balance_fen: what the asset holds; None = the cart's balance of ``account``.
    :ivar per_unit_cap_fen: most it pays for one piece; summed over the pieces in scope.
    :ivar max_share_bp: most of the goods in scope it pays; rows may give 0.2 or 20 for a fifth.
    :ivar step_fen: it pays whole steps only (a point is worth so much).
    """

    balance_fen: int | None = fen(None)
    asset: str = choice(*ORDER, default="gift_card")
    account: str = plain("")
    per_unit_cap_fen: int | None = fen(None)
    max_share_bp: int | None = bp(None)
    max_fen: int | None = fen(None)
    step_fen: int = number(1, least=1)
    scope: Scope = scope_field(ALL)

    @staticmethod
    def prepare(row, place, decimals):
        """Turn ``max_share``, a part of one or a percentage, into exact basis points."""
        if "max_share" not in row:
            return row
        return {**{key: value for key, value in row.items() if key != "max_share"}, "max_share_bp": _share(row["max_share"], place, decimals)}

    def __post_init__(self):
        """Without a balance there must be an account to look in."""
        if self.balance_fen is None and not self.account:
            raise Unreadable("pay", "balance", "is missing")


@reward("pay", "Paying asset", Pay, families=("voucher", "gift_card", "wallet"))
def apply(work, draft, spec):
    """Assets are applied together after every discount: see ``assets``; here the wish is noted."""
    draft.assets.append(spec)
