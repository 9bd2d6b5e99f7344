"""The table of a lot-exact preview: which lots give or get money, and what becomes of it."""
from typing import NamedTuple

from markupsafe import Markup

from odoo.addons.dealer_base.money import yuan

NEW_LOT = 0
BACK, TAKEN, CLAWED, CHARGED, EXPIRES, CARRIED, OWED = "back", "taken", "clawed", "charged", "expires", "carried", "owed"


class LotMove(NamedTuple):
    """What happens to one lot.

    what: one of the words above; lot: id of a prepaid.lot, ``NEW_LOT`` for one that is made or for a credit line; fen: >= 0; bucket and
    expires_on: of a lot that is made.
    """

    what: str
    lot: int
    fen: int
    bucket: str = "cash"
    expires_on: object = None


def words(env):
    """Give {word: text} of what can happen to a lot."""
    return {
        BACK: env._("goes back to"), TAKEN: env._("taken from"), CLAWED: env._("bonus taken back from"), CHARGED: env._("charge paid from"),
        EXPIRES: env._("expires"), CARRIED: env._("moves to the next season"), OWED: env._("will be owed"),
    }


def _remark(env, move, expires_on, today):
    if move.what not in (BACK, CARRIED) or not expires_on:
        return ""
    if expires_on < today:
        return env._("Its last day is over: it expires in the coming night.")
    return env._("Usable until %s.", expires_on)


def table(env, moves, today):
    """Show moves as a table.

    :param moves: list of LotMove, in the order in which they happen.
    :param today: date of the company.
    :return: Markup, False without moves.
    """
    if not moves:
        return False
    lots = env["prepaid.lot"].sudo()  # sudo: the document names the lots that it touches to whoever may see the preview
    buckets = dict(lots._fields["bucket"]._description_selection(env))
    names, rows = words(env), []
    for move in moves:
        lot = lots.browse(move.lot) if move.lot else lots
        expires_on = lot.expires_on if lot else move.expires_on
        source = lot.display_name if lot else "" if move.what == OWED else env._("%s, a new lot", buckets[move.bucket])
        rows.append(Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td class='text-end'>%s</td><td class='%s'>%s</td></tr>") % (
            names[move.what], source, expires_on or "", yuan(move.fen),
            "text-danger" if expires_on and expires_on < today else "text-muted", _remark(env, move, expires_on, today)))
    head = Markup("<tr><th>%s</th><th>%s</th><th>%s</th><th class='text-end'>%s</th><th></th></tr>") % (
        env._("What happens"), env._("Money of"), env._("Last day"), env._("Amount"))
    return Markup("<table class='table table-sm o_prepaid_lots mb-0'>%s%s</table>") % (head, Markup("").join(rows))
