"""Rows of a tariff sheet, grouped into the versions they describe."""
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from odoo.addons.dealer_base.sheet import RowError

from ..tariff import TariffSource, Volumetric, Zone, check_bands, uncovered
from ..tariff.units import PPM
from .messages import kilograms


class Cell(NamedTuple):
    """A price of a destination. :ivar row: its ParsedRow. :ivar priced: the Priced of the row."""

    row: object
    priced: object


def _first(cells, name):
    """:return: what the first of the rows says that says it, else what the first row has."""
    return next((getattr(cell.row.record, name) for cell in cells if getattr(cell.row.record, name)), getattr(cells[0].row.record, name))


def _rank(band):
    return band.from_g, band.upto_g is None, band.upto_g or 0


@dataclass
class Draft:
    """The version that some rows of a sheet make.

    :ivar divisor, ratio_ppm: what the sheet says about volume, None = nothing. :ivar barred: division codes of a remark that are
        not delivered. :ivar rows: the rows. :ivar prices: code of a destination ("" = everywhere) -> list of Cell.
    """

    carrier: object
    valid_from: object
    valid_to: object
    divisor: int | None = None
    ratio_ppm: int | None = None
    barred: tuple = ()
    rows: list = field(default_factory=list)
    prices: dict = field(default_factory=dict)
    _ladders: dict = field(default_factory=dict, repr=False)

    def add(self, row, cells):
        """:param cells: pairs (division code, "" for everywhere; Priced) of the row."""
        self.rows.append(row)
        for code, priced in cells:
            self.prices.setdefault(code, []).append(Cell(row, priced))
            self._ladders.pop(code, None)

    def without(self, bad):
        """:param bad: row numbers. :return: the draft without these rows."""
        if not any(row.number in bad for row in self.rows):
            return self
        kept = {code: [cell for cell in cells if cell.row.number not in bad] for code, cells in self.prices.items()}
        return replace(
            self, rows=[row for row in self.rows if row.number not in bad], _ladders={},
            prices={code: cells for code, cells in kept.items() if cells})

    def bands(self, code):
        """:return: bands of a destination, all its rows together, equal ones once; none = not delivered."""
        found = self._ladders.get(code)
        if found is None:
            # Of two ranges that differ in price only, the one of the earlier row comes first: the later is the double.
            seen = {band: cell.row.number for cell in reversed(self.prices[code]) for band in cell.priced.bands}
            found = self._ladders[code] = tuple(sorted(seen, key=lambda band: (*_rank(band), seen[band])))
        return found

    def source(self, base=None):
        """Destinations with the same prices and days make one zone; a zone named in the sheet keeps its name.

        :param base: TariffSource the version follows; what the sheet does not say (weighing, rounding, surcharges, regions that are
            not delivered) stays as it is there. None: the defaults.
        :return: (TariffSource, dict zone code -> name).
        """
        base = base or TariffSource()
        groups: dict = {}
        for code, cells in self.prices.items():
            if self.bands(code):
                zone, days, per = (_first(cells, name) for name in ("zone", "transit_days", "per"))
                groups.setdefault((zone, self.bands(code), days, per), []).append(code)
        zones, names, owner = [], {}, {}
        codes_of = self._zone_codes(base, groups.values())
        working = {zone.code for zone in base.zones if zone.working}
        for (name, bands, days, per), codes in groups.items():
            zone = codes_of[tuple(sorted(codes))]
            names[zone] = name
            owner.update(dict.fromkeys(codes, zone))
            zones.append(Zone(zone, bands, tuple(sorted(code for code in codes if code)), (), "" in codes, per, days, bool(days) and zone in working))
        excluded = [code for code, cells in self.prices.items() if cells[0].priced.excluded]
        zones = self._with_excluded(zones, excluded, owner)
        barred = {code for code in self.prices if code and not self.bands(code) and code not in excluded}
        barred |= {code for code in (*self.barred, *base.not_served) if code not in self.prices}
        return replace(base, zones=tuple(zones), not_served=tuple(sorted(barred)), volumetric=self._volumetric(base)), names

    def _zone_codes(self, base, groups):
        """A zone of the same regions keeps its code, because surcharges may name it; the others get codes that are free.

        :return: dict sorted codes of the regions -> zone code.
        """
        known = {tuple(sorted((*zone.include, *([""] if zone.is_default else [])))): zone.code for zone in base.zones}
        wanted = [tuple(sorted(codes)) for codes in groups]
        taken = {known[regions] for regions in wanted if regions in known}
        free = (code for code in (f"Z{position:02d}" for position in range(1, len(wanted) + len(taken) + 1)) if code not in taken)
        return {regions: known.get(regions) or next(free) for regions in wanted}

    def _with_excluded(self, zones, excluded, owner):
        """:return: the zones, each leaving out the excluded regions that lie within its own."""
        out: dict = {}
        for code in excluded:
            around = next((upper for upper in (code[:4] + "00", code[:2] + "0000") if upper != code and upper in owner), None)
            if around:
                out.setdefault(owner[around], []).append(code)
        return [replace(zone, exclude=tuple(sorted(out[zone.code]))) if zone.code in out else zone for zone in zones]

    def _volumetric(self, base):
        if not self.divisor:
            return base.volumetric
        if self.ratio_ppm and self.ratio_ppm > PPM:
            return Volumetric(self.divisor, "ratio", self.ratio_ppm)
        return replace(base.volumetric, divisor=self.divisor) if base.volumetric else Volumetric(self.divisor)

    def findings(self):
        """Check the ladders of all destinations.

        :return: list of RowError, each finding of a row once.
        """
        out, seen, checked = [], set(), {}
        for code, cells in self.prices.items():
            out.extend(self._repeated(cells, seen))
            out.extend(self._contradicting(cells, seen))
            priced = self.bands(code)
            if priced not in checked:
                checked[priced] = check_bands(priced)
            for level, finding, band, params in checked[priced]:
                cell = self._cell_of(code, band)
                # What is only strange is told once for all regions that share it.
                key = (cell.row.number, finding) if level == "error" else (finding, band, params)
                if key not in seen:
                    seen.add(key)
                    out.append(self._row_error(code, cell, level, finding, band, dict(params)))
        # What is not said stays as in the version before; that is known later, see the importer.
        return out

    def missing(self, source):
        """:param source: the whole tariff. :return: list with the finding about provinces without a price, or nothing."""
        codes = uncovered(source)
        if not codes or not self.rows:
            return []
        first = self.rows[0]
        return [RowError(first.source.sheet, first.number, "", "", "", "province_without_price", {"codes": codes}, True)]

    def _repeated(self, cells, seen):
        """A row that says what an earlier one says is left out; a price beside "not delivered" is an error."""
        out, first = [], {}
        for cell in cells:
            other = first.setdefault(cell.priced.bands, cell)
            if other is not cell and other.row is not cell.row and (cell.row.number, "repeated") not in seen:
                seen.add((cell.row.number, "repeated"))
                out.append(cell.row.source.error("", "repeated_band", warning=True, other=other.row.number))
            if bool(cell.priced.bands) != bool(cells[0].priced.bands):
                out.append(cell.row.source.error(cell.priced.price_column, "price_not_served", other=cells[0].row.number))
        return out

    def _contradicting(self, cells, seen):
        """Rows of one region that differ in what a region has one of: days and unit are errors, of two zone names the first is kept."""
        out = []
        for name, code, columns in (
                ("transit_days", "different_days", ("days_max", "days")), ("per", "different_unit", ("per",)), ("zone", "different_zone", ("zone",))):
            first = None
            for cell in cells:
                value = getattr(cell.row.record, name)
                if not value:
                    continue
                first = first or cell
                said, key = getattr(first.row.record, name), (cell.row.number, code)
                if value != said and key not in seen:
                    seen.add(key)
                    source = cell.row.source
                    column = next((one for one in columns if one in source.places), "")
                    params = {"days": "-".join(dict.fromkeys(map(str, said)))} if name == "transit_days" else {"zone": said} if name == "zone" else {}
                    out.append(source.error(column, code, warning=name == "zone", other=first.row.number, **params))
        return out

    def _cell_of(self, code, band):
        """The cell a band stands in; of two equal ones the later, which is the double."""
        return [cell for cell in self.prices[code] if band in cell.priced.bands][-1]

    def _row_error(self, code, cell, level, finding, band, params):
        before = [
            other for other in self.prices[code]
            if other is not cell and other.priced.bands and other.priced.bands[0].from_g <= band.from_g] or [cell]
        other = max(before, key=lambda found: (found.priced.bands[-1].from_g, found.row.number))
        lower, upper = params.get("from_g", band.from_g), params.get("upto_g", band.upto_g)
        return cell.row.source.error(
            # Where one row holds several ranges, the column says which is meant.
            cell.priced.price_column if other.row is cell.row or finding in ("non_monotonic", "price_jump", "duplicate_band") else "", finding,
            warning=level == "warning", lower=kilograms(lower), upper=kilograms(upper) if upper else "∞", other=other.row.number)
