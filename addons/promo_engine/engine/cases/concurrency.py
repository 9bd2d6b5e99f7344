"""Several who want the last ones: how many get one."""
from ..quota import Counter, reserve
from .registry import differs, register


@register("concurrency")
def check_concurrency(case, expected):
    """Reservations one after the other on one counter; real clients race in the tests of the database."""
    counter, accepted = Counter(int(case["limit"] if "limit" in case else case["quota"])), 0
    for k in range(int(case["attempts"])):
        again = reserve(counter, f"order-{k}", int(case.get("amount", 1)))
        if again is not None:
            counter, accepted = again, accepted + 1
    return differs("accepted", int(expected["accepted"]), accepted) + differs(
        "rejected", int(expected.get("rejected", int(case["attempts"]) - accepted)), int(case["attempts"]) - accepted)
