"""Who may agree to a price below the list."""
from .refusal import Refusal

OWN, MANAGER, FINANCE = "own", "manager", "finance"
WHOLE_BP = 10_000


def price_level(list_fen: int, wanted_fen: int, own_bp: int, manager_bp: int) -> str | Refusal:
    """Say who decides on a special price.

    :param list_fen: ex-factory price of a piece by the list.
    :param wanted_fen: price that is asked for.
    :param own_bp: what service gives of itself, in basis points of the list price; just that much still counts.
    :param manager_bp: what the service manager gives, at least as much.
    :return: ``own``, ``manager`` or ``finance``; Refusal ``no_special_price`` for a price that is none or not below the list.
    """
    if not 0 < wanted_fen < list_fen:
        return Refusal("no_special_price", {"list_fen": list_fen, "wanted_fen": wanted_fen})
    cut = (list_fen - wanted_fen) * WHOLE_BP
    if cut <= own_bp * list_fen:
        return OWN
    return MANAGER if cut <= max(manager_bp, own_bp) * list_fen else FINANCE
