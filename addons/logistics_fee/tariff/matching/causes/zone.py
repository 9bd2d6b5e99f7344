"""The carrier used the price of another region."""
from .registry import near, register


def zone_found(line, sent, requote, rules, weight_g):
    """:return: evidence for another region's price at a weight, or None."""
    version = requote.version(sent.on_date)
    if version is None:
        return None
    own = requote.zone(version, sent.chain)
    chains = rules.chains()
    for chain in requote.samples(version) if chains is None else chains:
        zone = requote.zone(version, chain)
        if zone != own and near(
                requote.fee(sent, rules.codes(line.fee), version, chain=chain, weight_g=weight_g), line, rules):
            return (("zone", own), ("billed_zone", zone), ("division", chain[0]))
    return None


@register(20, "zone_diff")
def zone_diff(line, sent, requote, rules, expected_fen):
    """Another region's price at our weight is the billed amount."""
    return zone_found(line, sent, requote, rules, None)
