"""Reserve, confirm, release: the meaning of a counter. The database does the same in one conditional statement."""
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Counter:
    """A limited thing.

    :ivar held: key -> (amount, confirmed) of everything that is reserved or used.
    """

    capacity: int
    held: tuple = ()

    @property
    def reserved(self):
        """Reserved, not yet confirmed."""
        return sum(amount for _key, amount, confirmed in self.held if not confirmed)

    @property
    def confirmed(self):
        """Used for good."""
        return sum(amount for _key, amount, confirmed in self.held if confirmed)

    @property
    def left(self):
        """What can still be reserved."""
        return self.capacity - self.reserved - self.confirmed


def reserve(counter, key, amount=1):
    """Reserve an amount under a key; the same key again changes nothing.

    :return: the counter after it, or None when there is not enough left, or the key holds another amount.
    """
    mine = next((row for row in counter.held if row[0] == key), None)
    if mine:
        return counter if mine[1] == amount else None
    if amount <= 0 or amount > counter.left:
        return None
    return replace(counter, held=(*counter.held, (key, amount, False)))


def confirm(counter, key, amount=None):
    """Use what a key has reserved, or less of it; the rest is free again.

    :return: the counter after it, or None when the key holds nothing or less than the amount. Confirming again changes nothing.
    """
    mine = next((row for row in counter.held if row[0] == key), None)
    if mine is None or (amount is not None and not 0 <= amount <= mine[1]):
        return None
    final = mine[1] if amount is None or mine[2] else amount
    return replace(counter, held=tuple((key, final, True) if row is mine else row for row in counter.held))


def release(counter, key, *, charge_back=False):
    """Give back what a key holds; a charge-back keeps what was confirmed.

    :return: the counter after it.
    """
    return replace(counter, held=tuple(row for row in counter.held if row[0] != key or (charge_back and row[2])))
