"""What a return gives back. Works on the stored shares, never on rules; only a rule that says so is worked out again."""
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from .earned import still_earned
from .evaluate import evaluate
from .options import DEFAULT


class AssetBack(NamedTuple):
    """Fen that go back to an asset of the buyer."""

    rule: str
    asset: str
    fen: int


class GiftBack(NamedTuple):
    """A gift whose rule no longer holds: action must_return, deduct_value (``fen`` is then charged) or keep."""

    rule: str
    sku: str
    qty: int
    action: str
    fen: int = 0


class Clawback(NamedTuple):
    """Fen of a discount that the goods kept no longer earn; below zero when an earlier charge falls away because those come back too."""

    rule: str
    fen: int


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """What happens when the pieces come back; nothing is written.

    :ivar pieces: (line id, first piece, count, fen of each).
    :ivar goods_fen: what the pieces cost. :ivar shipping_fen: freight given back, only as the caller asked.
    :ivar codes_back: rules whose code is usable again. :ivar issues_back: (rule, kind, key, count) promises that fall away.
    :ivar issues_left: Still of promises that the goods kept earn in part only, whatever came back before.
    :ivar as_given: no rule was worked out again: what earlier steps charged for the goods kept still holds.
    """

    pieces: tuple
    goods_fen: int
    shipping_fen: int
    assets: tuple
    clawbacks: tuple
    gifts: tuple
    codes_back: tuple
    issues_back: tuple
    full: bool
    issues_left: tuple = ()
    as_given: bool = False

    @property
    def gone(self):
        """Line id -> pieces."""
        found = {}
        for name, _first, count, _fen in self.pieces:
            found[name] = found.get(name, 0) + count
        return found

    @property
    def clawback_fen(self):
        """What is charged: discounts no longer earned and gifts kept, never more than the refund."""
        wanted = sum(claw.fen for claw in self.clawbacks) + sum(gift.fen for gift in self.gifts)
        return min(wanted, self.goods_fen + self.shipping_fen)

    @property
    def assets_fen(self):
        """What goes back to assets; a charge is taken from the money first."""
        return min(sum(back.fen for back in self.assets), self.goods_fen + self.shipping_fen - self.clawback_fen)

    @property
    def cash_fen(self):
        """What goes back as money."""
        return self.goods_fen + self.shipping_fen - self.clawback_fen - self.assets_fen


class ReturnError(ValueError):
    """More pieces than the line has, or a line that is not there: misuse by the caller."""


def refund(outcome, returned, *, before=None, cart=None, snapshot=None, options=DEFAULT, shipping_fen=0, charge_back=False,
           cancelled=False, as_given=False):
    """Plan a return, in any number of steps.

    :param outcome: the stored Outcome.
    :param returned: line id -> pieces that come back now.
    :param before: line id -> pieces that came back earlier.
    :param cart: the Cart, and ``snapshot`` its rules; needed for rules whose clawback or gifts ask for the goods kept.
    :param shipping_fen: freight to give back, as the company decides.
    :param cancelled: the order is cancelled before its shipment: every code is usable again.
    :param charge_back: the buyer's bank took the money back: codes stay used.
    :param as_given: the engine prices this cart otherwise today: goods that stay keep what they got, no rule is worked out again; points and cash
        back follow what was paid for them.
    :return: RefundPlan; the steps of a full return give back exactly what was paid for the goods.
    :raises ReturnError: when more pieces come back than there are.
    """
    earlier = dict(before or {})
    lines = {line.id: line for line in outcome.lines}
    for name in {*returned, *earlier}:
        if name not in lines or returned.get(name, 0) < 0 or returned.get(name, 0) + earlier.get(name, 0) > lines[name].qty:
            raise ReturnError(f"line {name}: {returned.get(name)} pieces cannot come back")
    pieces, goods = [], 0
    for line in outcome.lines:
        end = line.qty - earlier.get(line.id, 0)
        for start, count, now in _between(line.pieces, end - returned.get(line.id, 0), end):
            pieces.append((line.id, start, count, now))
            goods += count * now
    after = {name: earlier.get(name, 0) + returned.get(name, 0) for name in {*returned, *earlier}}
    full = all(after.get(line.id, 0) == line.qty for line in outcome.lines if line.qty > 0)
    loss = _losses(outcome, after, cart, snapshot, options, as_given)
    lost_before = _losses(outcome, earlier, cart, snapshot, options, as_given)
    claws = tuple(
        Clawback(name, loss[0].get(name, 0) - lost_before[0].get(name, 0)) for name in {**loss[0], **lost_before[0]}
        if loss[0].get(name, 0) > lost_before[0].get(name, 0) or (name in lost_before[0] and snapshot.by_id[name].clawback == "reprice"
            and loss[0].get(name, 0) < lost_before[0][name]))
    gifts = tuple(gift for gift in loss[1] if gift not in lost_before[1])
    gone = loss[2] - lost_before[2]
    return RefundPlan(
        tuple(pieces), goods, shipping_fen, _assets(outcome, earlier, after), claws, gifts, _codes(outcome, snapshot, full, charge_back, cancelled),
        tuple((issue.rule, issue.kind, issue.key, issue.count) for issue in outcome.issues if full or issue.rule in gone), full,
        () if full else loss[3], as_given)


def _between(pieces, begin, end):
    """Runs (first piece, count, fen) of a line from `begin` to before `end`."""
    at = 0
    for count, now in pieces:
        low, high = max(begin, at), min(end, at + count)
        if low < high:
            yield low, high - low, now
        at += count


