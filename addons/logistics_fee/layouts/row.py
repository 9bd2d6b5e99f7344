"""What one row of a tariff sheet says, whatever its layout, and the cell types of prices."""
import re
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.sheet import CellError, Column, clean, parse_cell, register_cell_type

from ..tariff import Band, UnitError, WordPrice, micro, read_words
from ..tariff.headers import is_weighty
from ..tariff.units import MICRO_PER_FEN

# A destination that is every region without a price of its own.
EVERYWHERE = frozenset(("全国", "全部", *(a + b for a in ("其他", "其它", "其余") for b in ("", "地区", "省份", "省市", "省", "区域"))))
# Names carriers give to several provinces together.
GROUPS = {
    "江浙沪": ("江苏", "浙江", "上海"), "江浙沪皖": ("江苏", "浙江", "上海", "安徽"), "京津": ("北京", "天津"), "京津冀": ("北京", "天津", "河北"),
    "东三省": ("辽宁", "吉林", "黑龙江"), "东北三省": ("辽宁", "吉林", "黑龙江"), "港澳台": ("香港", "澳门", "台湾"), "云贵川": ("云南", "贵州", "四川"),
    "川渝": ("四川", "重庆"), "两广": ("广东", "广西"), "两湖": ("湖北", "湖南"),
}
# Words of a cell or remark that mean the carrier does not go there; such a place has no price.
NOT_SERVED = re.compile(r"不派送|不送|不到达|不配送|停发|不通|不可达|禁发|不发货?")
# Above this for a parcel of up to 1 kg the sheet is probably in another unit (grams, fen).
IMPLAUSIBLE_FEN = 10_000
_TOTAL = re.compile(r"(?:本页|本表)?(?:合计|总计|小计|共计|汇总|平均(?:值|价)?)[::]?")
_REMARK = re.compile(r"(?:备注|说明|注|※|\*|\d+[、.．)）])|.*[=:：。;；!！]")
_PRICE_HEADER = re.compile(r"费|价|折|元|优惠|加收|补贴")
# Who pays, and what a sheet says of itself: a word in it, but no amount. What a price is for (计费方式, 价格单位) is not among them.
_WORDS_ONLY = re.compile(
    r"(?:付费|缴费|交费)(?:方式|方|人|周期)|(?:价格|报价|费用|收费|资费|运费)(?:说明|备注|日期|时间|有效期|单号|编号|版本|人|联系人)")
