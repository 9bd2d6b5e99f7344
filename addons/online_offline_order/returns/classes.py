"""The classes of a return: what each gives back, what it charges and what it asks for. One row a class."""
from dataclasses import dataclass

CLASSES: dict[str, "ReturnClass"] = {}


@dataclass(frozen=True)
class ReturnClass:
    """One class of return.

    :param code: stored value of ``dealer.return.reason_class``.
    :param label: English source of the label.
    :param gives_fees: admin and logistics share of the pieces are credited too.
    :param charges: handling and other charges of the return event are taken.
    :param needs_evidence: a photo is asked for.
    :param has_window: the return period counts.
    :param all_pieces: everything that can still come back comes back.
    :param needs_finance: finance releases the request before after-sale service approves it.
    """

    code: str
    label: str
    gives_fees: bool = False
    charges: bool = True
    needs_evidence: bool = False
    has_window: bool = True
    all_pieces: bool = False
    needs_finance: bool = False


def register(row: ReturnClass) -> str:
    """Make a class known.

    :param row: the class.
    :return: its code.
    :raises ValueError: if the code is taken.
    """
    if row.code in CLASSES:
        raise ValueError(f"class of return {row.code!r} registered twice")
    CLASSES[row.code] = row
    return row.code


def class_selection() -> list[tuple[str, str]]:
    """Give (code, label) of all classes in the order of their registration, as a selection field wants them."""
    return [(row.code, row.label) for row in CLASSES.values()]


NON_QUALITY = register(ReturnClass("non_quality", "Not quality"))
QUALITY = register(ReturnClass("quality", "Quality", gives_fees=True, charges=False, needs_evidence=True))
REFUSED = register(ReturnClass("refused_at_door", "Refused at the door", has_window=False, all_pieces=True))
LOST = register(ReturnClass("lost", "Lost on the way", gives_fees=True, charges=False, has_window=False))
STOCK = register(ReturnClass("stock", "Stock of the store", has_window=False, needs_finance=True))
