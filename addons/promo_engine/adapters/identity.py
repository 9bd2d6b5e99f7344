"""By what a customer is known who comes under another name: hashes, so nothing of it is readable where it is counted."""
import hashlib
import re
import unicodedata

DIGITS = 7  # fewer are no number
LETTERS = 8  # a shorter address is none


def identities(phone, address):
    """Give the keys of a phone and an address.

    :param phone: text as it was typed, or False. :param address: its parts, from the country to the door; the last ones say where it is.
    :return: list of keys, sorted; empty when nothing is known.
    """
    found = []
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone or ""))
    if len(digits) >= DIGITS:
        found.append(_key("p", digits[-11:]))
    street = "".join(part or "" for part in address[-2:])
    place = re.sub(r"\W|_", "", unicodedata.normalize("NFKC", "".join(part or "" for part in address)).casefold())
    if street and len(place) >= LETTERS:
        found.append(_key("a", place))
    return sorted(found)


def _key(kind, text):
    return f"{kind}{hashlib.sha256(f'{kind}:{text}'.encode()).hexdigest()[:20]}"
