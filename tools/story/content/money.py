"""The bank's list of money that came in."""
from datetime import date

from tools.story.content.book import Sheet

HEADER = ("交易日期", "流水号", "收入金额", "对方户名", "附言")
DAY = date(2026, 11, 20)
ROWS = (
    (DAY, "202611200001", 5000.0, "张伟", "西部销售公司 张伟"),
    (DAY, "202611200002", 5000.0, "李娜", "东部销售公司 李娜"),
    (DAY, "202611200003", 1200.0, "孙浩", "货款"),
    (DAY, "202611200004", 6000.0, "余洋", "东部销售公司 余洋"),
    (DAY, "202611200005", 1500.0, "余洋", "补货款"),
    (DAY, "202611200006", 860.0, "匿名", "往来款"),
)
REMITTANCES = Sheet("银行流水", HEADER, ROWS, "示例银行 对公账户 收入明细", widths=(12, 18, 12, 12, 28))
