"""What one row of a tariff sheet says, whatever its layout, and the cell type of a price per step."""
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.sheet import CellError, Column, parse_cell, register_cell_type

from ..tariff import UnitError, micro
from ..tariff.units import MICRO_PER_FEN

# A destination that is every region without a price of its own.
EVERYWHERE = frozenset(("其他", "其它", "其余", "全国", "全部", "其他地区", "其它地区", "其余地区"))
# Above this for a parcel of up to 1 kg the sheet is probably in another unit (grams, fen).
IMPLAUSIBLE_FEN = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Three names of a destination; ``everywhere`` means all regions that have no price of their own."""

    province: str = ""
    city: str = ""
    district: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class TariffRow:
    """:ivar zone: name of the zone in the sheet, or "". :ivar bands: bands of the core; none = not delivered. :ivar place_column: where names stand."""

    carrier: str
    places: tuple
    bands: tuple
    place_column: str
    price_column: str
    zone: str = ""
    transit_days: tuple | None = None
    divisor: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    currency: str = ""


def parse_unit_price(value, column):
    """A price per step in yuan -> millionths of a yuan, up to six decimals; money that is finer than a fen exists here.

    :raises CellError: as type money, and ``too_fine``.
    """
    probe = Column(column.name, column.header, "money")
    try:
        return parse_cell(value, probe) * MICRO_PER_FEN
    except CellError as error:
        if error.code != "fraction_of_fen":
            raise
    number = parse_cell(value, Column(column.name, column.header, "decimal"))
    try:
        return micro(number)
    except UnitError as error:
        raise CellError("too_fine") from error


register_cell_type("unit_price", parse_unit_price)
