"""The carrier weighed the parcel at something else and priced that rightly."""
from .registry import near, register


@register(10, "weight_diff")
def weight_diff(line, sent, requote, rules, expected_fen):
    """The quote with the billed weight is the billed amount."""
    if not line.weight_g or line.weight_g == sent.weight_g:
        return None
    amount = requote.fee(sent, rules.codes(line.fee), requote.version(sent.on_date), weight_g=line.weight_g)
    if not near(amount, line, rules):
        return None
    return (("ours_g", sent.weight_g), ("billed_g", line.weight_g))
