"""Parcels that went out -> what the core prices, read some thousand at a time with a constant number of queries a batch."""
from ..tariff import Parcel
from ..tariff.compare import Shipped

BATCH = 5_000
FIELDS = (
    "carrier_id", "division_id", "province_id", "shipped_date", "weight_g", "length_mm", "width_mm", "height_mm", "pieces",
    "assumed", "declared_fen", "cod_fen", "floors")
# Side of a contract -> (amount of a parcel, quote behind it).
PAID = {"charge": ("charge_amount", "charge_quote_id"), "cost": ("cost_amount", "cost_quote_id")}
DIRECTIONS = {"outbound": "out", "return": "return"}


def parcel_domain(company, date_from, date_to, purpose, carriers=None) -> list:
    """:return: domain of the parcels that were shipped in some days, both included."""
    domain = [
        ("company_id", "=", company.id), ("shipped_date", ">=", date_from), ("shipped_date", "<=", date_to),
        ("direction", "=", DIRECTIONS[purpose]), ("state", "!=", "cancelled")]
    return [*domain, ("carrier_id", "in", carriers.ids)] if carriers else domain


def batches(parcels, domain, side, after_id=0, size=BATCH):
    """Read parcels in the order of their ids.

    :param parcels: an empty logistics.parcel recordset whose rights decide what is read.
    :param domain: see :func:`parcel_domain`. :param side: whose amounts are read. :param after_id: where an earlier run stopped.
    :return: yields recordsets, their fields fetched; the cache is emptied between them.
    """
    names = [*FIELDS, *PAID[side]]
    while True:
        found = parcels.search_fetch([*domain, ("id", ">", after_id)], names, order="id", limit=size)
        if not found:
            return
        yield found
        after_id = found[-1].id
        found.invalidate_recordset()


def shipped(parcel, chain, paid_fen=None) -> Shipped:
    """:param parcel: logistics.parcel. :param chain: division codes of its destination. :return: the core's Shipped."""
    dims = (parcel.length_mm, parcel.width_mm, parcel.height_mm)
    return Shipped(
        parcel.id, (Parcel(parcel.weight_g, dims if all(dims) else None, parcel.pieces or 1, parcel.assumed),), chain,
        parcel.shipped_date, parcel._shipment_options(), paid_fen)
