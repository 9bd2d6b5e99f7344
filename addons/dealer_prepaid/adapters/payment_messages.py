"""Sentences for the rows of the bank's list of payment results."""
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.messages import register_sentences

_lt = LazyTranslate(__name__)

register_sentences({
    "payment_amount": _lt("%(name)s is about %(known)s CNY, not “%(value)s”: check with the bank what it paid."),
    "payment_day": _lt("%(name)s: %(day)s is in the future or more than a year ago; check the day of the payment in the bank's list."),
    "payment_early": _lt("%(name)s was approved on %(known)s; a payment of before that day is not its payment: ask the bank what it paid."),
    "payment_not_approved": _lt("%(name)s is in state “%(state)s”, so it should not have been paid: have it approved first, or ask the bank."),
    "payment_other_account": _lt(
        "%(name)s belongs to the bank account %(known)s; the bank paid to another one. Ask the bank; nothing is booked."),
    "payment_other_reference": _lt("%(name)s was paid with the reference %(known)s already: the bank may have paid twice; ask it."),
    "payment_refused": _lt("Not possible: %(reason)s"),
    "payment_return_early": _lt(
        "%(name)s was not paid before %(known)s, so it cannot have come back before that day: ask the bank which payment it sent back."),
    "payment_return_unpaid": _lt(
        "%(name)s is in state “%(state)s” and was not booked as paid, so nothing has to be taken back: correct the bank account and pay it again."),
    "payment_twice": _lt("%(name)s stands in row %(other)s already: ask the bank whether it paid twice."),
    "payment_unknown": _lt(
        "No withdrawal and no refund fits: the purpose names no document number, and no season refund has this dealer and amount."),
})
