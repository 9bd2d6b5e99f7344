"""The pick-up code: drawn once, printed on paper, kept as a seal only."""
import hashlib
import hmac
import secrets

DIGITS = 6
ROUNDS = 100_000


def draw() -> str:
    """Draw a new code.

    :return: :data:`DIGITS` digits.
    """
    return f"{secrets.randbelow(10 ** DIGITS):0{DIGITS}d}"


def seal(code: str, salt: str | None = None) -> str:
    """Make what is kept of a code: enough to check one, not to read it.

    :param code: the digits. :param salt: hex text of a seal made before; drawn anew by default.
    :return: ``salt$hash``.
    """
    salt = salt or secrets.token_hex(16)
    digest = hashlib.pbkdf2_hmac("sha256", code.encode(), bytes.fromhex(salt), ROUNDS)
    return f"{salt}${digest.hex()}"


def fits(code: str, sealed: str) -> bool:
    """Say whether a code is the sealed one; takes as long for a wrong one as for the right one.

    :param code: what was typed. :param sealed: what :func:`seal` gave.
    """
    return hmac.compare_digest(seal(code, sealed.partition("$")[0]), sealed)


def read_code(text) -> str:
    """Take the code from what was typed or scanned; the receipt's square holds its number, a space and the code.

    :param text: text or None.
    :return: the digits, empty when there are none of the right length.
    """
    last = (str(text or "").split() or [""])[-1]
    return last if len(last) == DIGITS and last.isascii() and last.isdigit() else ""
