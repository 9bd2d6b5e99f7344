"""Code 128 without any picture library: text -> widths of bars and spaces."""

# Bars and spaces of the symbols 0 to 106, widths in modules, beginning with a bar (ISO/IEC 15417).
WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 "
    "223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 "
    "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 "
    "311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 "
    "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
).split()
START_B, START_C, TO_C, TO_B, STOP = 104, 105, 99, 100, 106
LONG_RUN = 4  # so many digits are worth the change to pairs


def values(text):
    """Give the symbols of a text, with start, check symbol and stop.

    :param text: printable ASCII, at least one character.
    :return: list of int.
    :raises ValueError: for anything else.
    """
    if not text or any(not " " <= char <= "~" for char in text):
        raise ValueError("Code 128 of a waybill holds printable ASCII")
    out, position, pairs = [], 0, None
    while position < len(text):
        run = _digits(text, position)
        wants_pairs = run >= 2 if pairs else run >= LONG_RUN and run % 2 == 0
        if wants_pairs != pairs:
            out.append((START_C if wants_pairs else START_B) if pairs is None else TO_C if wants_pairs else TO_B)
            pairs = wants_pairs
        if pairs:
            out.append(int(text[position:position + 2]))
            position += 2
        else:
            out.append(ord(text[position]) - 32)
            position += 1
    check = (out[0] + sum(place * value for place, value in enumerate(out[1:], 1))) % 103
    return [*out, check, STOP]


def _digits(text, position):
    end = position
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - position


def bars(text):
    """Give the bars of a text.

    :param text: see :func:`values`.
    :return: (list of (begin, width) of the black bars, width of all), in modules; without the white margin.
    """
    found, at = [], 0
    for value in values(text):
        for number, width in enumerate(map(int, WIDTHS[value])):
            if number % 2 == 0:
                found.append((at, width))
            at += width
    return found, at
