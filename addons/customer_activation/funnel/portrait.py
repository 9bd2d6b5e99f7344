"""What a customer's orders say of him: how often, how much, which class, whether he is about to leave. The rule is the same for everybody and shown."""
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW_DAYS, MONTH_DAYS = 180, 30
USUAL_DAYS = 45     # between orders, for who has not ordered twice
RISKS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Portrait:
    """Figures of one customer.

    :param frequency: orders per 30 days within the window, in hundredths (150 = one and a half).
    :param average_fen: mean net amount of an order within the window, rounded down, in fen.
    :param spent_fen: net amount within the window, in fen.
    :param potential_fen: his best 30 days within the window less his last 30 days, in fen: what he could buy again.
    :param interval_days: usual days between two orders.
    :param grade: a, b or c by ``spent_fen``; "" who never ordered.
    :param risk: low, middle or high; "" who never ordered.
    """

    frequency: int = 0
    average_fen: int = 0
    spent_fen: int = 0
    potential_fen: int = 0
    interval_days: int = 0
    grade: str = ""
    risk: str = ""


def usual_days(times) -> int:
    """Give the usual days between orders: the lower median of the gaps, at least 1; ``USUAL_DAYS`` for fewer than two orders.

    :param times: naive UTC datetimes in any order.
    """
    ranked = sorted(times)
    gaps = sorted((later - earlier).days for earlier, later in zip(ranked, ranked[1:], strict=False))
    return max(1, gaps[(len(gaps) - 1) // 2]) if gaps else USUAL_DAYS


def _best(orders):
    """Give the most that was bought within any 30 days, in fen."""
    span = timedelta(days=MONTH_DAYS)
    return max((sum(fen for at, fen in orders if begin <= at < begin + span) for begin, _fen in orders), default=0)


def portrait(orders, now: datetime, limit_a_fen: int, limit_b_fen: int) -> Portrait:
    """Work out the portrait of one customer.

    Risk: days since the last order against his own usual days between orders: up to one and a half times low, up to three times middle, beyond high.

    :param orders: pairs (naive UTC datetime, net fen) of the orders that count.
    :param limit_a_fen: class a from here on, in fen within the window. :param limit_b_fen: class b from here on; not above ``limit_a_fen``.
    :raises ValueError: when the limits are the wrong way round.
    """
    if not 0 <= limit_b_fen <= limit_a_fen:
        raise ValueError("class b begins below class a")
    orders = [(at, fen) for at, fen in orders if at <= now]
    if not orders:
        return Portrait()
    recent = [(at, fen) for at, fen in orders if at > now - timedelta(days=WINDOW_DAYS)]
    spent = sum(fen for _at, fen in recent)
    last = sum(fen for at, fen in recent if at > now - timedelta(days=MONTH_DAYS))
    usual = usual_days([at for at, _fen in orders])
    idle = (now - max(at for at, _fen in orders)).days
    risk = RISKS[0] if idle * 2 <= usual * 3 else RISKS[1] if idle <= usual * 3 else RISKS[2]
    return Portrait(
        len(recent) * 100 * MONTH_DAYS // WINDOW_DAYS, spent // len(recent) if recent else 0, spent, max(0, _best(recent) - last), usual,
        "a" if spent >= limit_a_fen else "b" if spent >= limit_b_fen else "c", risk)
