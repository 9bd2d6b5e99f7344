"""Who pays a freight: dealer, head office or consumer, by shares with caps. The parts always add up to the whole."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from odoo.addons.dealer_base.money import round_div

from .free import Free
from .refusal import Refusal
from .trace import BearerStep
from .units import PPM, fen, ppm


@dataclass(frozen=True, slots=True)
class Share:
    """One bearer's part, taken in order: a fixed amount, a rate of the whole, or all there is; never over its cap.

    :ivar rate_ppm: rate of the whole freight, None = no rate. :ivar fixed_fen: amount, None = none.
    :ivar max_fen: cap, None = none. :ivar rest: takes what the others leave.
    """

    who: str
    rate_ppm: int | None = None
    fixed_fen: int | None = None
    max_fen: int | None = None
    rest: bool = False


@dataclass(frozen=True, slots=True)
class BearerRule:
    """Dated shares of an event. Empty conditions match everything; the best rule is chosen as for fees."""

    key: object
    event: str
    shares: tuple
    valid_from: date = date.min
    valid_to: date | None = None
    priority: int = 0
    reasons: tuple = ()
    dealers: tuple = ()


def check_shares(shares: Sequence[Share]) -> str:
    """:return: ``""`` or what is wrong: no_rest, two_rests, negative_share, capped_rest."""
    rests = [share for share in shares if share.rest]
    if len(rests) != 1:
        return "two_rests" if rests else "no_rest"
    if rests[0].max_fen is not None:
        return "capped_rest"
    numbers = [n for share in shares for n in (share.rate_ppm, share.fixed_fen, share.max_fen) if n is not None]
    return "negative_share" if any(number < 0 for number in numbers) else ""


def split_bearers(freight_fen: int, shares: Sequence[Share]):
    """Split a freight.

    :param freight_fen: the whole; a refund is negative and splits with the same sizes.
    :param shares: parts in order, one of them takes the rest.
    :return: tuple of BearerStep, the rest last, or a Refusal ``no_bearer``.
    """
    wrong = check_shares(shares)
    if wrong:
        return Refusal("no_bearer", (("reason", wrong),))
    sign, size = (-1, -freight_fen) if freight_fen < 0 else (1, freight_fen)
    left, steps = size, []
    for share in shares:
        if share.rest:
            continue
        wanted = size
        if share.fixed_fen is not None:
            wanted = share.fixed_fen
        elif share.rate_ppm is not None:
            wanted = round_div(size * share.rate_ppm, PPM)
        part = min(wanted, left, left if share.max_fen is None else share.max_fen)
        left -= part
        steps.append(BearerStep(share.who, freight_fen, share.rate_ppm, share.fixed_fen, share.max_fen, False, sign * part))
    rest = next(share for share in shares if share.rest)
    return (*steps, BearerStep(rest.who, freight_fen, None, None, None, True, sign * left))


def split_again(freight_fen: int, steps: Iterable):
    """Split a freight by the shares of an earlier split: the same freight gives the same parts again.

    :param steps: BearerStep each, or what ``BearerStep._asdict`` gave, read back from storage. :return: as :func:`split_bearers`.
    """
    shares = []
    for step in steps:
        values = step._asdict() if isinstance(step, BearerStep) else step
        shares.append(Share(values["who"], values["rate_ppm"], values["fixed_fen"], values["max_fen"], values["rest"]))
    return split_bearers(freight_fen, shares)


def bear(freight_fen: int, shares: Sequence[Share], free: Free | None = None, free_bearer: str = "hq"):
    """Split a freight, or give it to one bearer where shipping is free: the price stays, somebody else pays it.

    :param free: what free.py said, None = not asked. :param free_bearer: who pays free shipping.
    :return: as :func:`split_bearers`.
    """
    return split_bearers(freight_fen, (Share(free_bearer, rest=True),) if free and free.free else shares)


def with_bearers(quote, steps: Iterable[BearerStep]):
    """:param quote: a Quote. :param steps: what :func:`bear` gave for its total. :return: the quote with them in its trace."""
    return quote._replace(trace=(*quote.trace, *steps))


def by_bearer(steps: Iterable[BearerStep]) -> dict:
    """:return: dict bearer -> fen, without those that bear nothing."""
    out: dict = {}
    for step in steps:
        out[step.who] = out.get(step.who, 0) + step.fen
    return {who: amount for who, amount in out.items() if amount}


def pick_bearer(rules: Iterable[BearerRule], event: str, on_date: date, reason=None, dealers: Iterable = ()):
    """:return: the rule of an event (priority, then the most conditions, then the latest start), or None."""
    dealers = set(dealers)
    fitting = [
        rule for rule in rules
        if rule.event == event and rule.valid_from <= on_date and (rule.valid_to is None or on_date <= rule.valid_to)
        and (not rule.reasons or reason in rule.reasons) and (not rule.dealers or not dealers.isdisjoint(rule.dealers))]
    return max(
        fitting, default=None,
        key=lambda r: (r.priority, bool(r.reasons) + bool(r.dealers), r.valid_from, str(r.key)))


# Names of a share's parts in texts: field and unit.
PARTS = {
    "percent": ("rate_ppm", ppm), "fixed": ("fixed_fen", fen), "amount": ("fixed_fen", fen), "fixed_fen": ("fixed_fen", int),
    "max": ("max_fen", fen), "cap": ("max_fen", fen), "up_to": ("max_fen", fen), "upto": ("max_fen", fen),
    "max_fen": ("max_fen", int),
    "cap_fen": ("max_fen", int),
}


def read_share(row) -> Share:
    """:param row: ``who`` and ``rest``, or ``percent`` or ``fixed`` (``amount``), and ``max`` (``cap``), as texts. :return: Share."""
    unknown = set(row) - {"who", "rest", *PARTS}
    if unknown:
        raise KeyError(f"unknown part of a share {sorted(unknown)}")
    found = {PARTS[name][0]: PARTS[name][1](value) for name, value in row.items() if name in PARTS and value is not None}
    return Share(row["who"], rest=bool(row.get("rest")), **found)
