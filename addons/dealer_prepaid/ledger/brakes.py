"""A dealer's own brakes: from which amount on he wants to be asked. They never give money and never take it; HQ's limits stand apart."""
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Brake:
    """What a dealer asked for, on his whole account or on one store; 0 means: not asked for.

    :param key: who it concerns, as the sentences name it.
    :param ask_above_fen: an order above it.
    :param day_fen: the orders of a day, this one included.
    :param month_fen: the orders of a month, this one included.
    :param used_day_fen: what the orders before this one took that day.
    :param used_month_fen: and in that month.
    """

    key: str
    ask_above_fen: int = 0
    day_fen: int = 0
    month_fen: int = 0
    used_day_fen: int = 0
    used_month_fen: int = 0


@dataclass(frozen=True)
class Ask:
    """One reason to ask.

    :param code: order, day or month.
    :param key: see Brake.
    :param limit_fen: what the dealer set.
    :param total_fen: what it would come to.
    """

    code: str
    key: str
    limit_fen: int
    total_fen: int


def asks(brakes: Iterable[Brake], amount_fen: int) -> list[Ask]:
    """Say why the dealer wants to be asked before an order goes on.

    :param amount_fen: fen of the order.
    :return: list of Ask, empty when it goes on by itself. Exactly the limit goes on, one fen more does not.
    """
    found = []
    for brake in brakes:
        for code, limit, total in (
            ("order", brake.ask_above_fen, amount_fen), ("day", brake.day_fen, brake.used_day_fen + amount_fen),
            ("month", brake.month_fen, brake.used_month_fen + amount_fen),
        ):
            if limit and total > limit:
                found.append(Ask(code, brake.key, limit, total))
    return found