_SEPARATORS = re.compile(r"[、,;/|\s]+")
_DAYS = re.compile(r"(?:(\d+)\s*[-~至到]\s*)?(\d+)\s*(?:[天日]|$)")
_NUMBER = re.compile(r"[￥¥]?\s*\d[\d,]*(?:\.\d+)?\s*元?")
_PRICE_WORDS = re.compile(r"\d.*(?:元|kg|公斤|首重)|首重", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """Three names of a destination; ``everywhere`` means all regions that have no price of their own."""

    province: str = ""
    city: str = ""
    district: str = ""
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Priced:
    """A destination with its price.

    :ivar place: the names. :ivar bands: bands of the core; none = not delivered. :ivar place_column: where the names stand.
    :ivar price_column: where the price stands. :ivar excluded: priced by the default zone, whatever is said of the region around it.
    """

    place: Place
    bands: tuple
    place_column: str
    price_column: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class TariffRow:
    """One row.

    :ivar prices: tuple of Priced. :ivar zone: name of the zone in the sheet, or "". :ivar worded: (column, WordPrice) pairs that a
        person must confirm. :ivar remark: column whose text says something about prices that nobody reads, or "". :ivar origin: where the
        goods leave, or "" where the sheet does not say. :ivar service: the carrier's product, likewise.
    """

    carrier: str
    prices: tuple
    zone: str = ""
    transit_days: tuple | None = None
    divisor: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    currency: str = ""
    per: str = "g"
    worded: tuple = ()
    remark: str = ""
    origin: str = ""
    service: str = ""


def bare_origin(text) -> str:
    """:param text: where goods leave, as a sheet or a person writes it. :return: its names without 省, 市 and spaces, for comparing."""
    return re.sub(r"[省市\s]", "", text or "")


def bare_name(text) -> str:
    """:param text: a name as a sheet or a person writes it. :return: the same without spaces and brackets, in one case, for comparing."""
    return re.sub(r"[\s()\[\]（）【】]", "", text or "").casefold()


def transit(text):
    """:param text: words such as 2-3天, 3-4 or 次日-2天. :return: (first, last) days as the words put them, or None."""
    words = str(text or "").strip()
    match = _DAYS.search(words)
    if not match:
        return None
    last = int(match[2])
    first = 1 if "次日" in words or "隔日" in words else int(match[1] or last)
    return (first, last)


def days_problems(row):
    """:param row: a SheetRow with days in words. :return: list with the finding that the longest time is the shorter one, or nothing."""
    days = transit(row.get("days"))
    return [row.error("days", "days_reversed")] if days and days[0] > days[1] else []


def has_price(values, price_columns):
    """Whether a raw row holds a number where prices stand: then it is no remark, even if nobody says what it is the price of.

    :param values: raw cells by column name. :param price_columns: ``price_columns(name)`` -> True for columns of prices.
    """
    return any(
        price_columns(name) and not isinstance(value, bool) and (
            isinstance(value, int | float) or isinstance(value, str) and bool(_NUMBER.fullmatch(clean(value))))
        for name, value in values.items())


def is_total(values):
    """Whether the first text of a raw row says that it is a sum: then it is no price."""
    texts = (clean(value).replace(" ", "") for value in values.values() if isinstance(value, str) and clean(value))
    return bool(_TOTAL.fullmatch(next(texts, "")))


def is_remark(values, name):
    """Whether a raw row holds nothing but a sentence in one column: a note below the table, no destination without prices."""
    filled = [key for key, value in values.items() if value is not None]
    return filled == [name] and bool(_REMARK.match(clean(str(values[name]))))


def unknown_header(text):
    """What becomes of a header nobody knows: one that speaks of money or weight stops the import, any other is told."""
    name = clean(text)
    return "error" if is_weighty(text) or _PRICE_HEADER.search(name) and not _WORDS_ONLY.fullmatch(name.replace(" ", "")) else "warn"


def split_places(text, separators=_SEPARATORS):
    """:param text: cleaned text with one or more destinations; 江浙沪 and the like are several.

    :param separators: pattern of what stands between two destinations. :return: tuple of Place.
    """
    names = [part for name in separators.split(text) if name for part in GROUPS.get(name, (name,))]
    return tuple(Place(name, everywhere=name in EVERYWHERE) for name in names)


def needs_person(text) -> bool:
    """Whether a remark speaks of money or of regions that get nothing, which no column holds."""
    return bool(text) and bool(re.search(r"元|加收|另加|费|折|%", text) or NOT_SERVED.search(text))


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


def parse_price_or_words(value, column):
    """A price, or a sentence that says one.

    :return: millionths of a yuan, a :class:`WordPrice` (to be confirmed), or ``NOT_SERVED`` for 不派送.
    :raises CellError: as type money, and ``unread_words`` naming the part nobody can read.
    """
    try:
        return parse_unit_price(value, column)
    except CellError as error:
        if error.code not in ("not_a_number", "ambiguous_number") or not isinstance(value, str):
            raise
        if NOT_SERVED.search(value):
            return NOT_SERVED
        if not _PRICE_WORDS.search(value):
            raise
    found = read_words(value)
    if not isinstance(found, WordPrice):
        raise CellError("unread_words", rest=found.rest)
    ladders = (found.bands, *(named.bands for named in found.exceptions))
    if any(band.base_micro % MICRO_PER_FEN for bands in ladders for band in bands):
        raise CellError("fraction_of_fen")
    return found


def step_band(lower, upper, base, rate, step=1_000, over=None):
    """A band whose steps are counted from its start unless said otherwise; without a rate it is a fixed price.

    :param base, rate: millionths of a yuan. :return: Band.
    """
    return Band(lower, upper, base, lower if over is None else over, step, rate) if rate else Band(lower, upper, base)


register_cell_type("unit_price", parse_unit_price)
register_cell_type("price_or_words", parse_price_or_words)
