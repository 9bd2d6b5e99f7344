"""Parcels and options of a case, in core units."""
from ..parcel import Parcel
from ..units import fen, grams, millimetres

MONEY_OPTIONS = ("declared_value", "cod_amount")


def read_parcel(row) -> Parcel:
    """:param row: ``weight_kg``, ``dims_cm``, ``pieces``. :return: Parcel."""
    dims, weight = row.get("dims_cm"), row.get("weight_kg")
    return Parcel(
        None if weight is None else grams(weight), tuple(millimetres(side) for side in dims) if dims else None,
        int(row.get("pieces") or 1))


def read_options(row) -> dict:
    """:param row: options of a case or None. :return: name -> fen for declared amounts, the value as it stands for others."""
    return {name: fen(value) if name in MONEY_OPTIONS and value is not None else value for name, value in (row or {}).items()}
