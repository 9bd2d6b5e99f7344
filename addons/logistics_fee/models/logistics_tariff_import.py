from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan

from ..adapters.draft import Draft
from ..adapters.snapshot import plain, table_values, tariff_source
from ..adapters.title import read_title
from ..tariff import dumps


class LogisticsTariffImport(models.AbstractModel):
    """Price sheets of carriers -> draft tariff versions; what all layouts share.

    A sheet makes one draft per carrier and validity. The same sheet again finds its version unchanged; a corrected sheet for
    the same first day replaces the zones of the draft. What is active is never touched: it takes a new draft, which a second
    person activates.
    """

    _name = "logistics.tariff.import"
    _inherit = "dealer.import.base"
    _description = "Tariff import"
    _import_groups = ("dealer_base.group_fin_settlement",)
    _whole_sheet = True

    def _lookup(self, job, rows):
        title = read_title(job._content())
        carriers = self._carriers()
        drafts, errors, divisors = {}, [], {}
        for row in rows:
            record = row.record
            carrier = job.tariff_carrier_id if not record.carrier else carriers.get(record.carrier.upper())
            if not carrier:
                code = "unknown_carrier" if record.carrier else "missing_carrier"
                errors.append(row.source.error("carrier", code, carrier=record.carrier))
                continue
            found = self._check_dates(job, row, title)
            codes, problems = self._codes(row)
            blocked = found[2] + [problem for problem in problems if not problem.warning]
            errors += found[2] + problems
            if blocked:
                continue
            draft = drafts.setdefault((carrier.id, found[0], found[1]), Draft(carrier, found[0], found[1]))
            errors += self._check_place(draft, row, codes)
            errors += self._check_divisor(draft, row, title, divisors)
            draft.add(row, codes)
        for draft in drafts.values():
            errors += self._named(draft.findings())
        bad = {error.row for error in errors if not error.warning}
        return {"drafts": [self._without(draft, bad) for draft in drafts.values()]}, errors

    def _carriers(self):
        """:return: dict of every spelling (code, names in all languages) -> delivery.carrier."""
        carriers = self.env["delivery.carrier"].search([("dealer_code", "!=", False)])
        out = {}
        for code, _name in self.env["res.lang"].get_installed():
            for carrier in carriers.with_context(lang=code):
                out.setdefault(carrier.name.upper(), carrier)
                out[carrier.dealer_code.upper()] = carrier
        return {name: carrier.with_env(self.env) for name, carrier in out.items()}

    def _check_dates(self, job, row, title):
        """:return: (first day, last day or False, errors)."""
        record = row.record
        start = record.valid_from or title["valid_from"] or job.date_from
        end = record.valid_to or title["valid_to"] or False
        column = "valid_to" if record.valid_to else ""
        if not start:
            raise UserError(self.env._("The sheet does not say from when its prices are valid: enter “Valid from” in the import."))
        if end and end < start:
            return start, end, [row.source.error(column, "dates_reversed")]
        if end and end < job.company_id._dealer_today():
            return start, end, [row.source.error(column, "expired_tariff", date=end.isoformat())]
        return start, end, []

    def _codes(self, row):
        """:return: (division codes of a row, "" for everywhere; findings)."""
        divisions = self.env["dealer.division"]
        codes, problems = [], []
        for place in row.record.places:
            if place.everywhere:
                codes.append("")
                continue
            division, match = divisions._match(place.province, place.city, place.district)
            if match.refusal == "unknown_division" and row.record.place_column == "places":
                division, match = self._joined(place.province, division, match)
            column = match.place if row.record.place_column == "province" else row.record.place_column
            if match.refusal:
                name = getattr(place, match.place) or place.province
                problems.append(row.source.error(column, match.refusal, **{"name": name, **match.params}))
                continue
            if match.warning:
                problems.append(row.source.error(column, match.warning, warning=True, **match.params))
            codes.append(division.code)
        return codes, problems

    def _joined(self, name, division, match):
        """Read a province and a city written together (广东深圳). :return: (division, match), as given if it is none."""
        for cut in range(2, len(name) - 1):
            found, other = self.env["dealer.division"]._match(name[:cut], name[cut:])
            if not other.refusal:
                return found, other
        return division, match

    def _check_place(self, draft, row, codes):
        """A region may have one ladder; in layouts with a zone per row a second row for it is an error."""
        out = []
        for code in codes:
            other = draft.prices.get(code, [None])[0]
            if other is None or row.record.place_column == "province":
                continue
            if code:
                name = self.env["dealer.division"]._index().name(code)
                out.append(row.source.error(row.record.place_column, "duplicate_division", name=name, other=other.number))
            else:
                out.append(row.source.error(row.record.place_column, "two_default_zones", other=other.number))
        return out

    def _check_divisor(self, draft, row, title, first_rows):
        divisor = row.record.divisor or title["divisor"]
        if not divisor:
            return []
        if draft.divisor not in (None, divisor):
            return [row.source.error("divisor", "different_in_file", other=first_rows[id(draft)])]
        draft.divisor = divisor
        first_rows.setdefault(id(draft), row.number)
        return []

    def _named(self, errors):
        """Write division names into findings that carry codes."""
        index = self.env["dealer.division"]._index()
        for error in errors:
            if "codes" in error.params:
                error.params["names"] = "、".join(index.name(code) for code in error.params.pop("codes"))
        return errors

    def _without(self, draft, bad):
        """:return: the draft without its bad rows."""
        clean = Draft(draft.carrier, draft.valid_from, draft.valid_to, draft.divisor)
        for row in draft.rows:
            if row.number not in bad:
                clean.add(row, [code for code, rows in draft.prices.items() if row in rows])
        return clean

    def _contracts(self, job, drafts):
        """:return: dict carrier id -> contract of the job's side and purpose."""
        contracts = self.env["logistics.contract"].search([
            ("company_id", "=", job.company_id.id), ("side", "=", job.tariff_side), ("purpose", "=", job.tariff_purpose),
            ("carrier_id", "in", [draft.carrier.id for draft in drafts])])
        return {contract.carrier_id.id: contract for contract in contracts}

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        found["todo"] = []
        contracts = self._contracts(job, found["drafts"])
        for draft in found["drafts"]:
            if not draft.rows:
                continue
            contract = contracts.get(draft.carrier.id)
            same_day = contract.version_ids.filtered(
                lambda version, draft=draft: version.valid_from == draft.valid_from and version.state != "closed"
            ) if contract else self.env["logistics.contract.version"]
            source, names = draft.source()
            text = dumps(plain(source))
            twin = same_day.filtered(
                lambda version, draft=draft, text=text: (version.valid_to or False) == draft.valid_to
                and dumps(tariff_source(version)) == text)
            if twin:
                plan.unchanged += draft.rows
                continue
            target = same_day.filtered(lambda version: version.state == "draft")[:1]
            (plan.updated if target else plan.created).extend(draft.rows)
            found["todo"].append((draft, contract, target, source, names))
        return plan

    def _commit(self, job, rows, found, plan):
        versions = self.env["logistics.contract.version"]
        done, total = 0, len(plan.created) + len(plan.updated)
        for draft, contract, target, source, names in found["todo"]:
            vals = self._version_values(job, draft, source, names)
            if target:
                target.write(vals)
            else:
                contract = contract or self._create_contract(job, draft.carrier)
                target = versions.create({**vals, "contract_id": contract.id, "valid_from": draft.valid_from})
            versions |= target
            done += len(draft.rows)
            job._progress(done, total)
        return versions

    def _create_contract(self, job, carrier):
        sides = dict(self.env["logistics.contract"]._fields["side"]._description_selection(self.env))
        return self.env["logistics.contract"].create({
            "name": f"{carrier.name} · {sides[job.tariff_side]}",
            "carrier_id": carrier.id,
            "company_id": job.company_id.id,
            "currency_id": job.company_id.currency_id.id,
            "side": job.tariff_side,
            "purpose": job.tariff_purpose,
        })

    def _version_values(self, job, draft, source, names):
        ids = self.env["dealer.division"]._ids_by_code()
        return {
            "valid_to": draft.valid_to,
            "source_file": job.filename,
            "volumetric_divisor": draft.divisor or 0,
            **table_values(source, ids, names),
        }
