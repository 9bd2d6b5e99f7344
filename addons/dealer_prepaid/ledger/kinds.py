"""The kinds of ledger entries: a kind added is one line here, or one ``register`` call of another addon."""
from dataclasses import dataclass

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """One kind of entry.

    ``sign`` is +1 where entries of the kind only add to the balance, -1 where they only take from it, 0 where both occur.
    """

    code: str
    label: str
    sign: int


def register(code: str, label: str, sign: int) -> Kind:
    """Make a kind known.

    :param code: stored value of ``prepaid.entry.kind``.
    :param label: English source of the label.
    :param sign: +1, -1 or 0, see :class:`Kind`.
    :return: the kind.
    :raises ValueError: if the code is taken or the sign is none of the three.
    """
    if code in KINDS:
        raise ValueError(f"entry kind {code!r} registered twice")
    if sign not in (-1, 0, 1):
        raise ValueError(f"sign of {code!r} must be -1, 0 or 1")
    KINDS[code] = Kind(code, label, sign)
    return KINDS[code]


def kind_selection() -> list[tuple[str, str]]:
    """Give (code, label) of all kinds in the order of their registration, as a selection field wants them."""
    return [(kind.code, kind.label) for kind in KINDS.values()]


register("topup", "Top-up", +1)
register("capture", "Shipment", -1)
register("refund", "Return: goods and fees back", +1)
register("postage", "Return postage", 0)
register("handling", "Return handling", -1)
register("season_refund", "Season refund", -1)
register("adjust", "Adjustment", 0)
register("transfer_in", "Transfer in", +1)
register("transfer_out", "Transfer out", -1)
register("withdrawal", "Withdrawal", -1)
register("withdrawal_return", "Withdrawal sent back by the bank", +1)
register("season_refund_return", "Refund sent back by the bank", +1)
register("gift", "Gift credit", +1)
register("rebate", "Rebate", +1)
register("expense", "Marketing allowance", +1)
register("expiry", "Expired credit", -1)
register("clawback", "Gift taken back", -1)
register("topup_reversal", "Top-up reversed", -1)
register("opening", "Opening balance", +1)
register("carry_in", "Carried in from the last season", +1)
register("carry_out", "Carried to the next season", -1)
register("receipt", "Receipt for orders", +1)
register("receipt_reversal", "Receipt reversed", -1)
register("true_up", "Freight by the billed weight", 0)
register("writeoff", "Small balance written off", -1)
