"""Opaque keys by which the engine knows what is special about dealer orders."""


def settlement_key(method):
    """:return: key of a settlement method, as a way of payment."""
    return f"settlement:{method}"


def source_key(source):
    """:return: key of the source of an order, as a channel."""
    return f"source:{source}"
