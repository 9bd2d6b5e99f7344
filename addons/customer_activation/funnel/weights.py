"""Share of each reason, weighted, so that the shares sum to exactly 100 %."""
from odoo.addons.dealer_base.money import allocate


def shares_bp(counts: dict, weights: dict | None = None) -> dict:
    """Split 10000 basis points over reasons by count times weight.

    :param counts: customers by reason code, 0 or more.
    :param weights: whole weight by reason code, 1 where one is missing; 0 leaves a reason out.
    :return: basis points by reason code; they sum to 10000, or are all 0 when nothing counts.
    """
    weighted = {code: count * (weights or {}).get(code, 1) for code, count in counts.items()}
    if not sum(weighted.values()):
        return dict.fromkeys(counts, 0)
    return dict(zip(weighted, allocate(10_000, list(weighted.values())), strict=True))
