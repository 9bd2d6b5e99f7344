"""Opaque keys by which the engine knows records: one letter and the id."""


def product_key(record_id):
    """:return: the sku of a product for the engine."""
    return f"p{record_id}"


def product_of(key):
    """:return: id of the product behind a sku of the engine."""
    return int(key[1:])


def categ_key(record_id):
    """:return: the tag of a category; goods carry it for every category above theirs too."""
    return f"c{record_id}"


def tag_key(record_id):
    """:return: the tag of a goods tag."""
    return f"t{record_id}"


def brand_key(record_id):
    """:return: the tag of a brand."""
    return f"b{record_id}"


def partner_key(record_id):
    """:return: key of a customer, dealer, store or sales company."""
    return f"r{record_id}"


def user_key(record_id):
    """:return: key of a salesperson."""
    return f"u{record_id}"


def company_key(record_id):
    """:return: key of a company."""
    return f"m{record_id}"


def division_key(record_id):
    """:return: key of a region."""
    return f"d{record_id}"


def term_key(record_id):
    """:return: key of a payment term, as a way of payment."""
    return f"pt{record_id}"


def method_key(record_id):
    """:return: key of a payment method of a journal, as a way of payment."""
    return f"pm{record_id}"


def team_key(record_id):
    """:return: key of a sales team, as a channel."""
    return f"team{record_id}"


def rule_key(record_id):
    """:return: key of a rule; it stays the same over all its versions."""
    return f"rule{record_id}"


def rule_of(key):
    """:return: id of the rule behind its key, or 0 for another key."""
    return int(key[4:]) if key.startswith("rule") and key[4:].isdigit() else 0


def campaign_key(record_id):
    """:return: key of a campaign."""
    return f"campaign{record_id}"


def audience_key(record_id):
    """:return: key of an audience."""
    return f"audience{record_id}"
