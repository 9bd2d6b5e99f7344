"""Which tariff layout a file is in, by the columns its header names."""
from odoo.addons.dealer_base.sheet import DEFAULT_LIMITS, SheetRefused, best_score, get_layout, layout_codes, open_book

PREFIX = "tariff_"


def recognise(content, chosen=""):
    """Find the layout whose columns the header names most of.

    :param content: bytes of the workbook.
    :param chosen: code of the layout a person chose; it stays when no other fits better.
    :return: code of the layout, ``chosen`` when the file can't be read or fits none.
    """
    try:
        book = open_book(content)
        scores = {code: best_score(book, get_layout(code), DEFAULT_LIMITS) for code in layout_codes() if code.startswith(PREFIX)}
    except SheetRefused:
        return chosen
    best = max(scores, key=lambda code: (scores[code], code == chosen))
    return best if scores[best] else chosen
