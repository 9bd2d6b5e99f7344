"""Several who want the last ones: how many get one."""
from ..quota import Counter, reserve
from ..reading.values import whole
from .registry import differs, register

MOST = 1_000


@register("concurrency")
def check_concurrency(case, expected):
    """Reservations one after the other on one counter; real clients race in the tests of the database."""
    attempts, amount = whole(case["attempts"], "concurrency", "attempts", 0), whole(case.get("amount", 1), "concurrency", "amount", 1)
    counter, accepted = Counter(whole(case["limit"] if "limit" in case else case["quota"], "concurrency", "limit", 0)), 0
    early = max(0, min(attempts, counter.capacity // amount) - MOST)
    if early:       # the first of very many are one reservation: the last ones are what the case is about
        counter, accepted = reserve(counter, "early", early * amount), early
    for k in range(early, attempts):
        again = reserve(counter, f"order-{k}", amount)
        if again is None:
            break       # nobody gives anything back here: the rest is refused too
        counter, accepted = again, accepted + 1
    found = {"accepted": accepted, "rejected": attempts - accepted, "left": counter.left}
    return [text for key, wanted in expected.items()
            for text in (differs(key, int(wanted), found[key]) if key in found else [f"{key}: nobody knows what that is"])]
