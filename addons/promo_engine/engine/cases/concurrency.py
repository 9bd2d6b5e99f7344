"""Several who want the last ones: how many get one."""
from ..quota import Counter, reserve
from .registry import differs, register

MOST = 5_000


@register("concurrency")
def check_concurrency(case, expected):
    """Reservations one after the other on one counter; real clients race in the tests of the database."""
    counter, accepted = Counter(int(case["limit"] if "limit" in case else case["quota"])), 0
    if not 0 <= counter.capacity <= MOST:
        raise ValueError(f"a limit from 0 to {MOST} can be tried")
    for k in range(int(case["attempts"])):
        again = reserve(counter, f"order-{k}", int(case.get("amount", 1)))
        if again is None:
            break       # nobody gives anything back here: the rest is refused too
        counter, accepted = again, accepted + 1
    return differs("accepted", int(expected["accepted"]), accepted) + differs(
        "rejected", int(expected.get("rejected", int(case["attempts"]) - accepted)), int(case["attempts"]) - accepted)
