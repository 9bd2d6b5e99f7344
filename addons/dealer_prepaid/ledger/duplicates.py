"""Is this payment one that has been recorded before? Compares two payments by serial number, slip and payer."""
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from .likeness import difference

SAME_PICTURE = 20  # per mille: the same picture, saved again


@dataclass(frozen=True)
class Payment:
    """A recorded payment as the comparison sees it.

    :param key: identifies the document.
    :param company: the company that received it.
    :param amount_fen: fen.
    :param payer: who paid, as written; the owner's name where nobody is named.
    :param day: date of the payment.
    :param moment: time on the slip, None where it is not known.
    :param serial: the bank's serial number in any form, ``""`` where it is not known.
    :param files: checksums of the slips.
    :param pictures: fingerprints of the slips.
    :param on_bank_list: whether a line of the bank's own list stands behind it.
    """

    key: object
    company: object
    amount_fen: int
    payer: str
    day: date
    moment: datetime | None = None
    serial: str = ""
    files: frozenset = field(default_factory=frozenset)
    pictures: frozenset = field(default_factory=frozenset)
    on_bank_list: bool = False


def plain(text: str) -> str:
    """Give a text as it is compared: without blanks, capitals folded."""
    return "".join((text or "").split()).casefold()


def serial_key(text: str) -> str:
    """Give a serial number as it is compared everywhere: letters and digits only, in capitals, whatever width they are typed in."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text or "").upper() if sign.isalnum())


def suspicions(new: Payment, old: Payment, likeness: int = 60) -> list[str]:
    """Say why a new payment looks like an old one.

    Slips of one bank all look alike, so a merely similar picture counts with the same amount only; and a payment that stands
    on the bank's own list has arrived whatever its slip looks like.

    :param new: the payment that is being recorded.
    :param old: another one that has not been rejected.
    :param likeness: per mille of edges two pictures may be apart and still count as similar.
    :return: codes in order of weight: serial, file, picture, payment; empty when they have nothing in common.
    """
    found = []
    mine, theirs = serial_key(new.serial), serial_key(old.serial)
    same_serial = bool(mine) and mine == theirs and new.company == old.company
    other_serial = bool(mine and theirs) and mine != theirs
    if same_serial:
        found.append("serial")
    if new.files & old.files:
        found.append("file")
    elif not new.on_bank_list and _alike(new, old, likeness):
        found.append("picture")
    if not new.on_bank_list and not other_serial and not same_serial and _same_payment(new, old):
        found.append("payment")
    return found


def _alike(new, old, likeness):
    apart = min((difference(one, other) for one in new.pictures for other in old.pictures), default=1000)
    return apart <= SAME_PICTURE or (apart <= likeness and new.amount_fen == old.amount_fen)


def _same_payment(new, old):
    if new.amount_fen != old.amount_fen or not new.payer or plain(new.payer) != plain(old.payer):
        return False
    if new.moment and old.moment:
        return new.moment.replace(second=0, microsecond=0) == old.moment.replace(second=0, microsecond=0)
    return new.day == old.day
