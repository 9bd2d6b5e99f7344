"""Registry of policies."""
from collections.abc import Callable

POLICIES: dict[str, Callable] = {}
NO_PROMISE = 10**6


def register(name: str):
    """Register a policy: function(policy, candidates, context) -> the candidates, best first. A name taken twice raises."""
    def add(function):
        if name in POLICIES:
            raise ValueError(f"policy {name} is registered twice")
        POLICIES[name] = function
        return function
    return add


def days_of(candidate) -> int:
    """:return: promised days; without a promise it is slower than everybody with one."""
    return NO_PROMISE if candidate.days is None else candidate.days


def liking(policy, candidate) -> tuple:
    """:return: last resort between equals: place in the preference list, then the code."""
    carrier = candidate.carrier
    return (policy.prefer.index(carrier) if carrier in policy.prefer else len(policy.prefer), str(carrier))
