"""D13: random prices, weights, rates and freights; however an order is cut into shipments, the parts add up to the whole to the fen.

    python -m tests.faults.rounding --cuts 1000000 --seed 1      prints one line of JSON; status 1 with a difference

No database and no Odoo is needed; the add-ons must be importable (``tools.pure.conftest`` or a loaded Odoo).
"""
import argparse
import importlib
import json
import random
import sys
import time

RATES = (0, 100, 300, 600, 900, 1300)


class Rounding:
    """Orders and their shipments, one after the other, from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.settlement = importlib.import_module("odoo.addons.online_offline_order.settlement")
        self.posting = importlib.import_module("odoo.addons.dealer_prepaid.ledger.posting")
        self.money = importlib.import_module("odoo.addons.dealer_base.money")
        self.cuts, self.orders, self.problems = 0, 0, []

    def order(self):
        """One settled order."""
        rng = self.random
        goods = [self.settlement.GoodsLine(str(key), f"line {key}", rng.randrange(1, 30), rng.choice((1, 3, rng.randrange(1, 300_000))),
                                           rng.randrange(1, 20_000)) for key in range(rng.randrange(1, 5))]
        base = sum(line.goods_fen for line in goods)
        fees = [{"code": f"fee{n}", "fen": self.money.percent_of(base, rate), "rate_bp": rate}
                for n, rate in enumerate(rng.sample(range(1, 2_000), rng.randrange(0, 3)))]
        return self.settlement.settle(goods, fees, {"price_fen": rng.choice((0, 1, rng.randrange(1, 100_000)))})

    def cut(self, order, before):
        """The next shipment: some pieces of some lines, at least one."""
        now = {line.key: self.random.randrange(0, line.qty - before.get(line.key, 0) + 1) for line in order.goods}
        if not any(now.values()):
            key = next(line.key for line in order.goods if line.qty > before.get(line.key, 0))
            now[key] = 1
        return now

    def shipments(self, order):
        """Ship an order to its last piece; give the shipments."""
        before, parcels = {}, []
        while not parcels or not parcels[-1].is_last:
            now = self.cut(order, before)
            parcels.append(self.settlement.cut_parcel(order, before, now))
            before = {key: before.get(key, 0) + qty for key, qty in now.items()}
            shipped = sum(parcel.total_fen for parcel in parcels)
            self.expect(shipped + self.settlement.rest_of(order, before) == order.total_fen, "shipped and rest are not the order")
        return parcels

    def expect(self, right, text):
        """Note a difference."""
        if not right:
            self.problems.append(f"order {self.orders}, shipment {self.cuts}: {text}")

    def check(self, order):
        """One order: its shipments, their journal entries, and the sums of both."""
        parcels = self.shipments(order)
        rates = {part: self.random.choice(RATES) for part in ("goods", "admin", "logistics")}
        terms = self.posting.Terms(rates=rates)
        for part in ("goods_fen", "admin_fen", "logistics_fen", "total_fen"):
            parts = [getattr(parcel, part) for parcel in parcels]
            self.expect(sum(parts) == getattr(order, part), f"{part}: {parts} are not {getattr(order, part)}")
            self.expect(min(parts) >= 0, f"{part}: below zero in {parts}")
        for parcel in parcels:
            components = parcel.components
            self.expect(sum(components.values()) == parcel.total_fen, f"components {components} are not {parcel.total_fen}")
            legs = self.posting.voucher("E05", components, terms)
            self.expect(sum(leg.balance for leg in legs) == 0, "the journal entry does not balance")
            self.expect(legs[0].fen == parcel.total_fen, "the journal entry does not take what the ledger takes")
        self.divided(order.total_fen, [parcel.total_fen for parcel in parcels])
        self.cuts += len(parcels)
        self.orders += 1

    def divided(self, fen, weights):
        """The two ways of dividing an amount: over targets and over steps."""
        for divide in (self.money.allocate, self.money.apportion):
            parts = divide(fen + 1, weights) if any(weights) else [fen + 1]
            self.expect(sum(parts) == fen + 1, f"{divide.__name__}: {parts} are not {fen + 1}")

    def run(self, cuts):
        """Work until so many shipments are checked; give the figures."""
        begun = time.monotonic()
        while self.cuts < cuts and len(self.problems) < 10:
            self.check(self.order())
        return {"shipments": self.cuts, "orders": self.orders, "seconds": round(time.monotonic() - begun, 1), "problems": self.problems}


def main():
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cuts", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="not needed; every form of bin/drill is given one")
    options = parser.parse_args()
    importlib.import_module("tools.pure.conftest")
    figures = Rounding(options.seed).run(options.cuts)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 1 if figures["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
