"""A file that shall prove a document -> the same picture or PDF without anything that does not belong to it.

Pictures are read and written anew, so that nothing hides behind them (places, scripts, a second file); a file that only
calls itself a picture, SVG and HTML never get in (ledger.md (c), security).
"""
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

BYTES_MAX = 20 * 1024 * 1024
PIXELS_MAX = 50_000_000
FORMATS = ("PNG", "JPEG", "BMP", "GIF")  # what Odoo loads of Pillow
PDF = b"%PDF-"
ORIENTATION = 0x0112  # the tag of a photograph that says how the camera was held


class ProofError(ValueError):
    """A file that cannot be a proof; ``args[0]`` is the code: ``empty``, ``large``, ``kind``, ``broken``, ``pixels``."""


def clean(raw):
    """Give what is kept of a proof file.

    :param raw: bytes as uploaded.
    :return: tuple (bytes to keep, mimetype). Twice the same upload gives twice the same bytes.
    :raises ProofError: for anything but a PDF or a picture of a sensible size.
    """
    if not raw:
        raise ProofError("empty")
    if len(raw) > BYTES_MAX:
        raise ProofError("large")
    if raw.startswith(PDF):
        return raw, "application/pdf"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
                if image.width * image.height > PIXELS_MAX:
                    raise ProofError("pixels")
                return _again(image)
    except UnidentifiedImageError:
        raise ProofError("kind") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ProofError("pixels") from None
    except ProofError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError):
        raise ProofError("broken") from None


def _again(image):
    """Write a picture anew: a JPEG keeps its quality, everything else becomes PNG."""
    out = io.BytesIO()
    if image.format == "JPEG":
        turned = image.getexif().get(ORIENTATION, 1) != 1
        if turned:
            ImageOps.exif_transpose(image).save(out, "JPEG", quality=92, exif=b"")
        else:
            image.load()
            image.save(out, "JPEG", quality="keep", exif=b"", icc_profile=None)
        return out.getvalue(), "image/jpeg"
    image.load()
    plain = image if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else image.convert("RGBA")
    plain.info = {key: plain.info[key] for key in ("transparency",) if key in plain.info}
    plain.save(out, "PNG")
    return out.getvalue(), "image/png"
