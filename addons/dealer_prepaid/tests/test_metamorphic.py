"""Laws that need no expected figure: M1 the order between accounts does not count, M2 nor in how many parts money comes in."""
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

    def _run(self, commands):
        """Carry commands out, give the figures of each account, and undo everything."""
        savepoint, refused = self.env.cr.savepoint(), set()
        for number, (account, act, key, fen) in enumerate(commands):
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
                    f"{account.id},{key}", fen, operation_key=f"{account.id},{key},ship", label=key, res_model=owner[0], res_id=owner[1])
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
