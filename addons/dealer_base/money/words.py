"""Amounts in the capital characters that Chinese receipts carry beside the figures, since nobody turns them into others."""
from .convert import AmountError

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
MOST_FEN = 10 ** 14  # a million million yuan


def capitals(amount_fen: int) -> str:
    """Write an amount as banks and tax offices want it: ``100_506`` -> ``壹仟零伍元零陆分``.

    :param amount_fen: fen, any sign, below a million million yuan.
    :return: text; 整 ends an amount without fen.
    :raises AmountError: for an amount that has no such text.
    """
    if abs(amount_fen) >= MOST_FEN:
        raise AmountError(f"{amount_fen} fen are too much to be written out")
    whole, rest = divmod(abs(amount_fen), 100)
    tenths, hundredths = divmod(rest, 10)
    text = _whole(whole) + "元" if whole or not rest else ""
    text += DIGITS[tenths] + "角" if tenths else "零" if whole and hundredths else ""
    text += DIGITS[hundredths] + "分" if hundredths else "整"
    return ("负" if amount_fen < 0 else "") + text


def _whole(number: int) -> str:
    text, gap, figures = "", False, str(number)
    if not number:
        return DIGITS[0]
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure == "0":
            gap = True
        else:
            text += (DIGITS[0] if gap else "") + DIGITS[int(figure)] + PLACES[place % 4]
            gap = False
        if place % 4 == 0 and number // 10 ** place % 10_000:
            text += GROUPS[place // 4]
    return text
