"""Read the values of an .xlsx as a stream: one row in memory, no tree, no entity, standard library only.

A part is parsed by expat while it is unpacked, so a hostile file costs what one row may cost; why not openpyxl or
calamine is in docs/adr/0005-sheet-reader.md.
"""
import posixpath
import re
from datetime import datetime, timedelta
from xml.parsers import expat

from .book import Book, Fault, RawRow, Sheet
from .errors import SheetRefused
from .guard import chunks, open_archive

_REF = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_FORMAT = re.compile(r"\"[^\"]*\"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.I)
_MAX_DEPTH = 64
_MAX_TOKEN = 1_000_000
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}


def parse_part(archive, name, start, end, text):
    """Feed one part through expat.

    :param start: called with (local tag, attributes); ``end`` with (local tag); ``text`` with (characters).
    :raises SheetRefused: damaged_file, unsafe_xml.
    """
    def refuse(*_args):
        raise SheetRefused("unsafe_xml", part=name)

    depth = fed = 0

    def enter(tag, attrs):
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            refuse()
        start(tag.rpartition(":")[2], attrs)

    def leave(tag):
        nonlocal depth
        depth -= 1
        end(tag.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = enter, leave, text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks(archive, name):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _MAX_TOKEN:
                refuse()
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SheetRefused("damaged_file") from error
    yield


def _ignore(*_args):
    return None


def _drain(generator, clock):
    for _ in generator:
        clock.check()


def _attribute(attrs, local):
    for name, value in attrs.items():
        if name.rpartition(":")[2] == local:
            return value
    return ""


def open_xlsx(content: bytes, limits, clock) -> Book:
    """Open an .xlsx: sheet names and states at once, rows when asked for.

    :raises SheetRefused: see :mod:`.guard` and :func:`parse_part`.
    """
    archive = open_archive(content, limits)
    names = {info.filename.lower(): info for info in archive.infolist()}
    workbook = _main_part(archive, names, clock)
    folder = posixpath.dirname(workbook)
    targets = _relations(archive, names, workbook, clock)
    entries, is_1904 = _sheet_entries(archive, workbook, clock)
    shared = _small_part(names, posixpath.join(folder, "sharedStrings.xml"), limits)
    styles = _small_part(names, posixpath.join(folder, "styles.xml"), limits)
    context = _Context(
        _shared_texts(archive, shared, limits, clock) if shared else [],
        _date_styles(archive, styles, clock) if styles else frozenset(),
        _EPOCHS[is_1904],
    )
    sheets = []
    for name, visible, relation in entries:
        info = names.get(targets.get(relation, "").lower())
        if info is not None:
            sheets.append(Sheet(name, visible, lambda part=info.filename: _rows(archive, part, context, limits, clock)))
    if not sheets:
        raise SheetRefused("damaged_file")
    return Book("xlsx", tuple(sheets))


class _Context:
    """What the cells of a sheet refer to: shared texts, date styles, the day zero."""

    __slots__ = ("date_styles", "epoch", "shared")

    def __init__(self, shared, date_styles, epoch):
        self.shared = shared
        self.date_styles = date_styles
        self.epoch = epoch


def _main_part(archive, names, clock):
    found = []

    def start(tag, attrs):
        if tag == "Relationship" and attrs.get("Type", "").endswith("/officeDocument"):
            found.append(attrs.get("Target", "").lstrip("/"))

    root = names.get("_rels/.rels")
    if root is not None:
        _drain(parse_part(archive, root.filename, start, _ignore, _ignore), clock)
    info = names.get((found or ["xl/workbook.xml"])[0].lower())
    if info is None:
        raise SheetRefused("damaged_file")
    return info.filename


def _relations(archive, names, workbook, clock):
    folder, leaf = posixpath.split(workbook)
    targets = {}

    def start(tag, attrs):
        if tag == "Relationship" and attrs.get("TargetMode") != "External":
            target = attrs.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            targets[attrs.get("Id", "")] = path

    info = names.get(posixpath.join(folder, "_rels", leaf + ".rels").lower())
    if info is None:
        raise SheetRefused("damaged_file")
    _drain(parse_part(archive, info.filename, start, _ignore, _ignore), clock)
    return targets


def _sheet_entries(archive, workbook, clock):
    entries, flags = [], []

    def start(tag, attrs):
        if tag == "sheet" and len(entries) < 255:
            visible = attrs.get("state", "visible") == "visible"
            entries.append((attrs.get("name", ""), visible, _attribute(attrs, "id")))
        elif tag == "workbookPr":
            flags.append(attrs.get("date1904") in ("1", "true", "on"))

    _drain(parse_part(archive, workbook, start, _ignore, _ignore), clock)
    return entries, any(flags)


def _small_part(names, path, limits):
    info = names.get(path.lower())
    if info is not None and info.file_size > limits.part_bytes:
        raise SheetRefused("zip_bomb", size=info.file_size, limit=limits.part_bytes)
    return info.filename if info else None


def _shared_texts(archive, part, limits, clock):
    texts, pieces, state = [], [], {"t": False, "phonetic": 0}

    def start(tag, _attrs):
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["phonetic"] += 1
        elif tag == "t":
            state["t"] = not state["phonetic"]

    def text(data):
        if state["t"] and len(pieces) < 1_000:
            pieces.append(data)

    def end(tag):
        if tag == "t":
            state["t"] = False
        elif tag == "rPh":
            state["phonetic"] -= 1
        elif tag == "si":
            joined = "".join(pieces)
            texts.append(Fault("cell_too_long", joined[:40]) if len(joined) > limits.cell_chars else joined)

    _drain(parse_part(archive, part, start, end, text), clock)
    return texts


def _date_styles(archive, part, clock):
    """Indexes of the cell formats that show a number as a date."""
    formats, dates, state = {}, set(), {"xfs": False, "index": 0}

    def start(tag, attrs):
        if tag == "numFmt":
            formats[attrs.get("numFmtId")] = _NOT_FORMAT.sub("", attrs.get("formatCode", "")[:200])
        elif tag == "cellXfs":
            state["xfs"] = True
        elif tag == "xf" and state["xfs"]:
            number = attrs.get("numFmtId", "0")
            code = formats.get(number)
            is_date = re.search(r"[ymdhs年月日]", code, re.I) if code else number.isdigit() and int(number) in _DATE_IDS
            if is_date:
                dates.add(state["index"])
            state["index"] += 1

    def end(tag):
        if tag == "cellXfs":
            state["xfs"] = False

    _drain(parse_part(archive, part, start, end, _ignore), clock)
    return frozenset(str(index) for index in dates)


def _rows(archive, part, context, limits, clock):
    """Yield the rows of one sheet that hold a value, stopping after a long stretch of empty ones."""
    collector = _Collector(context, limits)
    last = 0
    for _ in parse_part(archive, part, collector.start, collector.end, collector.text):
        clock.check()
        ready, collector.ready = collector.ready, []
        for row in ready:
            if row.number - last > limits.blank_rows and last:
                return
            last = row.number
            yield row
        if collector.number - max(last, 1) > limits.blank_rows:
            return


class _Collector:
    """The expat handlers of a sheet: gathers cells into rows. One object per reading."""

    def __init__(self, context, limits):
        self.context, self.limits = context, limits
        self.ready = []
        self.number = 0
        self._cells, self._column, self._declared, self._hidden = {}, -1, 0, False
        self._kind = self._style = ""
        self._formula = self._reading = False
        self._pieces, self._length, self._phonetic = [], 0, 0

    def start(self, tag, attrs):
        if tag == "c":
            self._start_cell(attrs)
        elif tag in ("v", "t"):
            self._reading = self._column >= 0 and not self._phonetic
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic += 1
        elif tag == "row":
            number = attrs.get("r", "")
            self.number = int(number) if number.isdigit() and len(number) < 8 else self.number + 1
            self._cells, self._column, self._declared = {}, -1, 0
            self._hidden = attrs.get("hidden") in ("1", "true")

    def _start_cell(self, attrs):
        self._declared += 1
        if self._declared > self.limits.cells_per_row:
            raise SheetRefused("too_many_cells", row=self.number, limit=self.limits.cells_per_row)
        match = _REF.match(attrs.get("r", ""))
        if match:
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            self._column = column - 1
        else:
            self._column += 1
        self._kind, self._style = attrs.get("t", "n"), attrs.get("s", "")
        self._formula = self._reading = False
        self._pieces, self._length = [], 0

    def text(self, data):
        if self._reading:
            self._length += len(data)
            if self._length <= self.limits.cell_chars:
                self._pieces.append(data)

    def end(self, tag):
        if tag in ("v", "t"):
            self._reading = False
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "c":
            if self._column < self.limits.columns:
                value = self._value("".join(self._pieces))
                if value is not None:
                    self._cells[self._column] = value
        elif tag == "row" and self._cells:
            values = [None] * (max(self._cells) + 1)
            for column, value in self._cells.items():
                values[column] = value
            self.ready.append(RawRow(self.number, tuple(values), self._hidden))
            self._cells = {}

    def _value(self, text):
        if self._length > self.limits.cell_chars:
            return Fault("cell_too_long", text[:40])
        kind = self._kind
        if kind == "s":
            index = int(text) if text.isdigit() and len(text) < 9 else -1
            value = self.context.shared[index] if 0 <= index < len(self.context.shared) else Fault("error_value", text)
            return value if isinstance(value, Fault) or value.strip() else None
        if not text.strip():
            return Fault("formula_without_value") if self._formula else None
        if kind in ("str", "inlineStr"):
            return text
        if kind == "e":
            return Fault("error_value", text)
        if kind == "b":
            return text == "1"
        if kind == "d":
            return _iso(text)
        return self._number(text)

    def _number(self, text):
        try:
            value = float(text)
        except ValueError:
            return Fault("error_value", text[:40])
        if value != value or value in (float("inf"), float("-inf")):
            return Fault("error_value", text[:40])
        if self._style in self.context.date_styles and 0 <= value < 2_958_466:
            return self.context.epoch + timedelta(days=int(value), seconds=round(value % 1 * 86_400))
        return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _iso(text):
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return Fault("error_value", text[:40])
