"""What carriers call a fee -> its code in our tariffs."""
from ..tariff.matching.layout import normal

WORDS = {
    "freight": ("", "运费", "快递费", "基础运费", "寄付", "标准运费", "freight"),
    "insured": ("保价", "保价费", "保费", "特安", "易碎保", "insurance"),
    "packaging": ("包装服务", "包装费", "包装"), "cod": ("代收货款", "代收手续费", "cod"), "upstairs": ("上楼费", "大件入户", "送货上楼"),
    "resource": ("资源调节费", "旺季附加费", "高峰附加费", "春节服务费"), "fuel": ("燃油附加费", "燃油费"),
    "remote": ("偏远附加费", "偏远费", "特殊区域加收费", "超区费"), "oversize": ("超长超重", "超长超重费", "超长费", "超重费"),
    "return": ("转寄退回", "异地退回", "退回费", "退件费", "退件"), "forwarding": ("转寄", "转件", "转件费", "改址费", "更改地址"),
    "claim": ("理赔", "赔付", "赔款", "claim"), "rebate": ("返利", "返款", "折让", "rebate"), "adjustment": ("调账", "网点协商调账", "调整"),
}
_CODES = {normal(word): code for code, words in WORDS.items() for word in words}


def fee_of(text, own=None) -> str:
    """:param text: what the bill calls the fee; empty = freight. :param own: words of this carrier, normal form -> code.
    :return: its code; an unknown word is its own code."""
    word = normal(text)
    return (own or {}).get(word) or _CODES.get(word) or str(text).strip()[:60]
