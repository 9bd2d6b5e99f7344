"""Names that carriers give to the columns of their bills, and columns that name persons."""
import re
from collections.abc import Sequence

from ..tariff.matching import guess

# Field -> headers met, best first. Of several dates and weights the shipping date and the billed weight are wanted.
FIELDS = {
    "tracking": ("运单号", "运单号码", "运单编号", "快递单号", "物流单号", "面单号", "单号", "waybill", "waybill number", "tracking number"),
    "date": ("寄件日期", "原费用发生日", "发货日期", "揽收日期", "收寄日期", "入网日期", "业务日期", "日期", "费用发生日", "ship date", "date"),
    "weight": (
        "计费重量", "结算重量", "新结算重量", "总部计费重量", "收费重量", "重量", "原始重量", "billed weight", "weight"),
    "destination": ("目的地", "对方地区", "到件地区", "收件地区", "目的城市", "destination"),
    "province": ("目的地/省", "目的省", "目的省份", "收件省", "省份", "省"),
    "city": ("目的地/市", "目的市", "收件市", "城市", "市"),
    "fee": ("费用类型", "增值费用", "费用名称", "费用项目", "收费项目", "fee type"),
    "amount": (
        "应付金额", "应收", "应付", "实付金额", "结算金额", "合计金额", "费用合计", "总费用", "总金额", "合计", "运费", "金额", "费用",
        "amount", "freight"),
    "gross": ("费用", "折前金额", "标准运费", "原价", "gross"),
    "discount": ("折扣/促销", "折扣", "优惠", "优惠金额", "discount"),
    "product": ("产品类型", "产品", "服务方式", "业务类型", "新运输方式", "product"),
}
# Columns that are a fee of their own beside the amount, which contains them.
FEE_COLUMNS = {
    "upstairs": ("上楼费",), "remote": ("特殊区域加收费", "偏远费", "偏远附加费"), "adjustment": ("网点协商调账", "调账"),
    "forwarding": ("转件费",), "insured": ("保价费", "保费"), "packaging": ("包装费",), "oversize": ("超长超重费", "超长费"),
    "fuel": ("燃油附加费",),
}
NEEDED = ("tracking", "amount")
_PERSONAL = re.compile(
    r"姓名|电话|手机|联系|地址|经手人|身份证|(?:发|寄|收|签收)件?人|(?:公司|客户|店铺)(?:名称|编码)?$|发放客户|phone|address|recipient|sender|consignee", re.I)


def is_personal(header) -> bool:
    """:param header: a cell of the header row. :return: whether its column names persons or how to reach them."""
    return bool(_PERSONAL.search(str(header or "").strip()))


def guess_columns(headers: Sequence) -> tuple[dict, dict]:
    """Propose what the columns are by the names known.

    :param headers: cells of a row. :return: (field -> column, column -> fee code).
    """
    found = guess(headers, FIELDS)
    if "gross" in found and "discount" not in found:
        found.pop("gross")
    fees = {column: code for code, column in guess(headers, FEE_COLUMNS).items() if column not in found.values()}
    return found, fees
