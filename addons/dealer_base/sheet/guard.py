"""Look at the bytes before any parser does: what kind of file is it, and what would it unpack to."""
import io
import re
import struct
import zipfile
import zlib

from .errors import SheetRefused

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
BINARY_MAGICS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF", b"BM6")
_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.I | re.S)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_XML_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")
_CHUNK = 1 << 16
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


def sniff(content: bytes, limits) -> str:
    """Tell what a file is by its bytes, whatever its name says.

    :return: ``"xlsx"``, ``"xls"`` or ``"csv"``.
    :raises SheetRefused: empty_file, file_too_large, not_a_workbook (with ``kind``), encrypted.
    """
    if not content:
        raise SheetRefused("empty_file")
    if len(content) > limits.file_bytes:
        raise SheetRefused("file_too_large", size=len(content), limit=limits.file_bytes)
    if content.startswith(ZIP_MAGIC):
        return "xlsx"
    if content.startswith(b"PK"):
        raise SheetRefused("damaged_file")
    if content.startswith(OLE_MAGIC):
        if _ENCRYPTED in content:
            raise SheetRefused("encrypted")
        if not any(name in content for name in _WORKBOOK):
            raise SheetRefused("not_a_workbook", kind="ole")
        return "xls"
    if content.startswith(UTF16) and not content.startswith(UTF32):
        return "csv"  # what Excel calls Unicode text
    head = content[:4096]
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        raise SheetRefused("not_a_workbook", kind="html")
    if text.lstrip().startswith(b"<"):
        raise SheetRefused("not_a_workbook", kind="xml")
    if head.startswith(BINARY_MAGICS) or b"\x00" in head:
        raise SheetRefused("not_a_workbook", kind="binary")
    return "csv"


def open_archive(content: bytes, limits) -> zipfile.ZipFile:
    """Open the zip of an .xlsx after checking what it claims to hold.

    The unpacked size in the directory is a promise that ``zipfile`` keeps: it never yields more bytes than that, so
    checking the promise bounds the reading.

    :raises SheetRefused: damaged_file, encrypted, zip_bomb, unsupported_format, has_macros.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error) as error:
        raise SheetRefused("damaged_file") from error
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise SheetRefused("damaged_file")
    if len(infos) > limits.parts:
        raise SheetRefused("zip_bomb", limit=limits.parts)
    if any(info.flag_bits & 0x1 for info in infos):
        raise SheetRefused("encrypted")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise SheetRefused("damaged_file")
    total = sum(info.file_size for info in infos)
    if total > limits.expanded_bytes:
        raise SheetRefused("zip_bomb", size=total, limit=limits.expanded_bytes)
    for info in infos:
        if info.file_size > limits.ratio_from_bytes and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise SheetRefused("zip_bomb", size=info.file_size, limit=limits.ratio * info.compress_size)
    known = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in known):
        raise SheetRefused("has_macros")
    if "xl/workbook.bin" in known or "mimetype" in known or "content.xml" in known:
        raise SheetRefused("unsupported_format")
    if "[content_types].xml" not in known or not any(name.endswith("workbook.xml") for name in known):
        raise SheetRefused("not_a_workbook", kind="zip")
    return archive


def chunks(archive: zipfile.ZipFile, name: str):
    """Yield the bytes of one XML part, refusing what a spreadsheet never holds: a DTD or an odd encoding.

    :raises SheetRefused: damaged_file, unsafe_xml.
    """
    try:
        with archive.open(name) as part:
            tail = b""
            first = True
            while chunk := part.read(_CHUNK):
                if first:
                    _check_encoding(chunk[:200])
                    first = False
                if _MARKUP.search(tail + chunk):
                    raise SheetRefused("unsafe_xml", part=name)
                tail = chunk[-10:]
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError, struct.error) as error:
        raise SheetRefused("damaged_file") from error


def _check_encoding(head: bytes):
    declared = _XML_ENCODING.search(head)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
        raise SheetRefused("unsafe_xml", part="utf-16")
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise SheetRefused("unsafe_xml", part=declared[1].decode("ascii", "replace"))
