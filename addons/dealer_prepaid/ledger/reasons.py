"""Reason codes of movements that no person chooses a reason for: one code for each kind of entry. Pure."""

# Entries whose cause is the program's own course; documents give the reason that a person chose.
SYSTEM: dict[str, str] = {
    "capture": "sys_shipment",
    "refund": "sys_return", "postage": "sys_return", "handling": "sys_return",
    "topup": "sys_topup",
    "receipt": "sys_receipt", "receipt_reversal": "sys_receipt",
    "gift": "sys_bonus", "rebate": "sys_bonus", "expense": "sys_bonus", "clawback": "sys_bonus",
    "expiry": "sys_expiry",
    "season_refund": "sys_season", "carry_in": "sys_season", "carry_out": "sys_season",
    "withdrawal_return": "sys_bank_return",
    "opening": "sys_opening",
}
OTHER_SYSTEM = "sys_other"
OTHER = "other"
# Follow-ups that are not what the person decided, even though his document carries them.
NOT_OF_DOCUMENT = frozenset({"withdrawal_return", "opening"})


def system_reason(kind: str) -> str:
    """Give the code for an entry of a kind that no document explains; kinds of other addons get the common one."""
    return SYSTEM.get(kind, OTHER_SYSTEM)
