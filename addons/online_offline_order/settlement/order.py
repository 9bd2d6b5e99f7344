"""The settlement of an order: ex-factory goods + admin fee + logistics fee, each line with its formula."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from odoo.addons.dealer_base.money import split_by_progress, yuan

from .refusal import Refusal

GOODS, DISCOUNT, ADMIN, LOGISTICS, BORNE = "goods", "discount", "admin", "logistics", "borne"


@dataclass(frozen=True)
class GoodsLine:
    """One line of the order as the core sees it.

    :param key: opaque key of the order line.
    :param label: what a person calls the line.
    :param qty: pieces, a whole number.
    :param unit_fen: ex-factory price of a piece, tax included, or None when no price list has it.
    :param unit_weight_g: weight of a piece in grams, 0 when nobody has entered it.
    :param unit_volume_cm3: volume of a packed piece, 0 when nobody has entered it.
    :param discount_fen: what headquarters takes off the whole line. :param discount_label: why.
    """

    key: str
    label: str
    qty: int
    unit_fen: int | None
    unit_weight_g: int
    unit_volume_cm3: int = 0
    discount_fen: int = 0
    discount_label: str = ""

    def bare(self) -> "GoodsLine":
        """Give the line without what comes off it."""
        return replace(self, discount_fen=0, discount_label="")

    @property
    def list_fen(self) -> int:
        """Ex-factory value of the line in fen, before what comes off."""
        return self.qty * (self.unit_fen or 0)

    @property
    def off_fen(self) -> int:
        """What comes off the line, never more than it is worth."""
        return min(self.discount_fen, self.list_fen)

    @property
    def goods_fen(self) -> int:
        """What the goods of the line cost in fen."""
        return self.list_fen - self.off_fen

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """What the pieces cost: (fen of one, pieces) in at most two runs that add up to the line."""
        each, rest = divmod(self.goods_fen, self.qty) if self.qty > 0 else (0, 0)
        return tuple((fen, qty) for fen, qty in ((each + 1, rest), (each, self.qty - rest)) if qty)

    def part_fen(self, before: int, now: int) -> int:
        """Give what some pieces of the line cost: all parts add up to the line, however it is cut.

        :param before: pieces before them. :param now: how many they are.
        :return: fen.
        """
        off = split_by_progress(self.off_fen, before, now, self.qty) if self.off_fen else 0
        return now * (self.unit_fen or 0) - off

    @property
    def weight_g(self) -> int:
        """Weight of the line in grams."""
        return self.qty * self.unit_weight_g


@dataclass(frozen=True)
class SettlementLine:
    """One part of what the account pays.

    :param kind: ``goods``, ``discount`` (below 0), ``admin``, ``logistics``, or ``borne``: a fee that somebody else bears, of 0 fen.
    :param key: key of the goods line, or the code of the fee.
    :param label: what a person calls it.
    :param base_fen: amount the line is worked out from.
    :param rate_bp: rate in basis points, 0 when the line has none.
    :param qty: pieces, or 1 for a fee.
    :param formula: how ``amount_fen`` came about, in figures ("300.00 x 2").
    :param amount_fen: fen.
    :param rule: key of the fee rule, 0 where none gave it.
    :param trace: how the fee can be computed again, None where nothing tells.
    :param bearer: who bears the line. :param borne_fen: what that is, of a ``borne`` line.
    """

    kind: str
    key: str
    label: str
    base_fen: int
    rate_bp: int
    qty: int
    formula: str
    amount_fen: int
    rule: int = 0
    trace: dict | None = None
    bearer: str = "dealer"
    borne_fen: int = 0


@dataclass(frozen=True)
class Taken:
    """What had left of an order, and what it had been charged of the fees, when the order was changed last.

    :param pieces: {key of the goods line: pieces}.
    """

    pieces: Mapping[str, int]
    admin_fen: int
    logistics_fen: int


@dataclass(frozen=True)
class Settlement:
    """The whole order, priced.

    :param goods: the order lines it was made from.
    :param lines: what makes up the total, in printing order.
    :param taken: for an order that was changed after a part had left: the fees that are not charged yet go with the goods that have not left.
    """

    goods: tuple[GoodsLine, ...]
    lines: tuple[SettlementLine, ...]
    taken: Taken | None = None

    def _sum(self, kind: str) -> int:
        return sum(line.amount_fen for line in self.lines if line.kind == kind)

    @property
    def goods_fen(self) -> int:
        """What all goods cost: their ex-factory value less what headquarters takes off."""
        return self._sum(GOODS) + self._sum(DISCOUNT)

    @property
    def discount_fen(self) -> int:
        """What headquarters takes off the goods, >= 0."""
        return -self._sum(DISCOUNT)

    @property
    def admin_fen(self) -> int:
        """Admin fee of the order."""
        return self._sum(ADMIN)

    @property
    def logistics_fen(self) -> int:
        """Logistics fee of the order."""
        return self._sum(LOGISTICS)

    def borne_by(self, who: str) -> int:
        """Fees of the order that somebody else than the account bears, in fen."""
        return sum(line.borne_fen for line in self.lines if line.bearer == who)

    @property
    def total_fen(self) -> int:
        """What the hold takes."""
        return sum(line.amount_fen for line in self.lines)

    @property
    def weight_g(self) -> int:
        """Weight of all goods in grams."""
        return sum(line.weight_g for line in self.goods)


def check_goods(goods: Sequence[GoodsLine]) -> Refusal | None:
    """Find the first thing about the goods that keeps an order from being priced.

    :param goods: the order's lines.
    :return: Refusal ``no_lines``, ``bad_quantity``, ``no_price``, ``no_weight``; None when all is well.
    """
    if not goods:
        return Refusal("no_lines")
    for line in goods:
        if line.qty <= 0:
            return Refusal("bad_quantity", {"line": line.label, "qty": line.qty})
        if line.unit_fen is None or line.unit_fen <= 0:
            return Refusal("no_price", {"line": line.label})
        if line.unit_weight_g <= 0:
            return Refusal("no_weight", {"line": line.label})
    return None


def _goods_line(line: GoodsLine) -> SettlementLine:
    formula = f"{yuan(line.unit_fen or 0)} × {line.qty}"
    return SettlementLine(GOODS, line.key, line.label, line.unit_fen or 0, 0, line.qty, formula, line.list_fen)


def _discount_line(line: GoodsLine) -> SettlementLine:
    formula = f"{line.label}: {yuan(line.list_fen)} - {yuan(line.off_fen)}"
    return SettlementLine(DISCOUNT, line.key, line.discount_label, line.list_fen, 0, line.qty, formula, -line.off_fen)


def _fee_line(fee: dict, base_fen: int) -> SettlementLine:
    rate_bp, base_fen = fee.get("rate_bp") or 0, fee.get("base_fen") or base_fen
    formula = f"{yuan(base_fen)} × {rate_bp / 100:.2f}%" if rate_bp else yuan(fee["fen"])
    found = SettlementLine(
        ADMIN, fee["code"], fee.get("label") or fee["code"], base_fen, rate_bp, 1, formula, fee["fen"], fee.get("rule_id") or 0, fee.get("trace"))
    bearer = fee.get("bearer") or "dealer"
    return found if bearer == "dealer" else replace(found, kind=BORNE, amount_fen=0, bearer=bearer, borne_fen=fee["fen"])


def _freight_line(freight: dict, weight_g: int) -> SettlementLine:
    parts = [f"{part['label']} {yuan(part['fen'])}" for part in freight.get("lines") or [] if part["fen"]]
    formula = "; ".join(freight.get("explanation") or ()) or f"{weight_g / 1000:g} kg: {' + '.join(parts) or yuan(freight['price_fen'])}"
    return SettlementLine(LOGISTICS, "logistics", freight.get("label") or "", freight["price_fen"], 0, 1, formula, freight["price_fen"])


def settle(goods: Sequence[GoodsLine], fees: Sequence[dict], freight: dict, borne: Sequence[dict] = ()) -> Settlement | Refusal:
    """Price an order from its goods, the fees that the rules ask and the freight that the tariff quotes.

    :param goods: the order's lines.
    :param fees: ``{"code", "fen", "rate_bp", "base_fen", "label", "rule_id", "trace"}`` each, what ``logistics.fee.rule`` gave for the event "order".
    :param freight: ``{"price_fen", "lines": [{"label", "fen"}], "label", "explanation": [str]}``, what the contract quoted for
        one parcel; the explanation is the formula where it is given.
    :param borne: fees that others bear, as ``fees`` with their ``bearer``: they are shown and cost the account nothing.
    :return: the Settlement, or a Refusal of :func:`check_goods` or ``negative_fee``.
    """
    refusal = check_goods(goods)
    if refusal:
        return refusal
    if freight["price_fen"] < 0 or any(fee["fen"] < 0 for fee in (*fees, *borne)) or any(line.discount_fen < 0 for line in goods):
        return Refusal("negative_fee")
    base_fen = sum(line.goods_fen for line in goods)
    lines = [_goods_line(line) for line in goods]
    lines += [_discount_line(line) for line in goods if line.off_fen]
    lines += [_fee_line(fee, base_fen) for fee in fees]
    lines.append(_freight_line(freight, sum(line.weight_g for line in goods)))
    lines += [_fee_line(fee, base_fen) for fee in borne]
    return Settlement(tuple(goods), tuple(lines))
