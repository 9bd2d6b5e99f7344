"""The ledger beside Odoo's own eWallet (addon loyalty): the same acts, in one run, turn by turn, each a committed request.

What the two do is not the same: the eWallet adds to a number and writes a line of history; the ledger keeps the money back for the order
first, takes it from lots, writes an entry that nobody can change, chains it, and answers a repeated request with the first answer.
"""
import time

from ..load.yard import Yard
from .registry import Row, bench

TURNS, FEN = 60, 700


class Wallet:
    """One eWallet card."""

    def __init__(self, yard):
        self.yard = yard
        self.card = yard.request(self._make)

    def _make(self, env):
        program = env["loyalty.program"].create({"name": "Bench wallet", "program_type": "ewallet", "trigger": "auto", "applies_on": "future"})
        owner = env["prepaid.account"].browse(self.yard.accounts[0]).partner_id
        return env["loyalty.card"].create({"program_id": program.id, "partner_id": owner.id, "points": 50_000}).id

    def _change(self, env, yuan, label):
        """As the wizard of a card and a confirmed order do: a line of history, and the number."""
        card = env["loyalty.card"].browse(self.card)
        env["loyalty.history"].create({
            "card_id": card.id, "description": label, "issued": max(yuan, 0), "used": max(-yuan, 0)})
        card.points += yuan

    def top_up(self, turn):
        """Money comes in."""
        self.yard.request(lambda env: self._change(env, FEN / 100, f"top-up {turn}"))

    def pay(self, turn):
        """An order is paid."""
        self.yard.request(lambda env: self._change(env, -FEN / 100, f"order {turn}"))

    def balance(self, _turn):
        """What is left."""
        return self.yard.request(lambda env: env["loyalty.card"].browse(self.card).points)

    def remove(self):
        """Take it away with its program."""
        def work(env):
            card = env["loyalty.card"].browse(self.card)
            program = card.program_id
            card.unlink()
            program.active = False
            program.unlink()
        self.yard.request(work)


class Ledger:
    """One prepaid account."""

    def __init__(self, yard):
        self.yard, (self.account,) = yard, yard.accounts

    def key(self, turn):
        """The name of a turn's order."""
        return f"wallet-{self.account}-{turn}"

    def top_up(self, turn):
        """Money comes in."""
        self.yard.top_up(self.account, f"{self.key(turn)}-in", FEN)

    def pay(self, turn):
        """An order holds its money; when it ships, that is taken: two requests."""
        self.yard.hold(self.account, self.key(turn), FEN)
        self.yard.capture(self.account, self.key(turn), FEN, f"{self.key(turn)}-s")

    def balance(self, _turn):
        """What is left."""
        return self.yard.request(lambda env: env["prepaid.account"].browse(self.account).available)


@bench
def wallet(database, options):
    """Top-up, payment and balance of one user; milliseconds, and the ratio to the eWallet."""
    yard = Yard(database)
    try:
        ledger, card = Ledger(yard), Wallet(yard)
        taken = {}
        for turn in range(TURNS + 5):
            for side in (ledger, card):
                for act in ("top_up", "pay", "balance"):
                    begun = time.perf_counter()
                    getattr(side, act)(turn)
                    if turn >= 5:   # the first ones fill caches
                        taken.setdefault((side, act), []).append(time.perf_counter() - begun)
        both = ledger.balance(0), card.balance(0)
        card.remove()
    finally:
        yard.clean()
    assert round(both[0] - both[1], 2) == 9_000, both    # the account has a gift besides
    for act, name in (("top_up", "top-up"), ("pay", "pay an order (hold and capture)"), ("balance", "read the balance")):
        ours, theirs = (sorted(taken[side, act])[TURNS // 2] * 1_000 for side in (ledger, card))
        yield Row(f"beside Odoo's eWallet: {name}", round(ours, 2), "ms", round(theirs, 2))
