"""The five kinds of orders (R2-019) and what tells them apart."""

OWN_STORE, OTHER_STORE, LINK, COURIER, PICKUP = "own_store", "other_store", "link", "courier", "pickup"
KINDS = (OWN_STORE, OTHER_STORE, LINK, COURIER, PICKUP)
SOURCES = ("service", "rep", "store_portal", "link", "mall", "marketplace", "mini_program", "import", "api")
ONLINE_SOURCES = ("mall", "marketplace", "mini_program")  # the consumer orders by himself


def kind_of(source: str, fetched: bool, own_store: int | None, order_store: int | None) -> str:
    """Tell the kind of an order.

    :param source: one of ``SOURCES``; an empty one counts as entered for a store.
    :param fetched: the consumer fetches the goods at the store of the order, or its guide brings them.
    :param own_store: key of the store whose guide the consumer belongs to, None for a consumer of nobody.
    :param order_store: key of the store of the order.
    :return: one of ``KINDS``.
    """
    if source == LINK:
        return LINK
    if source in ONLINE_SOURCES:
        return PICKUP if fetched else COURIER
    return OWN_STORE if own_store in (None, order_store) else OTHER_STORE
