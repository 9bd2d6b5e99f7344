"""Parcels that went out -> what the core prices, read some thousand at a time with a constant number of queries a batch."""
from ..tariff import Parcel
from ..tariff.compare import Shipped

BATCH = 5_000
CM3 = 1_000
FIELDS = (
    "carrier_id", "division_id", "province_id", "shipped_date", "weight_g", "length_mm", "width_mm", "height_mm", "pieces",
    "assumed", "goods_cm3", "declared_fen", "cod_fen", "floors", "direction", "shipment_key", "warehouse_id")
# Side of a contract -> (amount of a parcel, quote behind it).
PAID = {"charge": ("charge_amount", "charge_quote_id"), "cost": ("cost_amount", "cost_quote_id")}
DIRECTIONS = {"outbound": "out", "return": "return"}


def parcel_domain(company, date_from, date_to, purpose, carriers=None) -> list:
    """:return: domain of the parcels that were shipped in some days, both included."""
    domain = [
        ("company_id", "=", company.id), ("shipped_date", ">=", date_from), ("shipped_date", "<=", date_to),
        ("direction", "=", DIRECTIONS[purpose]), ("state", "!=", "cancelled")]
    return [*domain, ("carrier_id", "in", carriers.ids)] if carriers else domain


def batches(parcels, domain, names, after=0, size=BATCH):
    """Read parcels shipment by shipment, no shipment torn apart.

    :param parcels: an empty logistics.parcel recordset whose rights decide what is read.
    :param domain: see :func:`parcel_domain`. :param names: fields to read besides :data:`FIELDS`.
    :param after: ``shipment_key`` of the last parcel of an earlier run.
    :return: yields recordsets, their fields fetched; the cache is emptied between them.
    """
    names = [*FIELDS, *names]
    while True:
        found = parcels.search_fetch([*domain, ("shipment_key", ">", after)], names, order="shipment_key, id", limit=size)
        if not found:
            return
        after = found[-1].shipment_key
        if len(found) == size:
            found |= parcels.search_fetch([*domain, ("shipment_key", "=", after)], names, order="id")
        yield found
        found.invalidate_recordset()


def shipments(parcels) -> list:
    """Put parcels together that the carrier took as one shipment.

    :param parcels: logistics.parcel records, in any order. :return: list of lists of records, the oldest first in each.
    """
    found: dict = {}
    for parcel in parcels:
        key = parcel.shipment_key or parcel.id, parcel.carrier_id.id, parcel.direction, parcel.division_id.id, parcel.shipped_date
        found.setdefault(key, []).append(parcel)
    return [sorted(some, key=lambda parcel: parcel.id) if len(some) > 1 else some for some in found.values()]


def options_of(parcels) -> dict:
    """Give what surcharges ask for, of parcels that travel together.

    :param parcels: logistics.parcel records, or a list of them.
    :return: the ``options`` of a request of ``logistics.quoting._quote_many``; what nobody entered is left out.
    """
    options = {
        "declared_value": sum(parcel.declared_fen for parcel in parcels), "cod_amount": sum(parcel.cod_fen for parcel in parcels),
        "floors": max((parcel.floors for parcel in parcels), default=0)}
    return {name: value for name, value in options.items() if value}


def shipped(parcels, chain, paid_fen=None) -> Shipped:
    """:param parcels: logistics.parcel records of one shipment. :param chain: division codes of its destination.
    :return: the core's Shipped; its key is the id of the first parcel."""
    return Shipped(parcels[0].id, tuple(map(_parcel, parcels)), chain, parcels[0].shipped_date, options_of(parcels), paid_fen)


def _parcel(parcel) -> Parcel:
    dims = (parcel.length_mm, parcel.width_mm, parcel.height_mm)
    return Parcel(parcel.weight_g, dims if all(dims) else None, parcel.pieces or 1, parcel.assumed, parcel.goods_cm3 * CM3)
