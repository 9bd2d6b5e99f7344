"""After a drill: is everything that was acknowledged there exactly once, and nothing that nobody asked for?"""
import json

from odoo.addons.dealer_prepaid.sql import chain, check, gate

from .invariants import ALWAYS, AT_REST, violations


def left(env):
    """The statement that says what recovery still has to do."""
    return gate.left_behind()


def _lines(folder, pattern):
    for path in sorted(folder.glob(pattern)):
        for line in path.read_text().splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                pass    # the worker was killed while it wrote its last line


def _rows(env, text, *args):
    env.cr.execute(text, list(args))
    return env.cr.fetchall()


def judge(env, folder, figures):
    """Compare.

    :param figures: dict that gets the counts.
    :return: list of problems, empty when all is well.
    """
    acks, wants = list(_lines(folder, "ack-*.jsonl")), {(kind, key): (account, fen) for kind, key, account, fen in _lines(folder, "want-*.jsonl")}
    sweeps = list(_lines(folder, "sweeps-*.jsonl"))
    figures.update(acknowledged=len(acks), sweeps=len(sweeps), terminated=sum(cut for _found, _heads, cut in sweeps))
    found = [f"during the run: {text}" for text in dict.fromkeys(text for texts, _heads, _cut in sweeps for text in texts)]
    operations = {(kind, key): (account, id_) for id_, kind, key, account in _rows(
        env, "SELECT id, kind, key, account_id FROM prepaid_operation WHERE key NOT LIKE 'shop-%%'")}
    figures["operations"] = len(operations)
    full = list(_lines(folder, "full.jsonl"))
    figures["full_answers"], figures["full_sentences"] = len(full), sum(name == "UserError" for name, _text in full)
    totals = dict(_rows(env, "SELECT operation_id, (sum(amount) * 100)::bigint FROM prepaid_entry GROUP BY 1"))
    holds = {key: (account, fen, state, open_fen) for key, account, fen, state, open_fen in _rows(
        env, """SELECT key, account_id, (amount * 100)::bigint, state, ((amount - captured - released) * 100)::bigint FROM prepaid_hold""")}
    found += _lost(acks, operations, totals, holds)
    found += _unasked(wants, operations, totals)
    found += _orders(env, holds)
    found += _heads(env, sweeps)
    found += violations(env.cr, {**ALWAYS, **AT_REST})
    company = env.company.id
    found += [f"the proof of the add-on: {row}" for row in (
        *check.account_proof(env.cr, company), *check.lot_proof(env.cr, company), *chain.broken_links(env.cr, company))][:5]
    return found


def _lost(acks, operations, totals, holds):
    lost = []
    for kind, key, account, fen, outcome in acks:
        there = operations.get((kind, key))
        if kind == "release":
            if key not in holds or holds[key][3]:
                lost.append(f"acknowledged release of {key} is not there")
        elif outcome == "refused":
            if there or (key in holds and holds[key][2] not in ("released",)):
                lost.append(f"refused {kind} {key} is there")
        elif not there or there[0] != account:
            lost.append(f"acknowledged {kind} {key} is not there")
        elif kind == "hold" and holds.get(key, (0, 0))[:2] != (account, fen):
            lost.append(f"acknowledged hold {key} of {fen} is {holds.get(key)}")
        elif kind in ("capture", "entries", "debit") and totals.get(there[1]) != fen:
            lost.append(f"acknowledged {kind} {key} of {fen} has entries of {totals.get(there[1])}")
    return lost[:10]


def _unasked(wants, operations, totals):
    more = []
    for (kind, key), (account, id_) in operations.items():
        if key.startswith("point-"):
            continue
        wanted = wants.get((kind, key.rpartition(":")[0] if kind == "release" else key))
        if wanted is None or wanted[0] != account:
            more.append(f"nobody asked for {kind} {key}")
        elif kind in ("capture", "entries", "debit") and totals.get(id_) != wanted[1]:
            more.append(f"{kind} {key} was asked for {wanted[1]} and has entries of {totals.get(id_)}")
    return more[:10]


def _orders(env, holds):
    """Each order has its money, and no money is kept back for an order that is not there (I9)."""
    orders = {key: (account, fen, cancelled) for key, account, fen, cancelled in _rows(env, "SELECT key, account_id, fen, cancelled FROM drill_order")}
    wrong = [f"order {key} has no hold of its amount: {holds.get(key)}" for key, (account, fen, _c) in orders.items()
             if holds.get(key, (0, 0))[:2] != (account, fen)]
    wrong += [f"order {key} is cancelled and holds {holds[key][3]}" for key, (_a, _f, cancelled) in orders.items()
              if cancelled and key in holds and holds[key][3]]
    wrong += [f"hold {key} keeps {hold[3]} for no order" for key, hold in holds.items()
              if key.startswith(("order-", "point-")) and hold[3] and key not in orders]
    return wrong[:10]


def _heads(env, sweeps):
    """Every end of a chain that was ever seen still stands in it (I15)."""
    chains = {(account, sequence): digest for account, sequence, digest in _rows(
        env, "SELECT account_id, sequence, hash FROM prepaid_entry WHERE hash IS NOT NULL")}
    seen = {(account, sequence, digest) for _found, heads, _cut in sweeps for account, sequence, digest in heads}
    return [f"entry {sequence} of account {account} is not the one that was seen" for account, sequence, digest in seen
            if chains.get((account, sequence)) != digest][:5]
