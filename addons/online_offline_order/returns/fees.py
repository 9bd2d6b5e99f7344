"""What a return credits and charges, in whole fen.

Every piece that comes back uses up its share of what its order was charged: goods by quantity of the line, admin fee by
ex-factory value, logistics fee by weight. The share is the growth of the rounded running total, less what earlier
returns used up, so the shares of all returns add up to the whole and never exceed it, however they are cut. Which
shares are paid out depends on the class: not quality gives the goods only, quality gives all.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from odoo.addons.dealer_base.money import round_div

from .classes import CLASSES
from .refusal import Refusal


@dataclass(frozen=True)
class ShippedLine:
    """One order line as shipped so far, and what of it came back already.

    :param key: opaque key of the order line.
    :param label: what a person calls the line.
    :param qty: pieces shipped.
    :param goods_fen: what was captured for them.
    :param unit_weight_g: weight of a piece in grams.
    :param returned_qty: pieces of earlier returns, running ones included.
    :param returned_goods_fen: goods share that those used up.
    """

    key: str
    label: str
    qty: int
    goods_fen: int
    unit_weight_g: int
    returned_qty: int = 0
    returned_goods_fen: int = 0

    @property
    def left(self) -> int:
        """Pieces that can still come back."""
        return self.qty - self.returned_qty


@dataclass(frozen=True)
class Shipped:
    """What an order was charged so far.

    :param lines: all its goods lines.
    :param admin_fen: admin fee captured.
    :param logistics_fen: logistics fee captured.
    :param returned_admin_fen: admin share that earlier returns used up, paid out or not.
    :param returned_logistics_fen: logistics share that earlier returns used up.
    """

    lines: tuple[ShippedLine, ...]
    admin_fen: int
    logistics_fen: int
    returned_admin_fen: int = 0
    returned_logistics_fen: int = 0


@dataclass(frozen=True)
class Charge:
    """A charge of the return event, such as handling: ``fen`` in all for this return, by the fee rule ``rule_id``, 0 = none."""

    code: str
    label: str
    fen: int
    rule_id: int = 0


@dataclass(frozen=True)
class PreviewLine:
    """Goods of one order line that come back: ``qty`` pieces whose goods share is ``goods_fen``."""

    key: str
    qty: int
    goods_fen: int


@dataclass(frozen=True)
class Preview:
    """The result of one return, before and after it is booked.

    :param reason_class: code of the class.
    :param lines: what comes back.
    :param admin_share_fen: admin share used up; credited when the class gives fees, or for an exchange.
    :param logistics_share_fen: logistics share used up; credited when the class gives fees, never for an exchange.
    :param postage_fen: return postage charged to the dealer: his part of it.
    :param charges: other charges.
    :param withdrawn_fen: what headquarters had taken off and the goods that stay no longer earn; below 0 where it is given back.
    """

    reason_class: str
    lines: tuple[PreviewLine, ...]
    admin_share_fen: int
    logistics_share_fen: int
    postage_fen: int
    charges: tuple[Charge, ...]
    is_exchange: bool = False
    withdrawn_fen: int = 0

    @property
    def goods_fen(self) -> int:
        """Goods credited, less what is withdrawn."""
        return sum(line.goods_fen for line in self.lines) - self.withdrawn_fen

    @property
    def admin_fen(self) -> int:
        """Admin fee credited."""
        return self.admin_share_fen if self.is_exchange or CLASSES[self.reason_class].gives_fees else 0

    @property
    def logistics_fen(self) -> int:
        """Logistics fee credited."""
        return self.logistics_share_fen if CLASSES[self.reason_class].gives_fees and not self.is_exchange else 0

    @property
    def credit_fen(self) -> int:
        """All that is credited."""
        return self.goods_fen + self.admin_fen + self.logistics_fen

    @property
    def handling_fen(self) -> int:
        """All charges but the postage."""
        return sum(charge.fen for charge in self.charges)

    @property
    def net_fen(self) -> int:
        """Change of the balance."""
        return self.credit_fen - self.postage_fen - self.handling_fen


def _check(shipped: Shipped, wanted: Mapping[str, int], postage_fen: int, charges: Sequence[Charge]) -> Refusal | None:
    known = {line.key: line for line in shipped.lines}
    for key, qty in wanted.items():
        line = known.get(key)
        if line is None:
            return Refusal("not_shipped", {"line": key})
        if qty < 0:
            return Refusal("bad_quantity", {"line": line.label, "qty": qty})
        if qty > line.left:
            return Refusal("too_many", {"line": line.label, "qty": qty, "left": line.left})
    if not any(wanted.values()):
        return Refusal("empty_return")
    if postage_fen < 0 or any(charge.fen < 0 for charge in charges):
        return Refusal("negative_charge")
    return None


def _growth(total_fen: int, done: int, of: int, used_fen: int) -> int:
    """Give the running total after ``done`` of ``of`` units, less what was used before; within what is left, never below 0."""
    return max(0, min(total_fen, round_div(total_fen * done, of) if of else total_fen) - used_fen)


def preview(
    shipped: Shipped, wanted: Mapping[str, int], reason_class: str, *, postage_fen: int = 0, charges: Sequence[Charge] = (), is_exchange: bool = False,
) -> Preview | Refusal:
    """Work out what a return credits and charges.

    :param shipped: what the order was charged and what came back before.
    :param wanted: pieces of this return by key of the order line; missing keys and zeros do not come back.
    :param reason_class: code of the class.
    :param postage_fen: the dealer's part of the return postage that HQ paid, 0 when the store paid it or HQ bears it.
    :param charges: charges of the return event; not taken for a class without charges.
    :param is_exchange: other goods go out for these: the admin fee is credited because theirs is charged, the freight of the way out is not.
    :return: the Preview, or Refusal ``not_shipped``, ``bad_quantity``, ``too_many``, ``empty_return``, ``negative_charge``.
    :raises ValueError: on an unknown class.
    """
    if reason_class not in CLASSES:
        raise ValueError(f"unknown class of return: {reason_class}")
    refusal = _check(shipped, wanted, postage_fen, charges)
    if refusal:
        return refusal
    value_all = value_back = weight_all = weight_back = 0
    lines = []
    for line in shipped.lines:
        qty = wanted.get(line.key, 0)
        back = line.returned_qty + qty
        goods_fen = _growth(line.goods_fen, back, line.qty, line.returned_goods_fen) if qty else 0
        value_all += line.goods_fen
        value_back += line.returned_goods_fen + goods_fen
        weight_all += line.qty * line.unit_weight_g
        weight_back += back * line.unit_weight_g
        if qty:
            lines.append(PreviewLine(line.key, qty, goods_fen))
    return Preview(
        reason_class,
        tuple(lines),
        _growth(shipped.admin_fen, value_back, value_all, shipped.returned_admin_fen),
        _growth(shipped.logistics_fen, weight_back, weight_all, shipped.returned_logistics_fen),
        postage_fen,
        tuple(charges) if CLASSES[reason_class].charges else (),
        is_exchange,
    )