def _assets(outcome, earlier, after):
    """How much more goes back to each asset: its part of the pieces returned so far, less that of the pieces returned before."""
    due, was = _due(outcome, after), _due(outcome, earlier)
    return tuple(AssetBack(use.rule, use.asset, now - before)
                 for use, now, before in zip(outcome.assets, due, was, strict=True) if now > before)


def _due(outcome, gone):
    """Fen of each asset in the pieces that are gone, in whole steps of the asset."""
    due = [0] * len(outcome.assets)
    for k, line in enumerate(outcome.lines):
        count = gone.get(line.id, 0)
        parts = [use.line_fen[k] for use in outcome.assets]
        if count and any(parts):
            value = sum(size * now for _start, size, now in _between(line.pieces, line.qty - count, line.qty))
            for n, fen in enumerate(_seats(value, [*parts, line.net_fen - sum(parts)])[:-1]):
                due[n] += fen
    return [fen - fen % use.step_fen for fen, use in zip(due, outcome.assets, strict=True)]


def _seats(value, weights):
    """Split a part of a whole in the proportion of weights that sum to the whole, so that no share falls when the value grows.

    Largest remainders do not promise that; the divisor method (Webster) does, and it gives the weights themselves for the whole.
    """
    whole, size = sum(weights), len(weights)
    shares = [max(0, value * weight // whole - size) for weight in weights]
    for _fen in range(value - sum(shares)):
        best = 0
        for k in range(1, size):
            if weights[k] * (2 * shares[best] + 1) > weights[best] * (2 * shares[k] + 1):
                best = k
        shares[best] += 1
    return shares


def _losses(outcome, gone, cart, snapshot, options, as_given):
    """(rule -> fen no longer earned, gifts concerned, rules that no longer apply, promises earned in part) for the goods that are kept."""
    policies = {rule.id: rule for rule in snapshot.rules} if snapshot else {}
    touched = [effect for effect in outcome.effects if _depends(policies.get(effect.rule), effect)]
    if not touched or not any(gone.values()):
        return {}, (), frozenset(), ()
    kept = [replace(line, qty=line.qty - gone.get(line.id, 0)) for line in cart.lines]
    paid = {line.id: sum(count * fen for _first, count, fen in _between(line.pieces, 0, line.qty - gone.get(line.id, 0))) for line in outcome.lines}
    result = None
    if any(line.qty for line in kept):
        if as_given:
            return {}, (), frozenset(), tuple(
                one for effect in touched for one in still_earned(effect, effect, policies[effect.rule], paid, 0, cart, options))
        applied = {effect.rule for effect in outcome.effects}
        rules = snapshot.without({rule.id for rule in snapshot.rules} - applied)
        result = evaluate(replace(cart, lines=tuple(line for line in kept if line.qty)), rules, None, options)
    now = {effect.rule: effect for effect in result.effects} if result else {}
    claws, gifts, lost, left = {}, [], set(), []
    for effect in touched:
        rule, again = policies[effect.rule], now.get(effect.rule)
        if again is None:
            lost.add(rule.id)
        if result is not None:
            fen = _missed(effect, again, gone, outcome) if rule.clawback == "reprice" else 0
            if rule.clawback == "fixed" and again is None:
                fen = rule.clawback_fen
            if fen > 0:
                claws[rule.id] = fen
        gifts += _gifts(rule, effect, again)
    for effect in touched if result else ():
        left += still_earned(effect, now.get(effect.rule), policies[effect.rule], paid, sum(claws.values()), cart, options)
    return claws, tuple(gifts), frozenset(lost), tuple(left)


def _depends(rule, effect):
    return rule is not None and (rule.clawback != "keep" or (effect.gifts and rule.gift_return != "keep") or effect.issues)


def _missed(effect, again, gone, outcome):
    """What the kept pieces got from a rule, less what the rule gives them now."""
    qty = {line.id: line.qty for line in outcome.lines}
    kept = 0
    for name, start, count, share in effect.shares:
        kept += max(0, min(count, qty[name] - gone.get(name, 0) - start)) * share
    return max(0, kept - (again.goods_fen if again else 0))


def _gifts(rule, effect, again):
    """Gifts of a rule that the kept goods no longer earn."""
    still = {}
    for gift in again.gifts if again else ():
        still[gift.sku] = still.get(gift.sku, 0) + gift.qty
    for gift in effect.gifts:
        over = gift.qty - min(gift.qty, still.get(gift.sku, 0))
        still[gift.sku] = still.get(gift.sku, 0) - (gift.qty - over)
        if over and rule.gift_return != "keep":
            yield GiftBack(rule.id, gift.sku, over, rule.gift_return, over * gift.value_fen if rule.gift_return == "deduct_value" else 0)


def _codes(outcome, snapshot, full, charge_back, cancelled):
    if not (full or cancelled) or charge_back or not snapshot:
        return ()
    rules = snapshot.by_id
    return tuple(name for name in outcome.applied if name in rules and rules[name].code and (cancelled or rules[name].code_back))


def preview(outcome, choices, **more):
    """Show the refund of several choices of pieces before one is accepted.

    :param choices: name -> (line id -> pieces). :param more: as for ``refund``.
    :return: name -> RefundPlan.
    """
    found: Mapping = {name: refund(outcome, returned, **more) for name, returned in choices.items()}
    return found


__all__ = ["AssetBack", "Clawback", "GiftBack", "RefundPlan", "ReturnError", "preview", "refund"]
