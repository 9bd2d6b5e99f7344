"""Registry of fee kinds."""
from collections.abc import Callable

KINDS: dict[str, Callable] = {}


def register(name: str):
    """Register a kind: function(rule, base_fen, qty) -> fen, rounded once. A name taken twice raises."""
    def add(function):
        if name in KINDS:
            raise ValueError(f"fee kind {name} is registered twice")
        KINDS[name] = function
        return function
    return add
