"""Which lines a rule, a condition or a reward looks at."""
from dataclasses import dataclass

from .reading import fen, flag, number, plain, read_row, texts, to_row


@dataclass(frozen=True)
class Scope:
    """Every given filter has to hold; without any, every line is in scope.

    :ivar tags: the line has one of them.
    :ivar not_tags: the line has none of them.
    :ivar price_min_fen: least price of one piece after the price level, the limit included.
    :ivar undiscounted_only: only lines sold at their original price.
    :ivar new_days: launched at most so many days before the order.
    """

    skus: tuple = texts()
    not_skus: tuple = texts()
    tags: tuple = texts()
    all_tags: tuple = texts()
    not_tags: tuple = texts()
    lines: tuple = texts()
    price_min_fen: int | None = fen(None)
    price_max_fen: int | None = fen(None)
    undiscounted_only: bool = flag()
    new_days: int | None = number(None)

    def __post_init__(self):
        """Sort the lists, so equal scopes are equal, and remember the hash: scopes are looked up very often."""
        for name in ("skus", "not_skus", "tags", "all_tags", "not_tags", "lines"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        key = (self.skus, self.not_skus, self.tags, self.all_tags, self.not_tags, self.lines, self.price_min_fen, self.price_max_fen,
               self.undiscounted_only, self.new_days)
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "_hash", hash(key))
        object.__setattr__(self, "everything", not any(key[:6]) and key[6:] == (None, None, False, None))

    def __eq__(self, other):
        """Equal when every filter is equal."""
        return self is other or (isinstance(other, Scope) and self._key == other._key)

    def __hash__(self):
        """The hash of the filters."""
        return self._hash


ALL = Scope()


def read_scope(row, place, decimals=2):
    """:param row: mapping of the filters. :return: Scope. :raises Unreadable: on an unknown filter."""
    return read_row(Scope, row, f"{place} scope", decimals)


def scope_field(default=ALL, key=""):
    """A declared field that holds a scope."""
    return plain(default, key, read=read_scope, write=to_row)
