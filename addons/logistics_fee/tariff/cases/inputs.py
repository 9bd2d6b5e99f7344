"""Parcels and options of a case, in core units."""
from ..parcel import Parcel
from ..units import fen, grams, millimetres

MONEY_OPTIONS = ("declared_value", "cod_amount")


def read_parcel(row) -> Parcel:
    """:param row: ``weight_kg``, ``dims_cm``, ``pieces``; a side that is missing is zero, so it is refused. :return: Parcel."""
    dims, weight = row.get("dims_cm"), row.get("weight_kg")
    return Parcel(
        None if weight is None else grams(weight), tuple(millimetres(side or 0) for side in dims) if dims else None,
        int(row.get("pieces") or 1))


def read_parcels(case) -> tuple:
    """:param case: a quote case. :return: its parcels; the option ``pieces`` counts for a single parcel that names none."""
    rows = case.get("parcels") or ()
    pieces = (case.get("options") or {}).get("pieces")
    if pieces and len(rows) == 1 and not rows[0].get("pieces"):
        return (read_parcel({**rows[0], "pieces": pieces}),)
    return tuple(read_parcel(row) for row in rows)


def read_options(row) -> dict:
    """:param row: options of a case or None. :return: name -> fen for declared amounts, the value as it stands for others."""
    return {name: fen(value) if name in MONEY_OPTIONS and value is not None else value for name, value in (row or {}).items()}
