"""Laws that need no expected figure.

M1 the order between accounts does not count, M2 nor in how many parts money comes in, M3 nor in how many parts an order ships;
M4 an order that is cancelled never was; M5 what is asked for again changes nothing; M6 what is given back as a whole is as before.
"""
import random

from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .common import PrepaidCommon

TURNS = 6


@tagged("post_install", "-at_install")
class TestMetamorphic(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = cls._open_account(cls.d1) | cls._open_account(cls.partners["D2"])

    def _run(self, commands, again=0):
        """Carry commands out, give the figures of each account, and undo everything.

        :param again: so many of the last commands are asked for once more, under the same keys.
        """
        savepoint, refused = self.env.cr.savepoint(), set()
        numbered = list(enumerate(commands))
        for number, (account, act, key, fen) in [*numbered, *numbered[len(numbered) - again:]]:
            owner = ("res.partner", account.partner_id.id)
            if (account, key) in refused:
                continue  # there was not enough money for this order
            if act == "topup":
                account._post_entries(f"{account.id},{key},{number}", [{"kind": "topup", "amount_fen": fen, "label": key}], *owner)
            elif act == "hold":
                if not account._hold(f"{account.id},{key}", fen, *owner, key).ok:
                    refused.add((account, key))
            elif act == "capture":
                account._capture(
                    f"{account.id},{key}", fen, operation_key=f"{account.id},{key},ship{number}", label=key, res_model=owner[0], res_id=owner[1],
                    order_model="drill", order_id=int(key[1:] or 0) + 1)
            elif act == "refund":
                account._post_entries(
                    f"{account.id},{key},{number}", [{"kind": "refund", "amount_fen": fen, "label": key}], *owner, "drill", int(key[1:] or 0) + 1)
            elif act == "gift":
                account._post_entries(f"{account.id},{key},{number}", [{"kind": "gift", "amount_fen": fen, "label": key, "bucket": "gift"}], *owner)
            else:
                account._release(f"{account.id},{key}", "undone")
        self.env.flush_all()
        self.env.invalidate_all()
        figures = {
            account.id: (
                to_fen(account.balance), to_fen(account.held), to_fen(account.available), account._free_by_bucket()[account.id],
                sorted(to_fen(entry.amount) for entry in account.entry_ids), sorted((hold.label, hold.state) for hold in account.hold_ids))
            for account in self.accounts}
        savepoint.close(rollback=True)
        self.env.clear()
        return figures

    def _commands(self, account, dice):
        """A life of one account: money comes in, orders hold it, ship in part, are cancelled."""
        commands = []
        for number in range(4):
            key, fen = f"o{number}", dice.randrange(1, 200_000)
            commands.append((account, "hold", key, fen))
            if dice.random() < 0.6:
                commands.append((account, "capture", key, dice.randrange(1, fen + 1)))
            elif dice.random() < 0.7:
                commands.append((account, "release", key, 0))
            if dice.random() < 0.4:
                commands.append((account, "topup", f"t{number}", dice.randrange(1, 100_000)))
        return commands

    def test_m1_order_between_accounts(self):
        """Whatever the order in which two accounts take their turns, each ends with the figures it has when it is alone."""
        for seed in range(TURNS):
            dice = random.Random(seed)
            lives = [self._commands(account, dice) for account in self.accounts]
            expected = self._run([*lives[0], *lives[1]])
            turns = [side for side, life in enumerate(lives) for _command in life]
            dice.shuffle(turns)
            queues = [iter(life) for life in lives]
            self.assertEqual(self._run([next(queues[side]) for side in turns]), expected, f"seed {seed}: mixed")
            self.assertEqual(self._run([*lives[1], *lives[0]]), expected, f"seed {seed}: the other one first")

    def test_m2_one_topup_or_many(self):
        """Money that comes in n parts is the same money: what can be ordered, held and shipped does not change by a fen."""
        account = self.accounts[0]
        for seed in range(TURNS):
            dice = random.Random(seed)
            total, parts = dice.randrange(10, 300_000), dice.randrange(2, 8)
            cuts = sorted(dice.sample(range(1, total), parts - 1))
            pieces = [end - start for start, end in zip([0, *cuts], [*cuts, total], strict=True)]
            whole = dice.randrange(1, 500_000 + total + 1)
            rest = [(account, "hold", "o", whole), (account, "capture", "o", dice.randrange(1, whole + 1)), (account, "hold", "p", total)]
            one = self._run([(account, "topup", "t", total), *rest])[account.id]
            many = self._run([*[(account, "topup", "t", piece) for piece in pieces], *rest])[account.id]
            self.assertEqual(many[:4], one[:4], (seed, pieces))
            self.assertEqual(many[5], one[5], "the same orders are funded")
            self.assertEqual(sum(many[4]), sum(one[4]))

    def test_m2_to_the_last_fen(self):
        """What was topped up in parts can be held to the fen, and not a fen more."""
        account = self.accounts[0]
        for pieces in ([10_000], [1] * 5 + [9_995], [3_333, 3_333, 3_334]):
            commands = [(account, "topup", "t", piece) for piece in pieces]
            self.assertEqual(self._run([*commands, (account, "hold", "all", 510_000)])[account.id][1:3], (510_000, 0), pieces)
            self.assertEqual(self._run([*commands, (account, "hold", "all", 510_001)])[account.id][1:3], (0, 510_000), pieces)

    def test_m3_parts_or_at_once(self):
        """An order that ships in n parts takes the same money from the same lots as one that ships at once."""
        account = self.accounts[0]
        for seed in range(TURNS):
            dice = random.Random(seed)
            fen = dice.randrange(10, 600_000)
            cuts = sorted(dice.sample(range(1, fen), dice.randrange(1, 6)))
            pieces = [end - start for start, end in zip([0, *cuts], [*cuts, fen], strict=True)]
            before = [(account, "gift", "g0", 30_000), (account, "topup", "t", 100_000), (account, "hold", "o1", fen)]
            one = self._run([*before, (account, "capture", "o1", fen)])[account.id]
            many = self._run([*before, *[(account, "capture", "o1", piece) for piece in pieces]])[account.id]
            self.assertEqual((many[:4], many[5]), (one[:4], one[5]), (seed, pieces))

    def test_m4_cancelled_never_was(self):
        """An order that is confirmed and cancelled leaves the money of each bucket where it was; only its history stays."""
        account = self.accounts[0]
        life = self._commands(account, random.Random(4))
        more = [*life, (account, "gift", "g0", 30_000), (account, "hold", "o9", 12_345), (account, "release", "o9", 0)]
        self.assertEqual(self._run(more)[account.id][:4], self._run(more[:-2])[account.id][:4])

    def test_m5_any_suffix_again(self):
        """Whatever end of the log is asked for again, nothing changes."""
        account = self.accounts[0]
        life = self._commands(account, random.Random(5))
        once = self._run(life)
        for again in range(1, len(life) + 1):
            self.assertEqual(self._run(life, again), once, f"the last {again} again")

    def test_m6_all_of_it_back(self):
        """An order given back as a whole, in whatever parts, restores what is free in each bucket."""
        account = self.accounts[0]
        before = [(account, "gift", "g0", 30_000), (account, "topup", "t", 1_000)]
        free = self._run(before)[account.id][2:4]
        for parts in ((40_000,), (1, 29_999, 10_000), (10_000, 30_000)):
            order = [(account, "hold", "o1", 40_000), (account, "capture", "o1", 40_000)]
            back = self._run([*before, *order, *[(account, "refund", "o1", part) for part in parts]])[account.id]
            self.assertEqual(back[2:4], free, parts)
