"""Waybill numbers as carriers' files write them, brought to one spelling or refused; a wrong number is worse than none."""
import re
import unicodedata

# A spreadsheet keeps fifteen digits of a number; a longer one has lost its end.
EXACT_BELOW = 10**15
SHORTEST, LONGEST = 6, 40
# Two texts of this length with a space between are two numbers, not one in groups.
WHOLE = 10
# Usual forms of known carriers (carrier code -> regular expression, example); offered, never imposed: a wrong form stops shipping.
USUAL_FORMS = {
    "SF": ("SF[0-9]{12,13}|[0-9]{12}", "SF1234567890123"), "EMS": ("[A-Z0-9]{13}", "1234567890123"), "STO": ("77[0-9]{11,13}", "773123456789012"),
    "YTO": ("YT[0-9]{13}", "YT1234567890123"),
}
_NUMBER = re.compile(r"(\d+)\.0+")
_TRACKING = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


def tracking_of(value) -> str | None:
    """Read a waybill number.

    :param value: text or int; a number with a point is given as text (``"4310000000008.0"``).
    :return: the number without spaces, in capitals, or None when it cannot be trusted: scientific notation, more digits than
        a spreadsheet keeps, two numbers in one cell, other characters.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if 0 < value < EXACT_BELOW and len(str(value)) >= SHORTEST else None
    text = unicodedata.normalize("NFKC", str(value)).strip().lstrip("'").upper()
    if sum(len(part) >= WHOLE for part in text.split()) > 1:
        return None
    text = re.sub(r"[\s\u200b\u200c\u200d\ufeff]+", "", text)
    whole = _NUMBER.fullmatch(text)
    if whole:
        text = whole[1]
        if int(text) >= EXACT_BELOW:
            return None
    if not SHORTEST <= len(text) <= LONGEST or not _TRACKING.fullmatch(text) or not any(c.isdigit() for c in text):
        return None
    return text
