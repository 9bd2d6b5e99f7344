"""Who is left out of a campaign so that its effect can be seen: the same buyers on every machine and at every time."""
import hashlib

WHOLE = 10_000


def held_out(seed, unit, share_bp):
    """Tell whether a buyer belongs to the group that gets nothing.

    :param seed: text that differs from campaign to campaign. :param unit: key of the buyer, or of the dealer all of whose stores count as one.
    :param share_bp: how many of 10,000 are held out.
    :return: whether; a buyer who is not known never is.
    """
    if not unit or share_bp <= 0:
        return False
    number = int.from_bytes(hashlib.sha256(f"{seed}|{unit}".encode()).digest()[:8], "big")
    return number % WHOLE < share_bp


def uplift(treated, held):
    """What a campaign brought beyond what its buyers would have bought anyway.

    :param treated: (buyers, fen they bought). :param held: the same of those held out.
    :return: (fen a treated buyer bought more on average, fen of all treated buyers together), both rounded down; None without buyers on both sides.
    """
    if not treated[0] or not held[0]:
        return None
    # treated/n - held/m, as one fraction
    more = treated[1] * held[0] - held[1] * treated[0]
    return more // (treated[0] * held[0]), more // held[0]
