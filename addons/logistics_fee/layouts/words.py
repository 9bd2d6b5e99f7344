"""Sentences of the codes that only tariff sheets have."""
from odoo.tools.translate import LazyTranslate

from odoo.addons.dealer_base.adapters.messages import register_sentences

_lt = LazyTranslate(__name__)

register_sentences({
    "too_fine": _lt("“%(value)s” has more than six decimals."),
    "unknown_carrier": _lt("No carrier has the code “%(carrier)s”: add it under Logistics, Carriers, or correct the code."),
    "missing_carrier": _lt("The sheet does not name its carrier: choose it in the import."),
    "band_reversed": _lt("The range ends before it begins."),
    "zero_step": _lt("The step must be above zero."),
    "missing_step": _lt("A price per step needs the size of the step."),
    "missing_rate": _lt("A step needs its price."),
    "zero_price": _lt("The row has no price: zero is not accepted."),
    "duplicate_band": _lt("The range %(lower)s to %(upper)s kg stands in row %(other)s too."),
    "repeated_band": _lt("The row says the same as row %(other)s and is left out."),
    "several_origins": _lt(
        "These prices leave from %(origin)s, those of row %(other)s from %(first)s: enter in the import which origin is meant and the warehouse it is"
        " for, then make a second import of the file for the other one."),
    "several_products": _lt(
        "These prices are for the product %(service)s, those of row %(other)s for %(first)s: enter in the import which product is meant and whose"
        " carrier it is, then make a second import of the file for the other one."),
    "price_not_served": _lt("The region has a price in row %(other)s and is marked as not delivered here."),
    "overlapping_band": _lt("The range overlaps the one in row %(other)s."),
    "gap_in_bands": _lt("There is no price from %(lower)s to %(upper)s kg."),
    "no_open_band": _lt("There is no price above %(upper)s kg; heavier parcels will be refused."),
    "non_monotonic": _lt("A heavier parcel is cheaper here than a lighter one (row %(other)s)."),
    "price_jump": _lt("The price jumps by more than half from row %(other)s to this one."),
    "price_implausible": _lt("This is more than 100 yuan for a parcel of up to 1 kg: are the units kg and yuan?"),
    "currency_assumed": _lt("No currency is given; CNY is assumed."),
    "dates_reversed": _lt("The last day is before the first day."),
    "days_reversed": _lt("The longest time cannot be shorter than the shortest."),
    "missing_longest": _lt("The shortest time needs the longest one beside it: enter the same number where there is only one."),
    "different_days": _lt("Row %(other)s gives %(days)s days for the same region: enter the same time in all its rows."),
    "different_unit": _lt("Row %(other)s prices the same region by another unit: a region is priced by the kilogram or by the piece."),
    "different_zone": _lt("Row %(other)s puts the same region into “%(zone)s”; that name is kept."),
    "expired_tariff": _lt("The prices ended on %(date)s: an expired sheet is not imported."),
    "duplicate_division": _lt("“%(name)s” has a price in row %(other)s already."),
    "province_without_price": _lt("No price for %(names)s: add rows, or a row for all other regions, or mark them as not delivered."),
    "maximum_below_minimum": _lt("The highest amount is below the lowest."),
    "town_unknown": _lt(
        "Addresses are known down to the district: the row of “%(value)s” is left out. Enter the whole district, or charge its parcels by hand."),
    "no_tariff_yet": _lt("%(carrier)s has no prices on that day yet: import its price sheet before this one."),
    "worded_price": _lt("“%(value)s” is read as %(reading)s. Confirm it before the import, or write numbers."),
    "unread_words": _lt("“%(value)s” is not understood from “%(rest)s” on: write it like 首重1kg 18元，续重15元/kg, or enter numbers."),
    "words_and_numbers": _lt("The price in words stands beside other prices: leave the other cells of the row empty."),
    "remark_for_person": _lt("“%(value)s” becomes no price by itself: enter it as a surcharge or a row of its own."),
    "no_ranges": _lt("No column is a weight range such as 0.5<x≤1kg: correct the header."),
    "bad_range": _lt("“%(value)s” is no weight range: write it like 0.5-1 or 3以上."),
    "step_without_first": _lt("The price of a further kilogram needs a row above it with an open range, such as 3以上 首重3kg."),
    "two_default_zones": _lt("All other regions have a price in row %(other)s already."),
})
