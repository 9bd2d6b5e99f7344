"""Bring a pasted text into one form, and take telephone numbers and labels out of it."""
import re
import unicodedata
from collections.abc import Container

from .traditional import TABLE

MAX_LENGTH = 500
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:\(?\+?86\)?[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,5})?|400[- ]?\d{3}[- ]?\d{4})(?!\d)"
)
_LABELS = re.compile(
    r"(?:收货|收件|寄件|联系|详细|所在|家庭|公司|邮寄|送货|配送|街道)*"
    r"(?:地址|地区|联系人|收货人|收件人|寄件人|姓名|电话|手机号码?|手机|号码|邮编|邮政编码)[ ]*[:=]|"
    r"(?:收货|收件|联系|详细|所在|邮寄|送货|配送)(?:地址|地区|人|电话)"
)
_POSTCODE = re.compile(r"(?<![0-9A-Za-z-])\d{6}(?![0-9A-Za-z-号栋幢室弄楼])")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"[\t\r\n\f\v \u3000|,;，；、/。]+")
# 广 东 省 深 圳 市: a text that was set with spaces between all its characters.
_SET_WIDE = re.compile(r"(?<![^ \n])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){4,}(?![^ \n])")
# Nanshan District, beside the Chinese name.
_LATIN = re.compile(r"\b[A-Za-z']+(?:[ -][A-Za-z']+)?[ ]+(?:Province|City|Municipality|District|County)\b")
_GAPS = re.compile(r"[ \n]+")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:先生|女士|小姐|老师|经理)?$")
_NOT_PERSON = re.compile(r"[号室楼层栋幢店路街村镇乡园区城院场厦里弄组巷厅司站校部口桥市省区县州国]$|^(?:有限|公司|仓库|前台|门卫|中国|请|不要|周末|工作日)")
EDGES = " ,;:.-_/|()[]<>\"'、。·~*#"


def tidy(text: str) -> tuple:
    """Normalise a text.

    :return: (text, first telephone number or ``""``): NFKC, simplified where names need it, one space for whatever
        separates, ``\\n`` in place of telephone numbers.
    """
    text = text[:MAX_LENGTH]
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).translate(TABLE)
    text = _SPACES.sub(" ", text)
    phones = []
    if _DIGIT.search(text):
        text = _PHONE.sub(lambda found: phones.append(re.sub(r"[^\d-]", "", found[1])) or "\n", text)
        text = _POSTCODE.sub(" ", text)
    if "District" in text or "Province" in text or "City" in text or "County" in text:
        text = _LATIN.sub(" ", text)
    text = _SET_WIDE.sub(lambda found: found[0].replace(" ", ""), text)
    if ":" in text or "地" in text or "收" in text:
        text = _LABELS.sub(" ", text)
    phone = phones[0] if phones else ""
    if phone.startswith("1"):
        phone = phone.replace("-", "")
    return text, phone


def contact_of(before: str, after: str, names: Container) -> tuple:
    """Find the person in the text around an address.

    :param names: the names of divisions: none of them behind an address is a person.
    :return: (person or ``""``, what is left of ``after``).
    """
    for part in () if not before else _GAPS.split(before):
        part = part.strip(EDGES)
        if _PERSON.match(part) and not _NOT_PERSON.search(part):
            return part, after
    parts = _GAPS.split(after.strip(EDGES + "\n")) if _GAPS.search(after) else ()
    last = parts[-1].strip(EDGES) if len(parts) > 1 else ""
    if last and _PERSON.match(last) and not _NOT_PERSON.search(last) and last not in names:
        return last, after[:after.rindex(last)]
    return "", after
