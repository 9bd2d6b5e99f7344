"""What an earlier bill left unpaid of a fee: a later line of exactly that amount is its supplement, not a repeat."""
from collections.abc import Iterable, Mapping


class Owed:
    """Amounts in dispute or given up, each good for one line."""

    def __init__(self, amounts: Mapping[tuple, Iterable[int]]):
        """:param amounts: (waybill number, fee) -> fen, one entry a dispute."""
        self._left = {key: list(values) for key, values in amounts.items()}

    def take(self, number: str, fee: str, fen: int) -> bool:
        """Use up an amount. :return: whether exactly this one was left."""
        left = self._left.get((number, fee), ())
        if fen not in left:
            return False
        left.remove(fen)
        return True
