"""Bonus on top-ups: what a rule grants, which rule is taken, and what goes back when the paid money leaves again."""
from collections.abc import Iterable
from dataclasses import dataclass

from odoo.addons.dealer_base.money import percent_of


@dataclass(frozen=True)
class BonusRule:
    """A rule in force.

    :param key: identifies the rule.
    :param from_fen: smallest top-up that earns a bonus.
    :param rate_bp: percent of the top-up in basis points; 0 for a fixed bonus.
    :param fixed_fen: fixed bonus; 0 for a percent.
    :param max_fen: most that one top-up earns; 0 for no limit.
    :param first_only: only the first top-up of an account earns it.
    """

    key: object
    from_fen: int = 0
    rate_bp: int = 0
    fixed_fen: int = 0
    max_fen: int = 0
    first_only: bool = False


@dataclass(frozen=True)
class Bonus:
    """A bonus to grant: rule and fen, fen > 0."""

    key: object
    fen: int


@dataclass(frozen=True)
class ClawBack:
    """What goes back when paid money leaves.

    :param due_fen: bonus that is no longer earned.
    :param gift_fen: part of it that is still there as gift credit and is taken from it.
    :param cash_fen: part that has been spent already and is charged to the paid money.
    """

    due_fen: int = 0
    gift_fen: int = 0
    cash_fen: int = 0


def bonus_of(rule: BonusRule, paid_fen: int) -> int:
    """Compute what a rule grants on an amount.

    :param rule: the rule.
    :param paid_fen: the top-up, >= 0.
    :return: fen, 0 below the rule's smallest amount; never more than the rule's limit nor than what was paid.
    """
    if paid_fen <= 0 or paid_fen < rule.from_fen:
        return 0
    fen = rule.fixed_fen + percent_of(paid_fen, rule.rate_bp)
    return min(fen, rule.max_fen or fen, paid_fen)


def best_bonus(rules: Iterable[BonusRule], paid_fen: int, *, is_first: bool) -> Bonus | None:
    """Choose the rule that gives the dealer most; rules do not add up.

    :param rules: rules in force, in order of preference where two give the same.
    :param paid_fen: the top-up.
    :param is_first: whether it is the first top-up of the account.
    :return: the bonus, or None.
    """
    chosen = None
    for rule in rules:
        fen = bonus_of(rule, paid_fen) if is_first or not rule.first_only else 0
        if fen > (chosen.fen if chosen else 0):
            chosen = Bonus(rule.key, fen)
    return chosen


def claw_back(rule: BonusRule, paid_fen: int, left_fen: int, granted_fen: int, taken_back_fen: int, gift_left_fen: int) -> ClawBack:
    """Compute what goes back when part or all of a top-up leaves again.

    The dealer keeps the bonus that the money which stays would have earned. What must go back comes from the gift credit that
    is still there first; what was spent of it is charged to the paid money.

    :param rule: the rule that granted the bonus.
    :param paid_fen: the top-up.
    :param left_fen: what of it stays, 0 <= left <= paid.
    :param granted_fen: the bonus granted.
    :param taken_back_fen: what went back before.
    :param gift_left_fen: what is left of the gift credit.
    :return: what goes back now.
    """
    if not 0 <= left_fen <= paid_fen:
        raise ValueError(f"{left_fen} of {paid_fen} fen cannot stay")
    earned = min(bonus_of(rule, left_fen), granted_fen)
    due = max(granted_fen - taken_back_fen - earned, 0)
    gift = min(due, max(gift_left_fen, 0))
    return ClawBack(due, gift, due - gift)
