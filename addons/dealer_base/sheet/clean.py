"""Normalise text: full-width forms, invisible characters, stray spaces."""
import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_SPACES = re.compile(r"\s+")
_NAME_NOISE = re.compile(r"[\s*:_\-]+")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """Bring a cell text into one form: NFKC, no zero-width or control characters, single spaces, trimmed.

    The apostrophe that our own workbooks put before ``= + - @`` is taken off again, so a file that was handed back
    can be uploaded as it is.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        text = text[1:]
    return text


@lru_cache(maxsize=5_000)
def squeeze(text: str) -> str:
    """Reduce a header or a choice to what it is compared by: cleaned, no spaces or ``* : _ -``, lower case."""
    return _NAME_NOISE.sub("", clean(text)).lower()
