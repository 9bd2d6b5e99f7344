"""What a carrier can do beside having a price: how heavy and large a parcel may be, cash on delivery, insurance, goods it takes."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .parcel import Parcel
from .refusal import Refusal

NOTHING: Mapping = {}


@dataclass(frozen=True, slots=True)
class Abilities:
    """:ivar max_g: weight of a parcel, included. :ivar max_side_mm: its longest side. :ivar max_sum_mm: its three sides together.
    :ivar cod: collects cash on delivery. :ivar insured_fen: insures up to so much. :ivar barred: keys of goods it does not take.
    :ivar max_pieces: items in a parcel. None = no limit."""

    max_g: int | None = None
    max_side_mm: int | None = None
    max_sum_mm: int | None = None
    cod: bool = True
    insured_fen: int | None = None
    barred: frozenset = frozenset()
    max_pieces: int | None = None


def objection(abilities: Abilities, parcels: Iterable[Parcel], options: Mapping = NOTHING, goods: Iterable = ()) -> Refusal | None:
    """Say why a carrier cannot take a shipment.

    :param abilities: of the carrier. :param parcels: what travels; sides that nobody knows object to nothing.
    :param options: what the shipment asks for: ``cod_amount`` and ``declared_value`` in fen. :param goods: keys of its goods.
    :return: ``over_max_weight``, ``over_max_pieces``, ``over_max_size``, ``no_cod``, ``over_insured``, ``goods_not_taken`` or None.
    """
    for parcel in parcels:
        if abilities.max_g is not None and (parcel.weight_g or 0) > abilities.max_g:
            return Refusal("over_max_weight", (("weight_g", parcel.weight_g), ("max_g", abilities.max_g)))
        if abilities.max_pieces is not None and parcel.pieces > abilities.max_pieces:
            return Refusal("over_max_pieces", (("pieces", parcel.pieces), ("max", abilities.max_pieces)))
        for size, limit in ((max, abilities.max_side_mm), (sum, abilities.max_sum_mm)):
            if parcel.dims_mm and limit is not None and size(parcel.dims_mm) > limit:
                return Refusal("over_max_size", (("size_mm", size(parcel.dims_mm)), ("max_mm", limit)))
    if options.get("cod_amount") and not abilities.cod:
        return Refusal("no_cod")
    if abilities.insured_fen is not None and (options.get("declared_value") or 0) > abilities.insured_fen:
        return Refusal("over_insured", (("max_fen", abilities.insured_fen),))
    return Refusal("goods_not_taken") if abilities.barred.intersection(goods) else None
