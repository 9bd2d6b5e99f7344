"""How far the sheets of a salesperson can be believed: from call-backs and from what the system knows, 0 to 100."""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import round_div

# Points of the three questions: visited at the stated time, same reason, ability.
VISITED, REASON, ABILITY = 40, 30, 30
ABILITY_MAX = 10
CONTRADICTION_POINTS = 5


@dataclass(frozen=True, slots=True)
class Audit:
    """The answers of one call-back.

    :param visited: the salesperson was there, or spoke to the customer, at the stated time; of a first login: it was the customer's own.
    :param same_reason: the customer gives the reason that stands on the sheet; None: not asked, since he logged in.
    :param speech: 0 to 10.
    :param knowledge: knowledge of the mall, 0 to 10.
    :param attitude: 0 to 10.
    """

    visited: bool
    same_reason: bool | None
    speech: int = 0
    knowledge: int = 0
    attitude: int = 0


def audit_score(audit: Audit) -> int:
    """Give the trust in one line of a sheet, or in one activation: 0 when the customer denies it, whatever else he says.

    Where the reason was not asked, the other questions make up the hundred.

    :return: 0 to 100.
    :raises ValueError: when a sub-score is not 0 to 10.
    """
    ability = (audit.speech, audit.knowledge, audit.attitude)
    if any(not 0 <= score <= ABILITY_MAX for score in ability):
        raise ValueError("sub-scores are 0 to 10")
    if not audit.visited:
        return 0
    if audit.same_reason is None:
        most = VISITED + ABILITY
        return round_div(100 * (VISITED * len(ability) * ABILITY_MAX + ABILITY * sum(ability)), most * len(ability) * ABILITY_MAX)
    return VISITED + (REASON if audit.same_reason else 0) + round_div(ABILITY * sum(ability), len(ability) * ABILITY_MAX)


def trust_score(scores, contradictions: int = 0) -> int | None:
    """Give the trust in a salesperson: the mean of his audits, less five points for each contradiction with the system.

    :param scores: of :func:`audit_score`.
    :param contradictions: number of lines of his sheets that the system contradicts.
    :return: 0 to 100, or None when nothing is known.
    """
    scores = list(scores)
    if not scores and not contradictions:
        return None
    mean = round_div(sum(scores), len(scores)) if scores else 100
    return max(0, mean - CONTRADICTION_POINTS * contradictions)
