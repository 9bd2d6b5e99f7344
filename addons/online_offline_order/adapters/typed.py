"""Numbers as people type them on the pages of stores."""
import math

from odoo.exceptions import UserError
from odoo.tools import float_round


def read_pieces(env, text):
    """Read a number of pieces.

    :param env: whose language a refusal is in. :param text: as typed.
    :return: int.
    :raises UserError: when it is no whole number.
    """
    try:
        return int(str(text))
    except ValueError:
        raise UserError(env._("%s is no number of pieces; enter a whole number.", text)) from None


def read_yuan(env, text):
    """Read an amount.

    :param env: as above. :param text: as typed, with or without commas; empty or None = nothing.
    :return: float of yuan, rounded to fen.
    :raises UserError: when it is no amount.
    """
    try:
        amount = float(str(text or "").replace(",", "").strip() or 0)
    except ValueError:
        amount = math.nan
    if not math.isfinite(amount):
        raise UserError(env._("%s is no amount: enter it in yuan.", text))
    return float_round(amount, 2)
