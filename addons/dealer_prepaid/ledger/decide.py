"""State + command -> decision or refusal. The rules of the prepaid account, one function a command."""
from collections.abc import Sequence

from .kinds import KINDS
from .state import Balance, Decision, EntryLine, Hold, Refusal

AMOUNT_MAX_FEN = 10**13  # 100 billion CNY: nothing real is above it, and every sum stays exact in the database


def check_amount(amount_fen: int) -> Refusal | None:
    """Check that an amount is one to book.

    :param amount_fen: fen.
    :return: None, or refusal amount_not_positive or amount_too_large.
    :raises TypeError: for anything but an int.
    """
    if isinstance(amount_fen, bool) or not isinstance(amount_fen, int):
        raise TypeError(f"an amount is an int of fen, not {amount_fen!r}")
    if amount_fen <= 0:
        return Refusal("amount_not_positive", {"amount_fen": amount_fen})
    if amount_fen > AMOUNT_MAX_FEN:
        return Refusal("amount_too_large", {"amount_fen": amount_fen})
    return None


def top_up(balance: Balance, amount_fen: int, min_open_fen: int, one_payment: bool = False) -> Decision | Refusal:
    """Credit a confirmed payment; the first that brings the account to the minimum opens it (R0-057).

    Money below the minimum is kept and shown as "not enough to open", never sent away.

    :param balance: the account.
    :param amount_fen: what arrived, > 0.
    :param min_open_fen: what opens an account, >= 0.
    :param one_payment: it opens with a payment of at least the minimum only, smaller ones do not add up.
    :return: decision with one ``topup`` entry, or refusal amount_not_positive, amount_too_large, account_closed.
    """
    if refusal := check_amount(amount_fen):
        return refusal
    if balance.state == "closed":
        return Refusal("account_closed", {})
    opens = balance.state == "draft" and amount_fen + (0 if one_payment else balance.posted_fen) >= min_open_fen
    return Decision((EntryLine("topup", amount_fen),), opens=opens)


def hold(balance: Balance, amount_fen: int) -> Decision | Refusal:
    """Keep money back for a document.

    :param balance: the account.
    :param amount_fen: the document's total, > 0.
    :return: decision, or refusal account_not_open, account_frozen, account_closing, account_closed, or
        ``short`` with available_fen, needed_fen and missing_fen.
    """
    if refusal := check_amount(amount_fen):
        return refusal
    if balance.state != "open":
        code = "account_not_open" if balance.state == "draft" else f"account_{balance.state}"
        return Refusal(code, {})
    spendable = balance.available_fen + balance.credit_line_fen
    if spendable < amount_fen:
        return Refusal("short", {"available_fen": spendable, "needed_fen": amount_fen, "missing_fen": amount_fen - spendable})
    return Decision(hold_delta_fen=amount_fen)


def capture(held: Hold, line: EntryLine) -> Decision | Refusal:
    """Take held money when goods ship: the entry and the shrinking hold leave ``available`` as it is.

    :param held: the hold of the document.
    :param line: the entry, its amount < 0.
    :return: decision, or refusal hold_closed, hold_too_small (with open_fen, needed_fen, missing_fen) or the amount's.
    """
    if refusal := check_amount(-line.amount_fen) or check_line(line):
        return refusal
    needed = -line.amount_fen
    if held.open_fen <= 0:
        return Refusal("hold_closed", {"needed_fen": needed})
    if held.open_fen < needed:
        return Refusal("hold_too_small", {"open_fen": held.open_fen, "needed_fen": needed, "missing_fen": needed - held.open_fen})
    return Decision((line,), hold_delta_fen=-needed)


def release(held: Hold, amount_fen: int | None = None) -> Decision | Refusal:
    """Give held money back to ``available``.

    :param held: the hold.
    :param amount_fen: how much, > 0; all that is left by default.
    :return: decision (empty when nothing is left and no amount was asked for), or refusal hold_too_small.
    """
    if amount_fen is None:
        return Decision(hold_delta_fen=-held.open_fen)
    if refusal := check_amount(amount_fen):
        return refusal
    if amount_fen > held.open_fen:
        return Refusal("hold_too_small", {
            "open_fen": held.open_fen, "needed_fen": amount_fen, "missing_fen": amount_fen - held.open_fen})
    return Decision(hold_delta_fen=-amount_fen)


def post_entries(balance: Balance, lines: Sequence[EntryLine]) -> Decision | Refusal:
    """Append entries that belong together, such as a return's goods, postage and handling.

    Their sum must not take money that no hold keeps back: a net debit needs a hold first.

    :param balance: the account.
    :param lines: the entries, in order, not empty.
    :return: decision, or refusal account_closed, nothing_to_post, net_debit (needed_fen), bad_sign, bad_components.
    """
    if not lines:
        return Refusal("nothing_to_post", {})
    if balance.state == "closed":
        return Refusal("account_closed", {})
    for line in lines:
        if refusal := check_line(line):
            return refusal
    net = sum(line.amount_fen for line in lines)
    if net < 0:
        return Refusal("net_debit", {"needed_fen": -net})
    return Decision(tuple(lines))


def season_close(balance: Balance) -> Decision | Refusal:
    """Refund what is available at the season's close, without interest (R0-052).

    :param balance: the account.
    :return: decision with one ``season_refund`` entry (none at a zero balance), or refusal open_holds (held_fen) or
        account_in_debt (missing_fen).
    """
    if balance.held_fen:
        return Refusal("open_holds", {"held_fen": balance.held_fen})
    if balance.posted_fen < 0:
        return Refusal("account_in_debt", {"missing_fen": -balance.posted_fen})
    if not balance.posted_fen:
        return Decision()
    return Decision((EntryLine("season_refund", -balance.posted_fen),))


def check_line(line: EntryLine) -> Refusal | None:
    """Check that a line's amount is one, its sign fits its kind and its components add up.

    :param line: the entry to write.
    :return: None, or refusal amount_too_large, amount_not_positive (for 0), bad_sign or bad_components.
    :raises TypeError: for an amount that is no int.
    :raises ValueError: for a kind nobody registered.
    """
    kind = KINDS.get(line.kind)
    if kind is None:
        raise ValueError(f"unknown entry kind {line.kind!r}")
    if refusal := check_amount(line.amount_fen if isinstance(line.amount_fen, bool) or not isinstance(line.amount_fen, int) else abs(line.amount_fen)):
        return refusal
    if kind.sign * line.amount_fen < 0:
        return Refusal("bad_sign", {"kind": line.kind, "amount_fen": line.amount_fen})
    if line.components and sum(line.components.values()) != abs(line.amount_fen):
        return Refusal("bad_components", {"amount_fen": abs(line.amount_fen), "sum_fen": sum(line.components.values())})
    return None
