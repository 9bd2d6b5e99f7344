"""Who bears a freight once a campaign takes a part of it off the dealer's."""
from odoo.addons.logistics_fee.tariff.bearer import Share, by_bearer, split_bearers
from odoo.addons.promo_engine.engine.costs import HQ, split_costs

DEALER = "dealer"


def lowers_freight(rule):
    """:return: whether a rule takes something off a freight."""
    return any(getattr(spec, "target", "") in ("shipping", "all") for spec in rule.rewards)


def borne_fen(rule, fen):
    """:param rule: Rule. :param fen: what it takes off a freight. :return: fen of it that headquarters bears and the account does not pay."""
    if not rule.settles:
        return 0
    return dict(split_costs(rule.cost_split, fen)).get(HQ, 0) if rule.cost_split else fen


def less_for_dealer(steps, whole_fen, off_fen):
    """Move a part of a freight from the dealer to headquarters.

    What the dealer pays nothing of any more headquarters pays whatever the carrier charges in the end; of a part that stays the amount is fixed.

    :param steps: dicts of BearerStep. :param whole_fen: the freight. :param off_fen: at most the dealer's part.
    :return: (dicts of BearerStep, {who: fen}).
    """
    dealer_fen = sum(step["fen"] for step in steps if step["who"] == DEALER)
    others = [
        Share(step["who"], step["rate_ppm"], step["fixed_fen"], step["max_fen"]) for step in steps if step["who"] != DEALER and not step["rest"]]
    rest = next(step["who"] for step in steps if step["rest"])
    if dealer_fen == off_fen and rest in (DEALER, HQ):
        shares = (*others, Share(HQ, rest=True))
    elif rest == DEALER:
        shares = (*others, Share(HQ, fixed_fen=off_fen), Share(DEALER, rest=True))
    else:
        shares = (*others, Share(DEALER, fixed_fen=dealer_fen - off_fen), Share(HQ, fixed_fen=off_fen), Share(rest, rest=True))
    found = split_bearers(whole_fen, shares)
    return [step._asdict() for step in found], by_bearer(found)
