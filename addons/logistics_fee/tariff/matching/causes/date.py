"""The carrier priced another day, in or out of a peak season."""
from .registry import near, register


@register(40, "date_diff")
def date_diff(line, sent, requote, rules, expected_fen):
    """The quote of the bill's day is the billed amount."""
    if line.on_date is None or line.on_date == sent.on_date:
        return None
    amount = requote.fee(sent, rules.codes(line.fee), requote.version(line.on_date), on_date=line.on_date)
    return (("date", sent.on_date.isoformat()), ("billed_date", line.on_date.isoformat())) if near(amount, line, rules) else None
