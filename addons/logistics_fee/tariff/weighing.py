"""Rounding a weight to what is billed: forgiven excess, then the step of its range, then the minimum."""
from collections.abc import Callable

from .source import WeightRule


def _step(rule: WeightRule, top: int, bottom: int) -> int:
    step_g = 1
    for upto_g, step_g in rule.steps:
        if upto_g is None or top <= upto_g * bottom:
            return step_g
    return step_g


def billable(rule: WeightRule, top: int, bottom: int = 1) -> int:
    """Round a weight once.

    The range of a step is chosen by the raw weight, its upper bound included. A forgiven excess never brings a weight to zero.

    :param rule: the tariff's weight rule; without steps the weight goes up to the gram.
    :param top: numerator of the weight in grams, > 0.
    :param bottom: its denominator, > 0.
    :return: grams, a multiple of the step unless the minimum is larger.
    """
    step = _step(rule, top, bottom) * bottom
    whole, rest = divmod(top, step)
    # The tolerance comes before the rounding, whichever way that goes.
    if rest == 0 or rule.mode == "down" or (whole and rest <= rule.tolerance_g * bottom):
        count = whole
    elif rule.mode == "half_up":
        count = (2 * top + step) // (2 * step)
    else:
        count = whole + 1
    if count == 0 and not rule.min_g:
        count = 1
    return max(count * step // bottom, rule.min_g)


def compile_rule(rule: WeightRule) -> Callable:
    """Prepare a rule.

    :param rule: the tariff's weight rule.
    :return: function(top, bottom) -> grams, the same as :func:`billable`; the usual rules in one line each.
    """
    plain = rule.mode == "up" and not rule.tolerance_g and (not rule.steps or len(rule.steps) == 1 and rule.steps[0][0] is None)
    if not plain:
        return lambda top, bottom: billable(rule, top, bottom)
    step, low = rule.steps[0][1] if rule.steps else 1, rule.min_g

    def up(top, bottom):
        grams = -(-top // (step * bottom)) * step
        return grams if grams > low else low

    return up
