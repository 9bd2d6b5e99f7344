"""The carrier used an older or a newer price list."""
from .registry import near, register


def version_found(line, sent, requote, rules, weight_g):
    """:return: evidence for another version's price at a weight, or None."""
    now = requote.version(sent.on_date)
    for version in requote.others(sent.on_date):
        if near(requote.fee(sent, rules.codes(line.fee), version, weight_g=weight_g), line, rules):
            return (("version", now.number if now else None), ("billed_version", version.number))
    return None


@register(30, "version_diff")
def version_diff(line, sent, requote, rules, expected_fen):
    """Another version's price at our weight is the billed amount."""
    return version_found(line, sent, requote, rules, None)
