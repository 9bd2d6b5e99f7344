"""Price sheets of four carriers. Example figures, not the carriers' real prices; Sichuan as in the story's journeys."""
from tools.story.content.book import Sheet

ZONES = (
    ("一区", ("浙江", "上海", "江苏", "安徽"), "1-2天"),
    ("二区", ("北京", "天津", "河北", "山东", "福建", "江西", "湖北", "湖南", "河南", "广东"), "2-3天"),
    ("三区", ("四川", "重庆", "陕西", "贵州", "云南", "广西", "海南", "山西", "辽宁", "吉林", "黑龙江"), "3-4天"),
    ("四区", ("甘肃", "宁夏", "青海", "内蒙古"), "4-5天"),
    ("五区", ("新疆", "西藏"), "5-8天"),
    ("六区", ("香港", "澳门", "台湾"), "5-8天"),
)
FIRST_CONTINUE = ("承运商", "区域", "目的省份", "首重(kg)", "首重价格(元)", "续重单位(kg)", "续重价格(元)", "参考时效", "备注")
FLAT = ("承运商", "产品", "目的省", "起始重量kg", "截止重量kg", "基础价", "续重单位kg", "续重单价", "扣减重量kg", "时效最短天", "时效最长天",
        "生效日期", "币种")
STARTS = "2026-01-01"

# Carrier: first weight, step, and per zone (price of the first weight, price of a step).
SF = (1.0, 0.5, ((14.0, 2.0), (18.0, 3.0), (22.0, 5.0), (24.0, 6.0), (28.0, 10.0), (35.0, 12.0)))
EMS = (0.5, 0.5, ((12.0, 4.0), (16.0, 6.0), (20.0, 9.0), (22.0, 10.0), (26.0, 13.0), (60.0, 20.0)))
STO = (1.0, 1.0, ((6.0, 3.0), (8.0, 5.0), (10.0, 8.0), (13.0, 10.0), (20.0, 16.0), (40.0, 25.0)))
YTO = (1.0, 1.0, ((6.0, 3.0), (8.0, 4.5), (10.0, 7.0), (13.0, 9.0), (19.0, 15.0), (40.0, 24.0)))


def first_continue(code, price, title, notes=()):
    """One row a zone, its provinces joined in one cell: how carriers usually send their offers."""
    first_kg, step_kg, zones = price
    rows = tuple(
        (code, name, "、".join(places), first_kg, first, step_kg, rate, days, None)
        for (name, places, days), (first, rate) in zip(ZONES, zones, strict=True))
    return Sheet("报价", FIRST_CONTINUE, rows, title, notes, (10, 8, 60, 10, 14, 14, 14, 12, 16))


def flat(code, price):
    """Two rows a province, up to the first weight and above it: our own template."""
    first_kg, step_kg, zones = price
    rows = []
    for (_name, places, days), (first, rate) in zip(ZONES, zones, strict=True):
        fastest, slowest = (float(part) for part in days.removesuffix("天").split("-"))
        for place in places:
            rows.append((code, "标准快递", place, 0.0, first_kg, first, None, None, None, fastest, slowest, STARTS, "CNY"))
            rows.append((code, "标准快递", place, first_kg, None, first, step_kg, rate, first_kg, fastest, slowest, STARTS, "CNY"))
    return Sheet("价目", FLAT, tuple(rows), widths=(10, 12, 12, 12, 12, 10, 12, 10, 12, 12, 12, 12, 8))


SF_SHEET = flat("SF", SF)
EMS_SHEET = first_continue("EMS", EMS, "EMS 标准快递 合同报价，2026年1月1日起执行", ("注：示例数据，价格含税，不含保价费。",))
STO_SHEET = first_continue("STO", STO, "申通快递 合同报价，2026年1月1日起执行", ("注：示例数据，价格含税。", "注：不足一公斤按一公斤计。"))
YTO_SHEET = flat("YTO", YTO)
