"""How much a workbook may cost before it is refused."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one reading; every one of them has a refusal code and a sentence.

    :param file_bytes: size of the uploaded file.
    :param expanded_bytes: sum of the unpacked sizes of all parts of an .xlsx.
    :param part_bytes: unpacked size of the shared texts or the styles, which are kept in memory.
    :param ratio: unpacked size over packed size of one part, looked at above ``ratio_from_bytes``.
    :param parts: entries of the zip archive.
    :param rows: rows with a value below the header.
    :param blank_rows: empty rows in a stretch after which the sheet counts as ended.
    :param columns: cells right of this column are not read.
    :param cells_per_row: cells a row may declare at all; Excel itself stops at 16,384.
    :param cell_chars: characters of one cell (Excel stops at 32,767).
    :param header_rows: rows at the top in which the header is searched.
    :param seconds: wall time of one reading.
    """

    file_bytes: int = 20_000_000
    expanded_bytes: int = 200_000_000
    part_bytes: int = 40_000_000
    ratio: int = 200
    ratio_from_bytes: int = 1_000_000
    parts: int = 2_000
    rows: int = 100_000
    blank_rows: int = 1_000
    columns: int = 60
    cells_per_row: int = 16_384
    cell_chars: int = 4_000
    header_rows: int = 20
    seconds: float = 120.0


DEFAULT_LIMITS = Limits()
