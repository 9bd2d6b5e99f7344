"""The waiting queue of one account: how much money would let which orders go."""
from collections.abc import Sequence
from typing import NamedTuple


class WaitingOrder(NamedTuple):
    """A pay-now order in the queue of its account: what it costs and what was received for it, in fen."""

    key: int
    total_fen: int
    received_fen: int


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
