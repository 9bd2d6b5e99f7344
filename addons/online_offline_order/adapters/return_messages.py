"""Refusal code of a return -> sentence for the user: the document, the figure, the next step."""
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.sentences import fill

_lt = LazyTranslate(__name__)

SENTENCES = {
    "all_pieces": _lt("Return %(name)s: what was refused at the door comes back as a whole; enter all pieces that can come back."),
    "bad_inspection": _lt("Return %(name)s: %(received)s pieces of %(line)s have come, %(found)s are inspected; enter good, worn and defective pieces."),
    "bad_quantity": _lt("Return %(name)s: %(qty)s pieces of %(line)s cannot come back; enter a whole number of 0 or more."),
    "charges_exceed": _lt("Return %(name)s: postage and handling of %(charges)s exceed the credit of %(credit)s. "
                           "Enter a smaller postage here and have finance charge the rest with an adjustment that the owner owes."),
    "corrected": _lt("Return %(name)s: %(credit)s CNY would be credited, but of the %(debited)s CNY debited for order %(order)s %(given)s CNY are given "
                     "back already (%(corrections)s). Return fewer pieces, or have the order corrected to the dealer's charge first."),
    "empty_return": _lt("Return %(name)s has no pieces; enter how many of each line come back."),
    "asked_other": _lt("Return %(name)s: the store was asked to agree to %(net)s CNY; look at the figures again."),
    "excluded": _lt("Return %(name)s: %(line)s cannot come back; the return policy excludes %(category)s for this class."),
    "exchange_class": _lt("Return %(name)s: goods are exchanged where they are of bad quality or do not fit; take the exchange out for this class."),
    "exchange_more": _lt("Return %(name)s: %(back)s pieces come back and %(out)s go out for them; for bad quality no more go out than come back. "
                         "Order further pieces with an order of their own, or give up the exchange."),
    "exchange_over_credit": _lt("Return %(name)s: with the other goods %(payer)s would owe %(over)s CNY more than the credit limit. "
                                "Accept it again after a payment or with a higher limit, or give up the exchange."),
    "exchange_refused": _lt("Return %(name)s: the goods of the exchange cannot be ordered: %(reason)s"),
    "exchange_short": _lt("Return %(name)s: the exchange costs %(missing)s more than is held. Top up %(missing)s and ship again."),
    "fee_refused": _lt("Return %(name)s: no handling can be worked out (%(reason)s); enter a fee rule under Logistics."),
    "needs_finance": _lt("Return %(name)s takes stock back from the store: the settlement accountant releases it before it is approved."),
    "negative_charge": _lt("Return %(name)s: postage and charges cannot be below zero; correct the amount."),
    "lost_without_case": _lt("Return %(name)s: goods count as lost when a parcel case says so; open the case of the parcel and give the money back there."),
    "no_evidence": _lt("Return %(name)s: a quality return needs evidence; attach at least one photo."),
    "no_postage": _lt("Return %(name)s came freight collect: enter the postage that HQ paid, or mark that the store paid it."),
    "no_reason": _lt("Return %(name)s: enter a reason."),
    "not_asked": _lt("Return %(name)s: the store is asked nothing about its exchange now."),
    "not_downgraded": _lt("Return %(name)s waits for nobody's consent: nothing was found that changes it."),
    "not_inspected": _lt("Return %(name)s: the goods are inspected first; the warehouse enters the result, then the refund follows."),
    "not_received": _lt("Return %(name)s: the goods are not in the warehouse yet; the refund follows their receipt."),
    "not_shipped": _lt("Return %(name)s: a line is not on order %(order)s; take it out."),
    "not_shipped_order": _lt("Return %(name)s: nothing of order %(order)s has shipped; cancel the order instead."),
    "nothing_received": _lt("Return %(name)s: no pieces have come; enter the received pieces, or ask after-sale service to cancel the return."),
    "policy_evidence": _lt("Return %(name)s: the return policy of %(line)s asks for a photo; attach at least one."),
    "same_person": _lt("Return %(name)s needs another person for this step: you took an earlier step of it."),
    "own_shipment": _lt("Return %(name)s needs another person for this step: you shipped goods of its order."),
    "to_exchange": _lt("Return %(name)s is an exchange: its credit is booked when the replacement ships, or after the exchange is given up."),
    "too_late": _lt(
        "Return %(name)s is too late: received on %(received)s, last day for a return was %(last_day)s 24:00 (%(days)s days). "
        "The service manager may allow it with a reason."),
    "too_many": _lt("Return %(name)s: %(qty)s pieces of %(line)s, but only %(left)s left to return."),
    "too_many_received": _lt("Return %(name)s: %(qty)s pieces of %(line)s received, but only %(left)s were approved; ask for a second request."),
    "worn_needs_photo": _lt("Return %(name)s: %(qty)s pieces of %(line)s are worn; add a photo to the line of the inspection."),
    "wrong_state": _lt("Return %(name)s is in state %(state)s; this step is not possible now."),
}


def sentence(env, code, params):
    """Make the sentence of a refusal; see :func:`fill` for the params."""
    return fill(env, SENTENCES[code], params)
