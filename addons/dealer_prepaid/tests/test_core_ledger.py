"""Decisions of the ledger at their edges, and its laws under random commands. No Odoo, no database."""
import random
from dataclasses import replace

from odoo.addons.dealer_prepaid.ledger import (
    Balance,
    Decision,
    EntryLine,
    Hold,
    Refusal,
    capture,
    hold,
    post_entries,
    release,
    season_close,
    top_up,
)
from odoo.addons.dealer_prepaid.ledger.kinds import KINDS, kind_selection, register

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

OPEN = Balance("open", 500_000)


class TestDecide(BaseCase):
    def assert_refused(self, decision, code, **params):
        self.assertIsInstance(decision, Refusal)
        self.assertEqual((decision.code, dict(decision.params)), (code, params))

    def test_top_up_opens_at_the_minimum(self):
        for posted, amount, opens in ((0, 499_999, False), (0, 500_000, True), (499_999, 1, True), (499_998, 1, False), (0, 500_001, True)):
            with self.subTest(posted=posted, amount=amount):
                decision = top_up(Balance("draft", posted), amount, 500_000)
                self.assertEqual((decision.opens, decision.available_delta_fen), (opens, amount))
        self.assertFalse(top_up(OPEN, 1, 500_000).opens)
        for posted, amount, opens in ((499_999, 1, False), (499_999, 499_999, False), (0, 500_000, True), (499_999, 500_000, True)):
            self.assertEqual(top_up(Balance("draft", posted), amount, 500_000, True).opens, opens)
        self.assert_refused(top_up(Balance("closed"), 1, 0), "account_closed")
        self.assert_refused(top_up(OPEN, 0, 0), "amount_not_positive", amount_fen=0)
        self.assert_refused(top_up(OPEN, 10**13 + 1, 0), "amount_too_large", amount_fen=10**13 + 1)

    def test_hold(self):
        self.assertEqual(hold(OPEN, 500_000), Decision(hold_delta_fen=500_000))
        self.assert_refused(hold(OPEN, 500_001), "short", available_fen=500_000, needed_fen=500_001, missing_fen=1)
        self.assertIsInstance(hold(replace(OPEN, credit_line_fen=1), 500_001), Decision)
        self.assert_refused(hold(replace(OPEN, held_fen=450_000), 68_000), "short", available_fen=50_000, needed_fen=68_000, missing_fen=18_000)
        for state, code in (("draft", "account_not_open"), ("frozen", "account_frozen"), ("closing", "account_closing"), ("closed", "account_closed")):
            self.assert_refused(hold(replace(OPEN, state=state), 1), code)
        for value in (1.5, "1", True, None):
            with self.assertRaises(TypeError):
                hold(OPEN, value)

    def test_capture(self):
        """D08: more than is held needs a new hold."""
        held = Hold("k", 68_000, 34_000)
        parts = {"goods": 30_000, "admin": 2_400, "logistics": 1_600}
        decision = capture(held, EntryLine("capture", -34_000, "", parts))
        self.assertEqual((decision.hold_delta_fen, decision.available_delta_fen), (-34_000, 0))
        self.assert_refused(capture(held, EntryLine("capture", -34_001)), "hold_too_small", open_fen=34_000, needed_fen=34_001, missing_fen=1)
        self.assert_refused(capture(Hold("k", 1, 1), EntryLine("capture", -1)), "hold_closed", needed_fen=1)
        self.assert_refused(capture(held, EntryLine("capture", -5, "", {"goods": 4})), "bad_components", amount_fen=5, sum_fen=4)
        self.assert_refused(capture(held, EntryLine("capture", 5)), "amount_not_positive", amount_fen=-5)

    def test_release(self):
        self.assertEqual(release(Hold("k", 10, 3)).available_delta_fen, 7)
        self.assertEqual(release(Hold("k", 10, 3, 7)), Decision())
        self.assertEqual(release(Hold("k", 10), 4).hold_delta_fen, -4)
        self.assert_refused(release(Hold("k", 10, 3), 8), "hold_too_small", open_fen=7, needed_fen=8, missing_fen=1)

    def test_post_entries(self):
        lines = (EntryLine("refund", 30_000), EntryLine("postage", -1_800), EntryLine("handling", -1_000))
        self.assertEqual(post_entries(OPEN, lines).available_delta_fen, 27_200)
        self.assert_refused(post_entries(OPEN, lines[1:]), "net_debit", needed_fen=2_800)
        self.assert_refused(post_entries(OPEN, ()), "nothing_to_post")
        self.assert_refused(post_entries(Balance("closed"), lines), "account_closed")
        self.assert_refused(post_entries(OPEN, (EntryLine("refund", -1),)), "bad_sign", kind="refund", amount_fen=-1)
        with self.assertRaises(ValueError):
            post_entries(OPEN, (EntryLine("nonsense", 1),))

    def test_season_close(self):
        self.assertEqual(season_close(Balance("closing", 55_400)).entries, (EntryLine("season_refund", -55_400),))
        self.assertEqual(season_close(Balance("closing")), Decision())
        self.assert_refused(season_close(Balance("closing", 100, 1)), "open_holds", held_fen=1)
        self.assert_refused(season_close(Balance("closing", -300)), "account_in_debt", missing_fen=300)

    def test_kinds(self):
        self.assertEqual(len(kind_selection()), len(KINDS))
        for code, sign in (("topup", 1), ("new", 2)):
            with self.assertRaises(ValueError):
                register(code, "x", sign)


class Book:
    """An account in memory that carries decisions out: the oracle of the random walk."""

    def __init__(self):
        self.balance, self.holds, self.opened = Balance(), {}, False

    def apply(self, decision, key=None):
        if isinstance(decision, Refusal):
            return False
        self.balance = replace(
            self.balance, posted_fen=self.balance.posted_fen + sum(e.amount_fen for e in decision.entries),
            held_fen=self.balance.held_fen + decision.hold_delta_fen,
            state="open" if decision.opens else self.balance.state)
        return True


class TestLaws(BaseCase):
    def test_random_walks_never_overdraw(self):
        for seed in range(60):
            rng, book = random.Random(seed), Book()
            for step in range(120):
                amount = rng.choice((1, 99, 680_00, 2_500_00, 5_000_00))
                choice = rng.randrange(5)
                before = book.balance
                if choice == 0:
                    done = book.apply(top_up(before, amount, 500_000))
                elif choice == 1:
                    done = book.apply(hold(before, amount))
                    if done:
                        book.holds[step] = Hold(str(step), amount)
                elif choice == 2 and book.holds:
                    key = rng.choice(list(book.holds))
                    done = book.apply(capture(book.holds[key], EntryLine("capture", -amount)))
                    if done:
                        self.assertEqual(book.balance.available_fen, before.available_fen, "a capture leaves available as it is")
                        book.holds[key] = replace(book.holds[key], captured_fen=book.holds[key].captured_fen + amount)
                elif choice == 3 and book.holds:
                    key = rng.choice(list(book.holds))
                    decision = release(book.holds[key])
                    done = book.apply(decision)
                    book.holds[key] = replace(book.holds[key], released_fen=book.holds[key].released_fen - decision.hold_delta_fen)
                else:
                    done = book.apply(post_entries(before, (EntryLine("refund", amount), EntryLine("handling", -1))))
                self.assertGreaterEqual(book.balance.available_fen, 0, (seed, step))
                self.assertEqual(book.balance.held_fen, sum(h.open_fen for h in book.holds.values()))
                self.assertTrue(done or book.balance == before, "a refusal changes nothing")
