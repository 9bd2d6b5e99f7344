"""What is compared and what comes out."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ..parcel import Parcel
from ..zones import chain_of


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel we handed over. :ivar expected: fee code -> fen, from the stored quote at cost. :ivar tracking: as printed.
    :ivar returns, children: further numbers of the same parcel. :ivar options: what its quote was given."""

    id: object
    tracking: str
    carrier: str
    chain: tuple
    weight_g: int
    on_date: date
    expected: Mapping
    dims_mm: tuple | None = None
    goods_mm3: int = 0
    options: Mapping = field(default_factory=dict)
    returns: tuple = ()
    children: tuple = ()

    def parcel(self, weight_g: int | None = None) -> tuple:
        """:param weight_g: another weight, e.g. the carrier's billed one; volume then plays no part. :return: (Parcel,)."""
        return (Parcel(self.weight_g, self.dims_mm, goods_mm3=self.goods_mm3) if weight_g is None else Parcel(weight_g),)


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of the carrier's file. :ivar tracking: the cell as it stands. :ivar weight_g: billed weight or None."""

    row: int
    tracking: object
    fen: int
    fee: str = "freight"
    weight_g: int | None = None
    on_date: date | None = None


@dataclass(frozen=True, slots=True)
class MatchRules:
    """How to compare.

    :ivar tol_fen: differences up to this are none. :ivar alt_codes: divisions whose prices are tried to explain a line,
        None = one of each other zone. :ivar bundles: billed fee -> codes of our lines it stands for, e.g. freight with peak.
    :ivar tax_ppm: tax that may be missing in the bill, 0 = not tried. :ivar until: parcels sent later may be billed next
        time; None = all should be on the bill.
    """

    tol_fen: int = 0
    alt_codes: tuple | None = None
    bundles: Mapping = field(default_factory=dict)
    tax_ppm: int = 0
    until: date | None = None

    def codes(self, fee: str) -> tuple:
        """:return: codes of our quote lines that a billed fee stands for."""
        return self.bundles.get(fee, (fee,))

    def chains(self) -> tuple | None:
        """:return: chains of the divisions to try, None = of each zone."""
        return None if self.alt_codes is None else tuple(chain_of(code) for code in self.alt_codes)


class Verdict(NamedTuple):
    """Result of a line. :ivar diff_fen: billed less expected, None where nothing can be compared.
    :ivar sent: id of the parcel or None. :ivar evidence: pairs for the sentence."""

    row: int
    result: str
    diff_fen: int | None = None
    sent: object = None
    evidence: tuple = ()

    @property
    def direction(self) -> str:
        """Which way a line differs: ``over`` when we were billed too much, ``under``, or ``""``."""
        return "" if not self.diff_fen else "over" if self.diff_fen > 0 else "under"


class Report(NamedTuple):
    """A whole bill. :ivar not_billed: ids of parcels without a freight line. :ivar missing_fees: ((id, fee, fen), ...)
    expected beside a billed freight. :ivar total_fen: sum of all lines, to be compared with the total the bill states."""

    verdicts: tuple
    not_billed: tuple
    missing_fees: tuple
    over_fen: int
    under_fen: int
    total_fen: int

    def by_result(self) -> dict:
        """:return: result -> (lines, sum of the differences)."""
        out: dict = {}
        for verdict in self.verdicts:
            count, diff = out.get(verdict.result, (0, 0))
            out[verdict.result] = (count + 1, diff + (verdict.diff_fen or 0))
        return out
