"""A slip's file -> fingerprint of its picture, with limits for hostile files."""
import io
import warnings

from PIL import Image, UnidentifiedImageError

from ..ledger import likeness

BYTES_MAX = 20 * 1024 * 1024
PIXELS_MAX = 50_000_000
FORMATS = ("PNG", "JPEG", "BMP", "GIF")  # what Odoo loads of Pillow


def fingerprint(raw):
    """Give the fingerprint of a picture.

    :param raw: bytes of the file.
    :return: text, ``""`` for anything that is no picture of a sensible size.
    """
    if not raw or len(raw) > BYTES_MAX:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
                if image.width * image.height > PIXELS_MAX:
                    return ""
                image.draft("L", (likeness.GRID * 8, likeness.GRID * 8))
                if image.mode in ("RGBA", "LA", "P"):
                    image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
                wide = likeness.GRID + 1
                grey = image.convert("L").resize((wide, likeness.GRID), Image.Resampling.BOX).tobytes()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, ValueError, SyntaxError, EOFError):
        return ""
    return likeness.fingerprint([grey[start:start + wide] for start in range(0, len(grey), wide)])
