"""The waiting queue of one account: how much money would let which orders go."""
from collections.abc import Sequence
from typing import NamedTuple


class WaitingOrder(NamedTuple):
    """A pay-now order in the queue of its account: what it costs and what was received for it, in fen."""

    key: int
    total_fen: int
    received_fen: int


def topups_to_release(available_fen: int, totals_fen: Sequence[int]) -> list[int]:
    """Say for each waiting order which top-up would release it together with all orders before it.

    :param available_fen: what the account has available now.
    :param totals_fen: one total per waiting order, in the order of the queue.
    :return: one amount per order, same order, never below 0.
    """
    needed, running = [], 0
    for total in totals_fen:
        running += total
        needed.append(max(0, running - available_fen))
    return needed


def missing_in_queue(available_fen: int, queue: Sequence[WaitingOrder]) -> dict[int, int]:
    """Say what each waiting pay-now order lacks: no fen of the account counts for two of them.

    Each order first gets what was received for it; what the account has beyond that goes to the orders in the order of the queue.

    :param available_fen: what the account has available now.
    :param queue: the waiting orders, the one that waits longest first.
    :return: {key: missing fen}, never below 0.
    """
    left, shares = max(available_fen, 0), {}
    for order in queue:
        shares[order.key] = min(order.received_fen, order.total_fen, left)
        left -= shares[order.key]
    for order in queue:
        more = min(order.total_fen - shares[order.key], left)
        shares[order.key] += more
        left -= more
    return {order.key: order.total_fen - shares[order.key] for order in queue}
