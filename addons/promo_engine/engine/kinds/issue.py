"""Vouchers for later: coupon, credit, cash or free-shipping voucher, red packet. Once, or once for so many pieces."""
from dataclasses import dataclass

from ..reading import choice, fen, number, text
from ..registry import reward
from ..scope import Scope, scope_field

VOUCHERS = ("coupon", "credit", "cash", "free_shipping", "red_packet")


@dataclass(frozen=True)
class IssueReward:
    """``key`` is the batch, ``value`` what one is worth to the buyer when offers are compared, ``to`` who gets it."""

    key: str = text()
    kind: str = choice(*VOUCHERS, default="coupon")
    count: int = number(1)
    per_qty: int = number(0)
    value_fen: int = fen(0)
    to: str = choice("buyer", "inviter", default="buyer")
    scope: Scope | None = scope_field(None)


@reward("issue", "Voucher for later", IssueReward, families=("coupon", "register_coupon", "red_packet", "referral"))
def apply(work, draft, spec):
    """Promise the vouchers."""
    have = work.count(draft.rule, spec.scope, inside=True)
    times = have // spec.per_qty if spec.per_qty else int(have > 0)
    draft.issue(spec.kind, spec.key, spec.count * times, spec.value_fen, to=spec.to)
