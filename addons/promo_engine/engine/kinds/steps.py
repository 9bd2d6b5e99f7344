"""Early bird 早鸟: the price or percentage depends on how many were sold before; the tenth buyer gets it, the eleventh does not."""
from dataclasses import dataclass

from odoo.addons.dealer_base.money import round_div

from ..reading import Unreadable, choice, number, plain, text
from ..reading.values import whole
from ..registry import reward
from ..scope import ALL, Scope, scope_field


def _steps(value, place, _decimals):
    try:
        return tuple(sorted((whole(upto, place, "steps", 1), whole(rate, place, "steps", 0)) for upto, rate in value))
    except (TypeError, ValueError) as error:
        raise Unreadable(place, "steps", f"{value!r} are no pairs of number and rate") from error


@dataclass(frozen=True)
class Steps:
    """:ivar steps: (up to the how-manieth, basis points off or fen of the price).
    :ivar sold: pieces or orders counted before this one by the caller. :ivar counter: a limit as large as the last step; its use tells it instead.
    """

    steps: tuple = plain(read=_steps, write=lambda steps: [list(step) for step in steps])
    give: str = choice("percent", "price", default="percent")
    sold: int = number(0)
    counter: str = text("")
    scope: Scope = scope_field(ALL)


def step_of(work, spec):
    """:return: value of the step that the next one sold falls in, or None after the last step; the best one for the worst price."""
    if work.assume:
        values = [value for _upto, value in spec.steps]
        return min(values) if spec.give == "price" else max(values)
    left = work.left(spec.counter) if spec.counter else None
    sold = spec.sold if left is None else spec.steps[-1][0] - left
    return next((value for upto, value in spec.steps if sold < upto), None)


def unit_price(work, spec, unit_fen):
    """The price of a piece in the step that is reached."""
    value = step_of(work, spec)
    if value is None:
        return unit_fen
    return min(unit_fen, value) if spec.give == "price" else round_div(unit_fen * (10_000 - value), 10_000)


@reward("steps", "Early bird", Steps, unit_price=unit_price, families=("early_bird", "targeted"))
def apply(work, draft, spec):
    """Lower every piece by the step."""
    value = step_of(work, spec)
    runs = draft.pieces(work.takers(draft.rule.scope, spec.scope))
    if value is not None and spec.give == "price":
        draft.each_price(runs, value)
    elif value is not None:
        draft.pieces_percent(runs, value)
