"""Pictures out of a ZIP file that somebody uploads: bounded, and by the names that people in China give them."""
import io
import zipfile
import zlib
from pathlib import PurePosixPath

MAX_FILES, MAX_BYTES, MAX_PICTURE = 1000, 200 << 20, 20 << 20
PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp"}
UTF8_NAME = 0x800  # flag of the format: the name is UTF-8


class BadZip(Exception):
    """The file is no ZIP file, or it holds more than is taken at once; the argument is a code: no_zip, too_many, too_big, locked."""


def _name(info):
    """Give the name of an entry; programs for Windows write Chinese names in GBK without saying so."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gbk"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def read_zip(content):
    """Read the pictures of a ZIP file.

    :param content: bytes.
    :return: list of (name in the file, stem of the name, bytes; None for what is no picture by its name or larger than one may be).
    :raises BadZip: with the code of what is wrong.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise BadZip("no_zip") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MAX_FILES:
            raise BadZip("too_many")
        found, total = [], 0
        for info in infos:
            path = PurePosixPath(_name(info).replace("\\", "/"))
            if path.name.startswith(".") or "__MACOSX" in path.parts:
                continue  # what a Mac adds by itself
            if path.suffix.lower() not in PICTURES:
                found.append((path.name, path.stem, None))
                continue
            raw = _read(archive, info)
            total += len(raw)
            if total > MAX_BYTES:
                raise BadZip("too_big")
            found.append((path.name, path.stem, raw if len(raw) <= MAX_PICTURE else None))
        return found


def _read(archive, info):
    """Read at most one byte more than a picture may have, whatever the entry says of its size."""
    try:
        with archive.open(info) as file:
            return file.read(MAX_PICTURE + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise BadZip("no_zip") from error
    except RuntimeError as error:  # a password
        raise BadZip("locked") from error
