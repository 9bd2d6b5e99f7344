"""Likeness of two slip pictures: what is left of a picture after another size, format or quality. Pixels come in as numbers."""
from collections.abc import Sequence

GRID = 24
STEP = 8  # grey levels between two neighbours that count as an edge: noise of a compressed flat area stays below it
ENOUGH = 24  # edges a picture needs before anything can be said about it
DIGITS = GRID * GRID * 2 // 4


def fingerprint(rows: Sequence[Sequence[int]]) -> str:
    """Describe a picture by its edges from left to right.

    :param rows: GRID rows of GRID + 1 grey values, 0 to 255.
    :return: hexadecimal text, ``""`` for a picture with too few edges (an empty page resembles every other).
    :raises ValueError: if the grid has another size.
    """
    if len(rows) != GRID or any(len(row) != GRID + 1 for row in rows):
        raise ValueError(f"a fingerprint takes {GRID} rows of {GRID + 1} grey values")
    bits = 0
    for row in rows:
        for left, right in zip(row, row[1:], strict=False):
            bits = bits << 2 | (left - right > STEP) << 1 | (right - left > STEP)
    return f"{bits:0{DIGITS}x}" if bits.bit_count() >= ENOUGH else ""


def difference(one: str, other: str) -> int:
    """Tell how far two pictures are apart.

    :param one: fingerprint.
    :param other: fingerprint.
    :return: edges that only one of them has, per mille of the edges that either has: 0 is the same picture, 1000 has nothing in
        common; 1000 too where one of the fingerprints is empty.
    """
    if not one or not other:
        return 1000
    first, second = int(one, 16), int(other, 16)
    return (first ^ second).bit_count() * 1000 // (first | second).bit_count()
