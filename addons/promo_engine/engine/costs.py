"""Who bears what a rule costs, and how much of a benefit a budget has to stand for."""
from odoo.addons.dealer_base.money import allocate

HQ = "hq"


def split_costs(payers, total_fen):
    """Split what a rule costs over those who bear it.

    :param payers: Payer rows; the last one bears the rest.
    :return: ((who, fen), ...) in their order; sums to the total. () without payers.
    """
    if not payers:
        return ()
    weights = [payer.share_bp for payer in payers[:-1]]
    weights.append(max(0, 10_000 - sum(weights)))
    parts = allocate(total_fen, weights) if total_fen else [0] * len(weights)
    return tuple((payer.who, part) for payer, part in zip(payers, parts, strict=True))


def budget_part(rule, limit, benefit_fen):
    """Give what a budget has to stand for: the part of its payers, or all of it where it names none or the rule has no payers.

    :param limit: a Limit of the rule, of kind budget. :param benefit_fen: what the rule gives.
    :return: fen.
    """
    if not limit.who or not rule.cost_split:
        return benefit_fen
    return sum(fen for who, fen in split_costs(rule.cost_split, benefit_fen) if who.partition(":")[0] in limit.who)


def budget_room(rule, limit, left_fen):
    """:return: the largest benefit in fen whose part a budget with ``left_fen`` still covers; None = any."""
    if not limit.who or not rule.cost_split:
        return max(0, left_fen)
    share = sum(part for who, part in split_costs(rule.cost_split, 10_000) if who.partition(":")[0] in limit.who)
    if not share:
        return None
    room = max(0, left_fen) * 10_000 // share + 1
    while room and budget_part(rule, limit, room) > left_fen:
        room -= 1
    return room
