"""Level 7: what the buyer owns pays a part, in one fixed order, each within its caps. Nothing else changes by it."""
from .cart import Deposit
from .kinds.coin_price import COINS
from .kinds.pay import ORDER
from .outcome import AssetUse
from .spread import spread


def pay(work, drafts):
    """Use the assets that the drafts wish for.

    :param drafts: drafts with assets, in the order of their rules.
    :return: AssetUse per asset that paid something, in the order they were used.
    """
    state = work.state
    nets, freight = [max(0, net) for net in state.run], sum(state.ship)
    payable = max(0, state.goods) + freight - work.options.min_payable_fen
    wishes = []
    for draft in drafts:
        for spec in draft.assets:
            kind = "deposit" if isinstance(spec, Deposit) else spec.asset
            wishes.append((ORDER.index(kind), work.place[draft.rule.id], kind, draft, spec))
    uses = []
    for _order, _place, kind, draft, spec in sorted(wishes, key=lambda wish: wish[:2]):
        most, step, caps, with_freight = _limits(work, draft.rule, spec, nets)
        room = sum(caps) + (freight if with_freight else 0)
        used = max(0, min(most, room, payable))
        used -= used % step
        if not used:
            continue
        targets = [*caps, freight if with_freight else 0]
        *shares, ship = spread(used, targets, targets)
        nets = [net - share for net, share in zip(nets, shares, strict=True)]
        freight -= ship
        payable -= used
        if kind != "deposit" and spec.account:
            key = ("balance", spec.account)
            state.used[key] = state.used.get(key, 0) + (used // step if _coins(spec) else used)
        uses.append(AssetUse(draft.rule.id, kind, used, tuple(shares), ship, step))
    return tuple(uses)


def _limits(work, rule, spec, nets):
    """(most fen, step, most per line, whether it pays freight) of an asset."""
    if isinstance(spec, Deposit):
        return spec.paid_fen, 1, nets, True
    lines = set(work.counted(rule.scope)) & set(work.counted(spec.scope))
    caps = [net if i in lines else 0 for i, net in enumerate(nets)]
    if spec.per_unit_cap_fen is not None:
        caps = [min(cap, _per_unit(work, i, spec.per_unit_cap_fen)) if cap else 0 for i, cap in enumerate(caps)]
    if spec.account:
        # Coins are counted in pieces, each worth one step: prices with coins and payments by points take from one purse.
        worth = spec.step_fen if _coins(spec) else 1
        balance = work.cart.balances.get(spec.account, 0) - work.state.used.get(("balance", spec.account), 0)
        balance *= worth
        most = balance if spec.balance_fen is None else min(balance, spec.balance_fen)
    else:
        most = spec.balance_fen
    if spec.max_fen is not None:
        most = min(most, spec.max_fen)
    if spec.max_share_bp is not None:
        goods = sum(max(0, work.state.run[i]) for i in lines)
        most = min(most, goods * spec.max_share_bp // 10_000)
    whole = rule.scope.everything and spec.scope.everything and spec.per_unit_cap_fen is None
    return most, spec.step_fen, caps, whole


def _coins(spec):
    return spec.asset == "points" and spec.account == COINS


def _per_unit(work, i, cap):
    return sum(count * min(cap, max(0, now)) for count, now, _entry, _used in work.state.units(i))
