"""Causes of bill differences in words."""
from odoo.addons.dealer_base.money import yuan

from .messages import kilograms, line_label, refusal_sentence

CAUSE_LABELS = {
    "matched": "As expected", "weight_diff": "Other weight", "zone_diff": "Other region", "version_diff": "Other price list",
    "date_diff": "Other day", "weight_and_price": "Other weight and price", "tax_diff": "Tax", "rounding_diff": "Rounding",
    "price_diff": "Not explained", "unexpected_fee": "Fee not expected", "second_charge": "Charged again", "credit": "Credit",
    "unknown_tracking": "Parcel not known", "unreadable_tracking": "Number not readable", "duplicate_in_bill": "Twice in the bill",
    "already_billed": "Billed before", "carrier_mismatch": "Parcel of another carrier", "return_leg": "Return without a price",
    "supplement": "Rest of an earlier bill", "no_price": "No price in the contract",
}
RESULTS = {
    "matched": "matched", "credit": "credit", "unknown_tracking": "not_found", "unreadable_tracking": "not_found", "carrier_mismatch": "not_found",
    "return_leg": "not_found", "no_price": "not_found", "duplicate_in_bill": "repeat", "already_billed": "repeat", "second_charge": "repeat",
}


def result_of(cause) -> str:
    """:param cause: name of the core. :return: matched | credit | not_found | repeat | differs."""
    return RESULTS.get(cause, "differs")


def explanation(env, line) -> str:
    """:param line: logistics.bill.line. :return: why it is as it is, with the numbers, in the user's language."""
    writer = SENTENCES.get(line.cause)
    if writer is None:
        return ""
    facts = {**(line.evidence or {}), "billed": line.amount, "expected": line.expected, "number": line.number or line.tracking or ""}
    return writer(env, facts)


def _weights(env, p):
    return env._(
        "We shipped %(ours)s kg, the carrier billed %(billed)s kg; at that weight its price is right.",
        ours=kilograms(p.get("ours_g", 0)), billed=kilograms(p.get("billed_g", 0)))


def _zones(env, p):
    return env._("Priced as zone %(other)s; the destination is in zone %(own)s.", other=p.get("billed_zone", ""), own=p.get("zone", ""))


def _versions(env, p):
    return env._("Priced by version %(other)s of the contract; version %(own)s was in force.", other=p.get("billed_version", ""), own=p.get("version", ""))


def _both(env, p):
    return " ".join((_weights(env, p), _zones(env, p) if "billed_zone" in p else _versions(env, p)))


def _tax(env, p):
    if p.get("billed") == "net" or p.get("basis") == "net":
        return env._("The billed amount is our price without tax.")
    return env._("The billed amount is our price with tax added once more.")


def _before(env, p):
    return env._(
        "This fee of %(number)s is paid by earlier bills, %(paid)s in all. What is owed beyond that is accepted as a supplement, with a reason.",
        number=p["number"], paid=yuan(p.get("paid", 0)))


def _rest(env, p):
    if p.get("by_hand"):
        return env._("Accepted beyond the %(paid)s that earlier bills pay: %(reason)s", paid=yuan(p.get("paid", 0)), reason=p.get("reason", ""))
    return env._("Exactly what a dispute of %(number)s left unpaid; earlier bills pay %(paid)s.", number=p["number"], paid=yuan(p.get("paid", 0)))


SENTENCES = {
    "matched": lambda env, p: env._("Billed as expected."),
    "weight_diff": _weights, "zone_diff": _zones, "version_diff": _versions, "weight_and_price": _both, "tax_diff": _tax,
    "date_diff": lambda env, p: env._("Priced as of %(other)s; it was shipped on %(own)s.", other=p.get("billed_date", ""), own=p.get("date", "")),
    "rounding_diff": lambda env, p: env._("Rounded to %(unit)s yuan where the contract does not round.", unit=yuan(p.get("unit_fen", 0))),
    "price_diff": lambda env, p: env._("No other weight, region, day or price list gives the billed amount: ask the carrier how it was made."),
    "unexpected_fee": lambda env, p: env._("We expected no %(fee)s for this parcel.", fee=line_label(env, p.get("fee", ""))),
    "second_charge": lambda env, p: env._("The same fee of this parcel stands in row %(row)s already.", row=p.get("row", "")),
    "credit": lambda env, p: env._("The carrier gives money back."),
    "unknown_tracking": lambda env, p: env._("No parcel of ours has the number %(number)s.", number=p["number"]),
    "unreadable_tracking": lambda env, p: env._(
        "The waybill number cannot be trusted (%(number)s): look it up on paper, a spreadsheet may have cut it.", number=p["number"]),
    "duplicate_in_bill": lambda env, p: env._("Number, fee, amount and date stand in the bill twice."),
    "already_billed": _before,
    "supplement": _rest,
    "carrier_mismatch": lambda env, p: env._("The parcel went with another carrier (%(carrier)s).", carrier=p.get("carrier", "")),
    "return_leg": lambda env, p: env._("A returned parcel, and there is no return contract with this carrier to compare it with."),
    "no_price": lambda env, p: refusal_sentence(env, p.get("code", ""), p.get("params") or {}, p.get("names")),
}
