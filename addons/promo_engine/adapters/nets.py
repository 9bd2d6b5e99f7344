"""The net of some pieces of a line, so that all parts of it add up to the line."""
from odoo.addons.dealer_base.money import round_div, split_by_progress

MILLI = 1000


def net_of_pieces(gross_fen, net_fen, runs, whole, done, qty):
    """Give the net of the pieces ``done`` to ``done + qty`` of a line.

    :param gross_fen: the line before promotions. :param net_fen: after them.
    :param runs: [(count, fen of one)] of all pieces in their order, [] when they are not known.
    :param whole: pieces of the line. :param done: pieces before. :param qty: how many; more than the line has count at the price before promotions.
    :return: fen.
    """
    if whole <= 0:
        return 0
    inside = max(0.0, min(done + qty, whole) - done)
    beyond = round_div(round(gross_fen * (qty - inside) * MILLI), round(whole * MILLI)) if qty > inside else 0
    if not inside:
        return beyond
    if runs and sum(count for count, _fen in runs) == whole and float(done).is_integer() and float(inside).is_integer():
        return beyond + _of_runs(runs, int(done), int(inside))
    return beyond + split_by_progress(net_fen, round(done * MILLI), round(inside * MILLI), round(whole * MILLI))


def _of_runs(runs, done, qty):
    found, at = 0, 0
    for count, fen in runs:
        found += max(0, min(at + count, done + qty) - max(at, done)) * fen
        at += count
    return found
