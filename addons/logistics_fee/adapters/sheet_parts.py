"""Which rows of a tariff sheet are meant, and which findings say no more than that a bad row is missing."""
from ..layouts.row import bare_name, bare_origin

# What a row says -> (its columns, the finding about a second one in the sheet, how two spellings compare, how the wanted one is found).
PARTS = {
    "origin": (("origin", "origin_province"), "several_origins", bare_origin, lambda wanted, said: wanted in said),
    "service": (("service",), "several_products", bare_name, lambda wanted, said: wanted == said),
}
# Holes in a ladder, and the columns that name the ladder.
HOLES = frozenset(("gap_in_bands", "no_open_band", "step_without_first"))
LADDER = ("carrier", "service", "places", "province", "city", "district")


def rows_of(rows, name, wanted):
    """Take the rows of one origin or product; rows that name none hold for each. Two of them of a carrier have prices apart.

    :param rows: ParsedRows of TariffRow. :param name: ``origin`` or ``service``. :param wanted: as a person wrote it, empty = the sheet has one.
    :return: (rows, findings); of a further origin or product the first row is named and all are left out.
    """
    columns, code, bare, fits = PARTS[name]
    wanted, taken, errors, first, told = bare(wanted), [], [], {}, set()
    for row in rows:
        text = getattr(row.record, name, "")
        said = bare(text)
        if wanted and said and not fits(wanted, said):
            continue
        other = first.setdefault(row.record.carrier, row) if said else row
        if wanted or bare(getattr(other.record, name, "")) == said:
            taken.append(row)
        elif (row.record.carrier, said) not in told:
            told.add((row.record.carrier, said))
            column = next((column for column in columns if column in row.source.places), "")
            errors.append(row.source.error(column, code, **{name: text, "first": getattr(other.record, name), "other": other.number}))
    return taken, errors


def without_consequences(errors, parsed):
    """Leave out the holes that bad rows of the same ladder tear: who mends the cell mends them.

    :param errors: list of RowError of the later checks. :param parsed: the Parsed of the sheet; ``rejected`` are its bad rows.
    :return: list of RowError.
    """
    lost = {_ladder(values) for values in parsed.rejected.values()}
    ladders = {row.number: _ladder(row.source.values) for row in parsed.rows} if lost else {}
    return [error for error in errors if error.code not in HOLES or ladders.get(error.row) not in lost]


def _ladder(values):
    return tuple(values.get(name) or "" for name in LADDER)
