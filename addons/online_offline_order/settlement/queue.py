"""The waiting queue of one account: how much money would let which orders go."""
from collections.abc import Sequence


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
