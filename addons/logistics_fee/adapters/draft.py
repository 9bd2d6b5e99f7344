"""Rows of a tariff sheet, grouped into the versions they describe."""
from dataclasses import dataclass, field

from odoo.addons.dealer_base.sheet import RowError

from ..tariff import TariffSource, Volumetric, Zone, check_bands, uncovered
from .messages import kilograms


@dataclass
class Draft:
    """The version that some rows of a sheet make.

    :ivar rows: the rows. :ivar prices: key of a destination ("" = everywhere) -> list of (row, bands).
    """

    carrier: object
    valid_from: object
    valid_to: object
    divisor: int | None = None
    rows: list = field(default_factory=list)
    prices: dict = field(default_factory=dict)

    def add(self, row, codes):
        """:param codes: division codes of the row, "" for everywhere."""
        self.rows.append(row)
        for code in codes:
            self.prices.setdefault(code, []).append(row)

    def bands(self, code):
        """:return: bands of a destination, all its rows together, equal ones once; none = not delivered."""
        # Of two ranges that differ in price only, the one of the earlier row comes first: the later is the double.
        found = {band: row.number for row in reversed(self.prices[code]) for band in row.record.bands}
        return tuple(sorted(found, key=lambda b: (b.from_g, b.upto_g is None, b.upto_g or 0, found[b])))

    def source(self):
        """Destinations with the same prices and days make one zone; a zone named in the sheet keeps its name.

        :return: (TariffSource, dict zone code -> name).
        """
        groups: dict = {}
        for code, rows in self.prices.items():
            record = rows[0].record
            if self.bands(code):
                groups.setdefault((record.zone, self.bands(code), record.transit_days), []).append(code)
        zones, names = [], {}
        for position, ((name, bands, days), codes) in enumerate(groups.items(), 1):
            zone = f"Z{position:02d}"
            names[zone] = name
            zones.append(Zone(
                zone, bands, tuple(sorted(code for code in codes if code)), (), "" in codes, "g", days))
        light = Volumetric(self.divisor) if self.divisor else None
        not_served = tuple(sorted(code for code in self.prices if code and not self.bands(code)))
        return TariffSource(zones=tuple(zones), not_served=not_served, volumetric=light), names

    def findings(self):
        """Check the ladders of all destinations.

        :return: list of RowError, each finding of a row once.
        """
        out, seen = [], set()
        for code, rows in self.prices.items():
            out.extend(self._repeated(rows))
            priced = self.bands(code)
            for level, finding, band, params in check_bands(priced):
                row = self._row_of(code, band)
                key = (row.number, finding)
                if key in seen:
                    continue
                seen.add(key)
                out.append(self._row_error(code, row, level, finding, band, dict(params)))
        missing = uncovered(self.source()[0])
        if missing and self.rows:
            out.append(self._without_price(missing))
        return out

    def _repeated(self, rows):
        """A row that says what an earlier one says is left out; a price beside "not delivered" is an error."""
        out, first = [], {}
        for row in rows:
            other = first.setdefault(row.record.bands, row)
            if other is not row:
                out.append(row.source.error("", "repeated_band", warning=True, other=other.number))
            if bool(row.record.bands) != bool(rows[0].record.bands):
                out.append(row.source.error(row.record.price_column, "price_not_served", other=rows[0].number))
        return out

    def _row_of(self, code, band):
        """The row a band stands in; of two equal ones the later, which is the double."""
        rows = [row for row in self.prices[code] if band in row.record.bands]
        return rows[-1]

    def _row_error(self, code, row, level, finding, band, params):
        before = [
            other for other in self.prices[code]
            if other is not row and other.record.bands and other.record.bands[0].from_g <= band.from_g] or [row]
        other = max(before, key=lambda found: (found.record.bands[-1].from_g, found.number))
        lower, upper = params.get("from_g", band.from_g), params.get("upto_g", band.upto_g)
        return row.source.error(
            row.record.price_column if finding in ("non_monotonic", "price_jump") else "", finding, warning=level == "warning",
            lower=kilograms(lower), upper=kilograms(upper) if upper else "∞", other=other.number)

    def _without_price(self, codes):
        first = self.rows[0]
        return RowError(
            first.source.sheet, first.number, "", "", "", "province_without_price", {"codes": codes}, True)
