"""A reward or condition of the form becomes the row of the engine: which column holds which parameter, and in which unit."""
from dataclasses import MISSING
from dataclasses import fields as declared

from odoo.addons.dealer_base.money import to_fen

# Parameter of the engine -> column of the form. What is not listed has a column of its own name.
COLUMNS = {
    "value_fen": "amount", "amount_fen": "amount", "paid_fen": "amount", "value_bp": "rate", "percent_bp": "rate", "max_share_bp": "rate",
    "price_fen": "price", "unit_price_fen": "price", "set_price_fen": "set_price", "cap_fen": "cap", "max_fen": "cap",
    "per_unit_cap_fen": "unit_cap", "every_fen": "every_amount", "per_amount_fen": "every_amount", "worth_fen": "worth", "fallback_fen": "fallback",
    "unit_fen": "unit_amount", "max_groups": "max_times", "max_get": "max_units", "table": "tier_ids", "steps": "tier_ids", "take": "take_ids",
    "scope": "scope", "get_scope": "get_scope", "choices": "choice_product_ids", "sku": "product_id", "buy": "qty", "size": "qty", "coins": "qty",
    "get": "get_qty", "n": "get_qty", "back_first": "first", "after_days": "days", "methods": "words", "one_of": "words", "field": "fact",
    "start": "date_from", "end": "date_to", "month_days": "days_text",
}
# Where the same parameter means something else in one kind.
OF_KIND = {
    "every": {"amount_fen": "amount", "count": "count", "key": "key"},
    "issue": {"kind": "voucher_kind", "value_fen": "worth", "key": "key", "count": "count", "to": "receiver"},
    "cash_back": {"to": "receiver"},
    "donation": {"to": "key"},
    "upgrade": {"to": "key"},
    "lottery": {"table": "key", "count": "count"},
    "pay": {"balance_fen": "amount", "step_fen": "unit_amount"},
    "gift": {"value_fen": "worth", "stock": "gift_stock"},
    "set_price": {"qty": "qty"},
    "points": {"per_myriad": "per_myriad"},
    "schedule": {"days": "days_text"},
    "min_qty": {"value": "qty"},
    "nth_order": {"value": "qty"},
    "usage": {"limit": "qty"},
    "birthday": {"fact": "fact"},
    "since": {"fact": "fact"},
    "spent": {"fact": "fact"},
    "customer": {"equals": None},
}
# Never entered by hand: counted by the program or of no use on the form.
HIDDEN = {
    ("pay", "account"), ("coin_price", "account"), ("steps", "sold"), ("steps", "counter"), ("usage", "used"), ("customer", "equals"),
    ("holdout", "seed"), ("holdout", "share_bp")}
# Uses are limits of the rule on the form, and who is left out is said on the campaign.
NOT_OFFERED = {"usage", "holdout"}


def columns_of(kind):
    """Give the columns a kind uses.

    :param kind: Kind of the engine's registry.
    :return: {parameter: column}.
    """
    own = OF_KIND.get(kind.code, {})
    found = {}
    for item in declared(kind.spec):
        if "unit" in item.metadata and (kind.code, item.name) not in HIDDEN:
            column = own.get(item.name, COLUMNS.get(item.name, item.name))
            if column:
                found[item.name] = column
    return found


def used_params(kind):
    """:return: ",amount,cap,": the columns a form shows for a kind; the commas keep names apart."""
    return "," + ",".join(sorted(set(columns_of(kind).values()))) + ","


def value_of(unit, value):
    """Turn a value of a form into the exact value of the engine; 0 and "" mean that nothing was entered.

    :return: fen, basis points, a number, a text; None when nothing was entered.
    """
    if unit == "flag":
        return True if value else None
    if unit in ("fen", "bp"):
        return to_fen(round(value, 2))
    if unit == "int":
        return value
    return value or None


def part_values(kind, read):
    """Make the row of a reward or a condition.

    :param kind: Kind of the registry. :param read: function(column, unit, parameter) -> value in the engine's form, None for nothing.
    :return: row with ``type``, for the engine's reader.
    """
    row = {"type": kind.code}
    for item in declared(kind.spec):
        column = columns_of(kind).get(item.name)
        if not column:
            continue
        value = read(column, item.metadata["unit"], item.name)
        optional = item.default is not MISSING
        # Nothing entered leaves the engine's default, except where the parameter is one that must be there: then zero is meant.
        if value is None or (optional and value in (0, "", [], {})):
            continue
        row[item.name] = value
    return row

