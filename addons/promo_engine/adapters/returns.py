"""What comes back of an order by its credit notes, and how a charge of a return is spread over them."""
from odoo.addons.dealer_base.money import allocate


def charge_parts(fen, weights):
    """Spread what a return charges over the parts of a credit note.

    :param fen: above zero takes off the credit, below zero adds to it. :param weights: fen of each part, >= 0.
    :return: fen of each part, in the same order; a charge is never more than the parts are worth.
    """
    whole = sum(weights)
    fen = min(fen, whole)
    if not fen or not whole:
        return [0] * len(weights)
    return allocate(fen, weights)
