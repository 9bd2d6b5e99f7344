"""Lots: order of use, expiry, shares, and refunds that go back where the money came from."""
import random

import pytest

from odoo.addons.dealer_prepaid.ledger import NEW_LOT, BucketRule, Cover, Lot, charge, restore, split

RULES = (BucketRule("gift", 10, 3_000), BucketRule("rebate", 20), BucketRule("cash", 40))


@pytest.mark.parametrize(("lots", "fen", "parts", "left"), [
    ([Lot(1, "cash", 500_000)], 68_000, [(1, 68_000)], 0),
    ([Lot(1, "cash", 500_000), Lot(2, "gift", 20_000)], 100_000, [(2, 20_000), (1, 80_000)], 0),
    ([Lot(1, "cash", 500_000), Lot(2, "gift", 90_000)], 100_000, [(2, 30_000), (1, 70_000)], 0),        # 30 % of the order
    ([Lot(1, "cash", 1_000), Lot(2, "rebate", 500, "2026-12-01"), Lot(3, "rebate", 500, "2026-11-30")], 1_200, [(3, 500), (2, 500), (1, 200)], 0),
    ([Lot(1, "rebate", 500, "2026-11-21"), Lot(2, "cash", 400)], 600, [(2, 400)], 200),                 # its last day is over
    ([Lot(1, "rebate", 500, "2026-11-22")], 500, [(1, 500)], 0),                                        # its last day is today
    ([Lot(1, "gift", 100), Lot(2, "cash", 100)], 1, [(2, 1)], 0),                                        # 30 % of 0.01 is nothing
    ([], 5, [], 5),
    ([Lot(1, "rebate", 500), Lot(2, "rebate", 500, "2026-12-01")], 600, [(2, 500), (1, 100)], 0),       # without a last day: last
    ([Lot(1, "expense", 500)], 5, [], 5),                                                               # a bucket without a rule
])
def test_split(lots, fen, parts, left):
    assert split(lots, RULES, fen, "2026-11-22") == (parts, left)


def test_split_keeps_to_allowed_buckets():
    lots = [Lot(1, "cash", 100), Lot(2, "rebate", 100)]
    assert split(lots, RULES, 150, "2026-11-22", ("cash",)) == ([(1, 100)], 50)


def test_split_never_takes_more_than_there_is():
    rng = random.Random(7)
    for _turn in range(3_000):
        lots = [
            Lot(i, rng.choice(("gift", "rebate", "cash")), rng.randrange(0, 400), rng.choice(("", "2026-11-01", "2026-11-22", "2026-12-01")))
            for i in range(1, rng.randrange(1, 8))]
        fen = rng.randrange(1, 1_500)
        parts, left = split(lots, RULES, fen, "2026-11-22")
        free = {lot.id: lot.free_fen for lot in lots}
        assert sum(part for _lot, part in parts) + left == fen
        assert all(0 < part <= free[lot] for lot, part in parts)
        assert sum(part for lot, part in parts if lots[lot - 1].bucket == "gift") <= fen * 3_000 // 10_000


@pytest.mark.parametrize(("used", "restored", "fen", "plan"), [
    ([(2, 200), (1, 800)], {}, 300, [(1, 300)]),
    ([(2, 200), (1, 800)], {}, 900, [(1, 800), (2, 100)]),
    ([(2, 200), (1, 800)], {1: 800}, 150, [(2, 150)]),
    ([(2, 200), (0, 800)], {}, 900, [(2, 200), (NEW_LOT, 700)]),      # what a credit line paid comes back as money
    ([], {}, 50, [(NEW_LOT, 50)]),
    ([(1, 100), (2, 50), (1, 100)], {}, 220, [(1, 200), (2, 20)]),
])
def test_restore(used, restored, fen, plan):
    assert restore(used, restored, fen) == plan


def test_full_refund_restores_every_lot():
    rng = random.Random(3)
    for _turn in range(2_000):
        used = [(rng.randrange(1, 5), rng.randrange(1, 500)) for _i in range(rng.randrange(1, 6))]
        total, restored = sum(fen for _lot, fen in used), {}
        while total:
            fen = rng.randrange(1, total + 1)
            for lot, part in restore(used, restored, fen):
                restored[lot] = restored.get(lot, 0) + part
            total -= fen
        room = {}
        for lot, fen in used:
            room[lot] = room.get(lot, 0) + fen
        assert restored == room


def test_charges_use_cash_first():
    assert charge([(2, 30), (1, 50)], [1], 60) == [(1, -50), (2, -10)]
    assert charge([(NEW_LOT, 30), (2, 5)], [], 30) == [(NEW_LOT, -30)]
    with pytest.raises(ValueError, match="by 1 fen"):
        charge([(1, 10)], [1], 11)


# -- what is said before the gate is asked

CASH = Lot(1, "cash", 50_000)
TODAY = "2026-11-22"


@pytest.mark.parametrize(("lots", "line", "totals", "needed"), [
    ([CASH], 0, [68_000], [18_000]),
    ([CASH], 0, [30_000, 30_000, 1], [0, 10_000, 10_001]),
    ([], 0, [], []),
    ([CASH], 10_000, [68_000, 100], [8_000, 8_100]),
    ([], -2_000, [500, 500], [2_500, 3_000]),                                              # a debt beyond the line is settled first
    ([CASH], -2_000, [500, 49_500, 1], [0, 0, 2_001]),                                     # and asks for nothing while the cash is enough
    ([CASH, Lot(2, "gift", 90_000)], 0, [100_000, 100_000], [20_000, 90_000]),             # 30 % of each order
    ([CASH, Lot(2, "rebate", 90_000, "2026-11-21")], 0, [60_000], [10_000]),               # its last day is over
    ([CASH, Lot(2, "gift", 10_000)], 0, [10_000, 60_000, 10_000], [0, 10_000, 20_000]),
])
def test_topups(lots, line, totals, needed):
    assert Cover(lots, RULES, line, TODAY).topups(totals) == needed


@pytest.mark.parametrize(("lots", "line", "paid", "totals", "goes"), [
    ([CASH], 0, 18_000, [68_000], [True]),
    ([CASH], 0, 17_999, [68_000, 67_999], [False, True]),                                  # a smaller one behind it passes
    ([CASH, Lot(2, "gift", 90_000)], 0, 0, [71_428, 20_000], [True, False]),
    ([], -2_000, 2_500, [501, 500], [False, True]),
    ([], 1_000, 0, [600, 600, 400], [True, False, True]),
])
def test_released_by(lots, line, paid, totals, goes):
    assert Cover(lots, RULES, line, TODAY).released_by(paid, totals) == goes


def test_the_named_payment_is_enough_and_the_smallest():
    rng = random.Random(11)
    for _turn in range(2_000):
        lots = [
            Lot(i, rng.choice(("gift", "rebate", "cash")), rng.randrange(0, 400), rng.choice(("", "2026-11-01", "2026-11-22", "2026-12-01")))
            for i in range(1, rng.randrange(1, 8))]
        totals = [rng.randrange(1, 900) for _order in range(rng.randrange(1, 5))]
        cover = Cover(lots, RULES, rng.choice((0, 0, 250, -120)), TODAY)
        for count, needed in enumerate(cover.topups(totals), 1):
            assert all(cover.released_by(needed, totals[:count]))
            assert not needed or not all(cover.released_by(needed - 1, totals[:count]))
