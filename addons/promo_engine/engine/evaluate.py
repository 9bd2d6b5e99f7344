"""``evaluate``: the only place with the order of levels. Pure: no clock, no random, no database."""
from dataclasses import dataclass

from . import conditions, kinds
from .assets import pay
from .attempt import attempt
from .choose import best_plan, choose
from .choose.conflicts import fits, group_rooms
from .eligible import refusal
from .finish import finish
from .options import DEFAULT
from .outcome import InvariantError
from .pricing import price_level
from .rule import LEVELS
from .snapshot import Snapshot
from .work import Work

GOODS_LEVELS = LEVELS[1:6]


@dataclass
class Run:
    """One pass over all levels.

    :ivar work: the work with the amounts after it. :ivar drafts: effects in the order they were applied.
    :ivar rejected: (rule id, code, pairs). :ivar eligible: ids of rules whose conditions were met.
    """

    work: Work
    drafts: list
    rejected: list
    eligible: set
    assets: tuple = ()

    @property
    def ids(self):
        """Ids of the rules that did something."""
        return {draft.rule.id for draft in self.drafts}

    @property
    def benefit(self):
        """What all of it is worth to the buyer in fen."""
        return sum(draft.benefit for draft in self.drafts)


def evaluate(cart, snapshot, availability=None, options=DEFAULT, *, assume=False):
    """Price a cart.

    :param cart: Cart.
    :param snapshot: Snapshot of the rules of the company.
    :param availability: limit id -> what is left of it (orders, pieces, fen), read once; None = nothing is limited.
    :param options: Options of the company.
    :param assume: Companions: take every condition as met, with such goods beside the cart; only for the proof of the worst price.
    :return: Outcome; every rule of the snapshot is in its effects or in its rejected.
    :raises InvariantError: when the result breaks a law of the engine.
    """
    def run(excluded, only=None):
        rules = snapshot if only is None else Snapshot(tuple(only), (), snapshot.versions)
        return _run(Work(cart, rules, availability, options, assume), excluded)

    return finish(best_plan(snapshot.rules, run, options), availability)


def _run(work, excluded):
    """One pass; `excluded` names rules that must not apply, with the reason."""
    rules = work.snapshot.rules
    work.place = {rule.id: k for k, rule in enumerate(rules)}
    work.choices = []
    result = Run(work, [], [], set())
    by_level = {level: [] for level in LEVELS}
    for rule in rules:
        by_level[rule.level].append(rule)
    _price(result, _admit(result, by_level["price"], excluded))
    work.freeze_entry()
    if work.options.order == "as_listed":
        listed = sorted((rule for level in GOODS_LEVELS for rule in by_level[level]), key=lambda rule: (rule.seq, rule.id))
        steps = [[rule] for rule in listed]
        work.place.update({rule.id: len(rules) + k for k, rule in enumerate(listed)})
    else:
        steps = [by_level[level] for level in GOODS_LEVELS]
    for step in steps:
        _level(result, step, excluded)
    _level(result, by_level["payment"], excluded)
    result.assets = pay(work, [draft for draft in result.drafts if draft.assets])
    _unused_assets(result)
    work.settled = True     # after-effects are promises on the final amounts
    _level(result, by_level["after"], excluded)
    return result


def _admit(result, rules, excluded):
    """The rules of a level that may apply; the others are rejected with their reason."""
    found = []
    for rule in rules:
        why = refusal(result.work, rule)
        if not why:
            result.eligible.add(rule.id)
            why = excluded.get(rule.id)
        if why:
            result.rejected.append((rule.id, *why))
        else:
            found.append(rule)
    return found


def _price(result, eligible):
    drafts, refused = price_level(result.work, eligible)
    result.drafts += drafts
    result.rejected += refused


def _level(result, rules, excluded):
    work = result.work
    work.start_level()
    eligible = _admit(result, rules, excluded)
    if not eligible:
        return
    chosen, lost = choose(work, eligible)
    result.rejected += [(name, *why) for name, why in lost.items()]
    rooms = group_rooms(work.snapshot.rules) if any(rule.groups or rule.not_with for rule in chosen) else {}
    for rule in chosen:
        taken = [draft.rule for draft in result.drafts if draft.rule.groups or draft.rule.not_with or rule.not_with]
        other = fits(rule, taken, rooms) if taken else None
        if other:
            result.rejected.append((rule.id, "lost_to", (("by", other.id),)))
            continue
        draft, why = attempt(work, rule)
        if draft:
            result.drafts.append(draft)
            result.rejected += [(rule.id, *note) for note in draft.notes]
        else:
            result.rejected.append((rule.id, *why))


def _unused_assets(result):
    """Rules that only wished to pay, and had nothing to pay, did nothing."""
    used = {use.rule for use in result.assets}
    for draft in [draft for draft in result.drafts if draft.assets and draft.rule.id not in used]:
        if not (draft.goods or draft.freight or draft.gifts or draft.issues):
            result.drafts.remove(draft)
            result.rejected.append((draft.rule.id, "no_benefit", ()))


__all__ = ["InvariantError", "conditions", "evaluate", "kinds"]
