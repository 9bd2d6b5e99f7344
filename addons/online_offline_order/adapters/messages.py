"""Refusal code -> sentence for the user: the document, the figure, the next step."""
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.messages import register_sentences
from odoo.addons.dealer_base.adapters.sentences import fill
from odoo.addons.dealer_prepaid.adapters.close_messages import register_close_sentences

_lt = LazyTranslate(__name__)

SENTENCES = {
    "bad_consumer": _lt("Order %(order)s goes to a consumer: enter name, phone, region and street of the consumer."),
    "bad_phone": _lt("Order %(order)s: %(phone)s is no phone number; enter 6 to 20 digits."),
    "bad_shipped_quantity": _lt("Delivery %(picking)s: %(qty)s pieces of %(line)s cannot ship; enter a whole number."),
    "bad_quantity": _lt("Order %(order)s: %(qty)s pieces of %(line)s cannot be ordered; enter a whole number above 0."),
    "bad_uom": _lt("Order %(order)s: %(line)s is ordered in its own unit %(uom)s only."),
    "empty_parcel": _lt("Order %(order)s: the delivery has no goods; enter the shipped pieces first."),
    "fee_refused": _lt("Order %(order)s: no admin fee can be worked out (%(reason)s); enter a fee rule under Logistics."),
    "frozen": _lt("Order %(order)s: %(partner)s is not approved or frozen; ask the channel department before ordering."),
    "mixed_brands": _lt("The goods belong to several brands (%(brands)s), each paid from an account of its own: make one order per brand."),
    "ledger_lock": _lt(
        "Order %(order)s cannot ship on %(date)s: the fiscal year is locked up to %(lock)s, so no goods can move. "
        "Ship on the day after it, or ask finance to move the lock date."),
    "bad_time": _lt("Order %(order)s: received at %(time)s is in the future or before the shipment; enter the real time."),
    "negative_fee": _lt("Order %(order)s: a fee came out below zero; have finance check fee rules and carrier contract, then submit again."),
    "no_account": _lt("Order %(order)s: account not open. Neither %(partner)s nor a partner above it has a prepaid account; make the first top-up."),
    "carrier_not_allowed": _lt("Order %(order)s: %(carrier)s: %(reason)s. Choose another carrier, or leave it empty to have one chosen."),
    "freight_not_draft": _lt("Order %(order)s: its freight is fixed since it was submitted; send it back to draft to change it."),
    "negative_freight": _lt("Order %(order)s: a freight cannot be below zero; enter 0 to ship free of charge."),
    "no_carrier": _lt("Order %(order)s: choose a carrier from the quotes."),
    "no_carrier_consent": _lt(
        "Order %(order)s costs %(new)s instead of %(old)s CNY with %(carrier)s: the customer must agree to %(more)s CNY more. "
        "Enter who agreed and how."),
    "no_carrier_fits": _lt("Order %(order)s: no carrier can take it: %(reason)s"),
    "no_consent": _lt("Order %(order)s: tick that the consumer agrees to HQ using name, phone and address for this delivery."),
    "no_lines": _lt("Order %(order)s has no goods; add at least one line."),
    "no_price": _lt("Order %(order)s: %(line)s has no ex-factory price on %(date)s; ask finance to put it on the price list."),
    "no_quote": _lt("Order %(order)s: %(carrier)s gives no price: %(reason)s Choose another carrier."),
    "no_reason": _lt("Order %(order)s: enter a reason."),
    "no_region": _lt("Order %(order)s: the region of the delivery address is unknown; choose province, city and district."),
    "no_store": _lt("Order %(order)s: choose the dealer or store that orders."),
    "no_stock": _lt(
        "Order %(order)s: %(wanted)s pieces of %(line)s, but only %(free)s are free in %(warehouse)s; order fewer, or other goods, "
        "or wait for the next delivery."),
    "no_tracking": _lt("Delivery %(picking)s: enter the tracking number of the carrier before you validate."),
    "no_weight": _lt("Order %(order)s: %(line)s has no weight, so no logistics fee can be worked out; enter it on the product."),
    "not_ordered": _lt("Delivery %(picking)s: %(line)s is not on order %(order)s; take it out."),
    "not_storable": _lt("Order %(order)s: %(line)s is no stocked product and cannot be ordered; take the line out."),
    "total_differs": _lt("Order %(order)s costs %(new)s and not %(old)s; confirm the new total and submit again."),
    "off_shelf": _lt("Order %(order)s: %(line)s is off the shelf and cannot be ordered; take the line out or choose other goods."),
    "shielded": _lt("Order %(order)s: %(line)s is shielded from %(partner)s and cannot be ordered; take the line out."),
    "too_many": _lt("Delivery %(picking)s: %(qty)s pieces of %(line)s, but only %(left)s are still to ship for order %(order)s; correct the quantity."),
    "unsure_region": _lt("Order %(order)s: the region of the address is not sure (%(names)s); choose or confirm it before it is submitted."),
    "use_return": _lt("Order %(order)s has shipped and cannot be cancelled: use a return."),
    "use_cancel_rest": _lt("Order %(order)s has shipped in part: cancel the rest of it, and use a return for what has shipped."),
    "same_person": _lt("Order %(order)s was entered or submitted by you: another person of customer service must approve it."),
    "wrong_state": _lt("Order %(order)s is in state %(state)s; this step is not possible now. Reload the order and take the next step that it offers."),
}


def sentence(env, code, params):
    """Make the sentence of a refusal; see :func:`fill` for the params."""
    return fill(env, SENTENCES[code], params)


register_close_sentences({
    "returns_to_next_season": _lt("Returns under way: %(names)s, together %(amount)s CNY; their credit goes to the next season's account."),
    "returns_before_refund": _lt("Returns under way: %(names)s. Their credit comes before the refund."),
    "orders_to_cancel": _lt("Orders wait for a top-up: %(names)s; have them cancelled."),
    "orders_wait_topup": _lt("Orders that wait for a top-up: %(names)s."),
    "carrier_bills_missing": _lt("%(count)s parcels have no carrier's bill yet: what a bill changes comes to the next season's account."),
})
register_sentences({
    "not_countable": _lt("%(code)s is no stocked product, or is tracked by lots: its stock is not set by a sheet."),
    "order_differs": _lt("Store, source, delivery, guide or consumer differ from row %(other)s of the same order."),
    "order_elsewhere": _lt("This number of this source is order %(order)s of %(store)s already."),
    "order_incomplete": _lt("Another row of this order is wrong: an order comes whole or not at all."),
    "unknown_order_store": _lt("There is no approved dealer or store with the code %(code)s."),
    "unknown_guide": _lt("This store has no guide with the work number %(code)s."),
    "consumer_missing": _lt("“%(header)s” is empty: goods go to the consumer by courier."),
    "consent_missing": _lt("The consumer's consent is missing: name, phone and address are used with it only."),
    "unknown_warehouse": _lt("The warehouse “%(value)s” is not known. Known: %(known)s."),
})
