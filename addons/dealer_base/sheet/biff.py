"""Which rows of an old .xls sheet are hidden: xlrd reads that only together with all formats, which costs several times the memory."""
import struct

_BEGIN, _END, _ROW = frozenset((0x0009, 0x0209, 0x0409, 0x0809)), 0x000A, 0x0208
_HIDDEN = 0x20


def hidden_rows(stream, position) -> frozenset:
    """Go through the records of a sheet.

    :param stream: bytes of the workbook stream. :param position: where the records of the sheet go on behind its first one.
    :return: indexes of its hidden rows, from 0; what stands in charts within the sheet is left out. A stream that ends early gives what was found.
    """
    found, depth, end = set(), 1, len(stream)
    while position + 4 <= end:
        code, size = struct.unpack_from("<HH", stream, position)
        if code in _BEGIN:
            depth += 1
        elif code == _END:
            depth -= 1
            if not depth:
                break
        elif code == _ROW and depth == 1 and size >= 16 and position + 20 <= end:
            row, flags = struct.unpack_from("<H10xH", stream, position + 4)
            if flags & _HIDDEN:
                found.add(row)
        position += 4 + size
    return frozenset(found)
