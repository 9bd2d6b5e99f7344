"""Layout F, remote areas: one row per area with its surcharge, or with the word that nothing is delivered there."""
from dataclasses import dataclass

from odoo.addons.dealer_base.sheet import Column, Layout, find_doubles, register_layout

from .row import Place, is_remark, is_total, unknown_header

COLUMNS = (
    Column("carrier", "承运商", "code", aliases=("快递公司", "物流公司"), example="SF"),
    Column("province", "省", aliases=("目的省", "省份"), required=True, example="四川省", from_above=""),
    Column("city", "市", aliases=("目的市", "城市"), example="甘孜藏族自治州", from_above="province"),
    Column("district", "区县", aliases=("目的区县", "县", "区"), example="石渠县", from_above="city"),
    Column("town", "乡镇", aliases=("街道", "镇"), example=""),
    Column("fee", "附加费(元/票)", "money", aliases=("附加费", "偏远附加费", "加收(元/票)"), default=0, example="12.00"),
    Column("served", "是否派送", "boolean", aliases=("派送", "是否到达"), default=True, example="是"),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A remote area. :ivar place: its names. :ivar place_column: where they stand."""

    place: Place
    place_column: str = "province"


@dataclass(frozen=True, slots=True)
class RemoteRow:
    """:ivar prices: the area, for the look-up of divisions. :ivar fee_fen: per shipment, 0 = none. :ivar served: whether it is delivered."""

    carrier: str
    prices: tuple
    fee_fen: int
    served: bool


def parse_row(row):
    place = Place(row.get("province"), row.get("city") or "", row.get("district") or "")
    if row.get("town"):
        # Addresses are known down to the district: a price for one town of it is for a person, the other rows go on.
        return row.error("town", "town_unknown", warning=True)
    if row.get("served") and not row.get("fee"):
        return row.error("fee", "zero_price")
    return RemoteRow(row.get("carrier") or "", (Area(place),), row.get("fee"), row.get("served"))


def skip_row(values):
    """Sums and notes below the table."""
    return is_total(values) or is_remark(values, "province")


def check_rows(rows):
    """An area stands once."""
    return find_doubles(rows, lambda row: (row.record.carrier, row.record.prices[0].place), "province")


LAYOUT = register_layout(Layout(
    code="tariff_remote", columns=COLUMNS, parse_row=parse_row, check_rows=check_rows, skip_row=skip_row, unknown=unknown_header,
    sheet_name="偏远"))
