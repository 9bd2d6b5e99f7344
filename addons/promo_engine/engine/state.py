"""What the lines cost right now. Line totals are kept at once, pieces only when somebody asks: a share waits until then."""
from odoo.addons.dealer_base.money import round_div

from .spread import spread_units


def line_total(line):
    """:return: fen of a line before promotions, tax included, rounded once a line."""
    net = line.qty * line.price_fen
    return net if line.tax_included or not line.tax_bp else round_div(net * (10_000 + line.tax_bp), 10_000)


def untaxed(amount_fen, tax_bp):
    """:return: the part of a tax-included amount that is no tax."""
    return round_div(amount_fen * 10_000, 10_000 + tax_bp) if tax_bp else amount_fen


def _pieces(total, qty):
    """Equal pieces as blocks (count, fen now, entry fen, serves an offer); an odd fen makes a second block."""
    if qty <= 0:
        return ()
    unit, more = divmod(total, qty)
    blocks = [(more, unit + 1, unit + 1, False)] if more else []
    return (*blocks, (qty - more, unit, unit, False))


class State:
    """Amounts that change while rules are tried and applied.

    Everything inside a list is immutable, so a copy of the lists is a point to go back to. `pending` and `done` are chains
    (before, effect number, shares), newest first.
    """

    __slots__ = ("blocks", "closed", "done", "entry", "floors", "goods", "pending", "qty", "run", "ship", "ship_done", "used")

    def __init__(self, lines, shipping):
        """:param lines: Line objects in their order. :param shipping: Ship objects in their order."""
        self.run = [line_total(line) for line in lines]
        self.entry = self.run[:]
        self.qty = [line.qty for line in lines]
        self.blocks = [_pieces(total, line.qty) for total, line in zip(self.run, lines, strict=True)]
        self.floors = [line.floor_fen if total > 0 else 0 for total, line in zip(self.run, lines, strict=True)]
        self.pending = [None] * len(lines)
        self.done = [None] * len(lines)
        self.goods = sum(self.run)
        self.ship = [ship.fee_fen for ship in shipping]
        self.ship_done = ()
        self.closed = frozenset()
        self.used = {}

    def mark(self):
        """:return: a point to go back to."""
        return (self.run[:], self.blocks[:], self.pending[:], self.done[:], self.goods, self.ship[:], self.ship_done, self.closed,
                self.used.copy())

    def back(self, mark):
        """Go back to a point; it can be used once more only after another `mark`."""
        (self.run, self.blocks, self.pending, self.done, self.goods, self.ship, self.ship_done, self.closed, self.used) = mark

    def freeze_entry(self):
        """The price level is over: what lines cost now is their entry price."""
        for i in range(len(self.run)):
            self.blocks[i] = tuple((count, now, now, used) for count, now, _entry, used in self.units(i))
        self.entry = self.run[:]

    def room(self, i):
        """:return: fen that line `i` can still lose."""
        floor = self.floors[i]
        if not floor:
            return max(0, self.run[i])
        if self.entry[i] >= floor * self.qty[i]:
            return max(0, self.run[i] - floor * self.qty[i])
        return sum(count * max(0, now - floor) for count, now, _entry, _used in self.units(i))

    def put(self, effect, i, share):
        """Take a share from a line; its pieces are worked out when they are asked for."""
        self.run[i] -= share
        self.goods -= share
        self.pending[i] = (self.pending[i], effect, share)

    def units(self, i):
        """:return: the pieces of line `i` as blocks (count, fen now, entry fen, serves an offer)."""
        chain = self.pending[i]
        if chain:
            waiting = []
            while chain:
                chain, effect, share = chain
                waiting.append((effect, share))
            self.pending[i] = None
            for effect, share in reversed(waiting):
                self._settle(effect, i, share)
        return self.blocks[i]

    def _settle(self, effect, i, share):
        blocks, segments, start = self.blocks[i], [], 0
        if len(blocks) == 1 and blocks[0][0] == 1:
            _count, now, entry, used = blocks[0]
            self.blocks[i] = ((1, now - share, entry, used),)
            self.done[i] = (self.done[i], effect, ((0, 1, share),))
            return
        for count, now, _entry, _used in blocks:
            segments.append((start, count, now))
            start += count
        self._write(effect, i, spread_units(share, segments, self.floors[i]))

    def take(self, effect, i, runs):
        """Take fen from single pieces of line `i`.

        :param runs: (first piece, count, fen from each), not overlapping.
        """
        runs = tuple(sorted(run for run in runs if run[1] and run[2]))
        if runs:
            self.units(i)
            whole = sum(count * share for _start, count, share in runs)
            self.run[i] -= whole
            self.goods -= whole
            self._write(effect, i, runs)

    def _write(self, effect, i, runs):
        self.blocks[i] = _cut(self.blocks[i], runs, False)
        self.done[i] = (self.done[i], effect, tuple(runs))

    def use(self, i, runs):
        """Mark pieces as serving an offer: (first piece, count)."""
        self.blocks[i] = _cut(self.units(i), sorted((start, count, 0) for start, count in runs), True)

    def history(self, i):
        """:return: [(effect number, runs)] of line `i`, oldest first."""
        self.units(i)
        chain, found = self.done[i], []
        while chain:
            chain, effect, runs = chain
            found.append((effect, runs))
        found.reverse()
        return found


def _cut(blocks, runs, use):
    """The blocks after `runs` were taken from them; `use` marks the pieces of the runs. Equal neighbours become one block."""
    found, start, k, last = [], 0, 0, len(runs)

    def add(count, now, entry, used):
        if found:
            before = found[-1]
            if before[1] == now and before[2] == entry and before[3] == used:
                found[-1] = (before[0] + count, now, entry, used)
                return
        found.append((count, now, entry, used))

    for count, now, entry, used in blocks:
        end = start + count
        while k < last and runs[k][0] < end:
            first, amount, share = runs[k]
            stop = first + amount
            if first > start:
                add(first - start, now, entry, used)
                start = first
            till = end if stop > end else stop
            add(till - start, now - share, entry, used or use)
            start = till
            if stop > end:
                break
            k += 1
        if start < end:
            add(end - start, now, entry, used)
        start = end
    return tuple(found)
