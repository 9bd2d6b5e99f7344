import json
from dataclasses import dataclass

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan

from ..adapters.changes import change_sentences
from ..adapters.draft import Draft
from ..adapters.ladder import reading
from ..adapters.places import PlaceBook
from ..adapters.sheet_parts import rows_of, without_consequences
from ..adapters.snapshot import kept_names, plain, tariff_source, version_values
from ..adapters.title import read_title
from ..tariff import TariffSource, loads
from ..tariff.compare import diff


@dataclass
class Todo:
    """What becomes of a draft.

    :ivar contract, before, target: the contract, the version whose prices it replaces, the draft version it overwrites; each may be
        empty. :ivar twin: whether a version says the same already. :ivar changes: what differs from ``before``.
    """

    draft: Draft
    contract: object
    before: object
    target: object
    twin: bool
    source: TariffSource
    names: dict
    changes: list


class LogisticsTariffImport(models.AbstractModel):
    """Price sheets of carriers -> draft tariff versions; what all layouts share.

    A sheet makes one draft per carrier and validity. The same sheet again finds its version unchanged; a corrected sheet for
    the same first day replaces the zones of the draft. What is active is never touched: it takes a new draft, which a second
    person activates. What a price sheet does not say (weighing, rounding, surcharges, regions without delivery) stays as in the
    version before.
    """

    _name = "logistics.tariff.import"
    _inherit = "dealer.import.base"
    _description = "Tariff import"
    _import_groups = ("dealer_base.group_fin_settlement",)
    _whole_sheet = True
    # Whether a second row for a region is an error, or a further weight range of it.
    _one_row_per_place = False

    def _combine(self, rows):
        """Hook for layouts whose rows belong together. :return: (rows, findings)."""
        return rows, []

    def _lookup(self, job, rows):
        title = read_title(job._content())
        rows, several = self._meant(job, rows)
        rows, errors = self._combine(rows)
        errors += several
        drafts = self._drafts(job, rows, title, errors)
        for draft in drafts:
            errors += draft.findings()
        bad = {error.row for error in errors if not error.warning}
        todo = self._todo(job, [draft.without(bad) for draft in drafts])
        for item in todo:
            errors += item.draft.missing(item.source)
        return {"todo": todo, "title": title}, self._named(errors)

    def _meant(self, job, rows):
        """Take the rows of the origin and of the product that the import is for.

        :return: (rows, findings).
        :raises UserError: when the sheet has no price of that origin or product.
        """
        taken, several = rows_of(rows, "origin", job.tariff_origin)
        if rows and not taken and not several:
            raise UserError(self.env._("No price of the sheet leaves from %s: correct the origin in the import.", job.tariff_origin))
        kept, products = rows_of(taken, "service", job.tariff_product)
        if taken and not kept and not products:
            raise UserError(self.env._("No price of the sheet is for the product %s: correct the product in the import.", job.tariff_product))
        return kept, several + products

    def _refine(self, errors, parsed):
        return without_consequences(super()._refine(errors, parsed), parsed)

    def _drafts(self, job, rows, title, errors):
        """Sort the rows into drafts; what is wrong with a row goes into ``errors``.

        :return: list of Draft.
        """
        carriers, places = self._carriers(), PlaceBook(self.env["dealer.division"]._index())
        today = job.company_id._dealer_today()
        drafts, first_rows, unnamed = {}, {}, set()
        for row in rows:
            record = row.record
            # The products of a carrier are carriers of their own, whose names its sheet does not know.
            chosen = job.tariff_carrier_id if job.tariff_product or not record.carrier else job.tariff_carrier_id.browse()
            carrier = chosen or carriers.get(record.carrier.upper(), chosen)
            if not carrier and record.carrier not in unnamed:
                # Told once; the rest of the row is checked all the same.
                unnamed.add(record.carrier)
                code = "unknown_carrier" if record.carrier else "missing_carrier"
                errors.append(row.source.error("carrier", code, carrier=record.carrier))
            start, end, problems = self._check_dates(job, row, title, today)
            cells, unknown, blocked = places.cells(row)
            errors += problems + unknown
            if problems or blocked:
                continue
            key = (carrier.id or record.carrier, start, end)
            draft = drafts.get(key)
            if draft is None:
                draft = drafts[key] = Draft(carrier, start, end, ratio_ppm=title.ratio_ppm, barred=title.barred)
            errors += self._check_place(draft, row, cells)
            errors += self._check_divisor(draft, row, title, first_rows)
            errors += self._for_person(row)
            draft.add(row, cells)
        return list(drafts.values())

    def _carriers(self):
        """:return: dict of every spelling (code, names in all languages) -> delivery.carrier."""
        carriers = self.env["delivery.carrier"].search([("dealer_code", "!=", False)])
        out = {}
        for code, _name in self.env["res.lang"].get_installed():
            for carrier in carriers.with_context(lang=code):
                out.setdefault(carrier.name.upper(), carrier)
                out[carrier.dealer_code.upper()] = carrier
        return {name: carrier.with_env(self.env) for name, carrier in out.items()}

    def _check_dates(self, job, row, title, today):
        """:return: (first day, last day or False, errors)."""
        record = row.record
        start = record.valid_from or title.valid_from or job.date_from
        end = record.valid_to or title.valid_to or False
        column = "valid_to" if record.valid_to else ""
        if not start:
            raise UserError(self.env._("The sheet does not say from when its prices are valid: enter “Valid from” in the import."))
        if end and end < start:
            return start, end, [row.source.error(column, "dates_reversed")]
        if end and end < today:
            return start, end, [row.source.error(column, "expired_tariff", date=end.isoformat())]
        return start, end, []

    def _check_place(self, draft, row, cells):
        """A region may have one ladder: a second row or a second column for it is an error where a ladder is one."""
        out, index = [], self.env["dealer.division"]._index()
        for code, column in dict.fromkeys((code, priced.place_column) for code, priced in cells):
            other = draft.prices.get(code, [None])[0]
            if other is None:
                continue
            double = other.row is not row if self._one_row_per_place else other.priced.place_column != column
            if double and code:
                out.append(row.source.error(column, "duplicate_division", name=index.name(code), other=other.row.number))
            elif double:
                out.append(row.source.error(column, "two_default_zones", other=other.row.number))
        return out

    def _check_divisor(self, draft, row, title, first_rows):
        divisor = row.record.divisor or title.divisor
        if not divisor:
            return []
        if draft.divisor not in (None, divisor):
            return [row.source.error("divisor", "different_in_file", other=first_rows[id(draft)])]
        draft.divisor = divisor
        first_rows.setdefault(id(draft), row.number)
        return []

    def _for_person(self, row):
        """:return: warnings about a price in words, which is confirmed before the import, and about remarks nobody reads."""
        record, out = row.record, []
        for column, price in record.worded:
            place = "、".join(priced.place.province for priced in record.prices if priced.place_column != column)
            out.append(row.source.error(column, "worded_price", warning=True, reading=reading(self.env, place, price)))
        if record.remark:
            out.append(row.source.error(record.remark, "remark_for_person", warning=True))
        return out

    def _named(self, errors):
        """Write division names into findings that carry codes."""
        index = self.env["dealer.division"]._index()
        for error in errors:
            if "codes" in error.params:
                error.params["names"] = "、".join(index.name(code) for code in error.params.pop("codes"))
        return errors

    def _contracts(self, job, drafts):
        """:return: dict carrier id -> contract of the job's side, purpose and warehouse, or without one the general contract."""
        contracts = self.env["logistics.contract"].search([
            ("company_id", "=", job.company_id.id), ("side", "=", job.tariff_side), ("purpose", "=", job.tariff_purpose),
            ("warehouse_id", "=", job.tariff_warehouse_id.id),
            ("carrier_id", "in", [draft.carrier.id for draft in drafts])])
        return {contract.carrier_id.id: contract for contract in contracts}

    def _todo(self, job, drafts):
        """Compare the drafts with the versions there are.

        :return: list of Todo.
        """
        contracts = self._contracts(job, drafts)
        out = []
        for draft in filter(lambda draft: draft.rows, drafts):
            contract = contracts.get(draft.carrier.id, self.env["logistics.contract"])
            before = self._before(contract.version_ids, draft.valid_from)
            same_day = contract.version_ids.filtered(
                lambda version, draft=draft: version.valid_from == draft.valid_from and version.state != "closed")
            target = same_day.filtered(lambda version: version.state == "draft")[:1]
            base = version_source(target or before) if target or before else TariffSource(currency=job.company_id.currency_id.name)
            source, names = draft.source(base)
            source = plain(source)
            twin = any(
                (version.valid_to or False) == draft.valid_to and not diff(version_source(version), source) for version in same_day)
            changes = diff(version_source(before), source) if before else []
            out.append(Todo(draft, contract, before, target, twin, source, names, changes))
        return out

    def _before(self, versions, start):
        """:return: the version whose prices would hold on that day without the import, else the last one activated, or none."""
        active = versions.filtered(lambda version: version.state != "draft")
        return active._in_force(start) or active.sorted("valid_from")[-1:]

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        for item in found["todo"]:
            rows_of = plan.unchanged if item.twin else plan.updated if item.target else plan.created
            rows_of.extend(item.draft.rows)
            plan.notes += self._change_notes(item)
        if found["title"] and found["title"].remarks:
            plan.notes.append(self.env._(
                "Remarks of the sheet that become no price by themselves, enter them by hand: %s", "; ".join(found["title"].remarks)))
        return plan

    def _change_notes(self, item):
        """:return: sentences about what the sheet changes, led by one that names the version it is compared with."""
        carrier = item.draft.carrier.name
        if item.twin:
            return [self.env._("%(carrier)s from %(date)s: a version says the same already.", carrier=carrier, date=item.draft.valid_from)]
        if not item.before:
            return [self.env._(
                "%(carrier)s from %(date)s: first version of the contract, %(count)s zones.",
                carrier=carrier, date=item.draft.valid_from, count=len(item.source.zones))]
        lines = change_sentences(self.env, item.changes, self.env["dealer.division"]._index().name)
        return [self.env._(
            "%(carrier)s from %(date)s, %(count)s differences from %(version)s:",
            carrier=carrier, date=item.draft.valid_from, count=len(lines), version=item.before.display_name), *lines]

    def _commit(self, job, rows, found, plan):
        if not job.words_confirmed_by_id and any(getattr(row.record, "worded", ()) for row in rows):
            raise UserError(self.env._(
                "%s has prices in words: read in the findings how they are understood and confirm them, then import.", job.display_name))
        versions = self.env["logistics.contract.version"]
        done, total = 0, len(plan.created) + len(plan.updated)
        for item in found["todo"]:
            if item.twin:
                continue
            vals = self._version_values(job, item)
            if item.target:
                item.target.write(vals)
                versions |= item.target
            elif item.before:
                versions |= versions.create(item.before.copy_data({**vals, "valid_from": item.draft.valid_from}))
            else:
                contract = item.contract or self._create_contract(job, item.draft.carrier)
                versions |= versions.create({**vals, "contract_id": contract.id, "valid_from": item.draft.valid_from})
            done += len(item.draft.rows)
            job._progress(done, total)
        return versions

    def _create_contract(self, job, carrier):
        sides = dict(self.env["logistics.contract"]._fields["side"]._description_selection(self.env))
        return self.env["logistics.contract"].create({
            "name": " · ".join(filter(None, (carrier.name, sides[job.tariff_side], job.tariff_warehouse_id.name))),
            "warehouse_id": job.tariff_warehouse_id.id,
            "carrier_id": carrier.id,
            "company_id": job.company_id.id,
            "currency_id": job.company_id.currency_id.id,
            "side": job.tariff_side,
            "purpose": job.tariff_purpose,
        })

    def _version_values(self, job, item):
        """:return: values of the version; zones and surcharges that stay keep their names."""
        ids = self.env["dealer.division"]._ids_by_code()
        names = {code: name for code, name in item.names.items() if name}
        return {
            "valid_to": item.draft.valid_to,
            "source_file": job.filename,
            **version_values(item.source, ids, {**kept_names(item.target or item.before, item.source), **names}),
        }


def version_source(version):
    """:param version: a logistics.contract.version. :return: its TariffSource, of an active one the text it was activated with."""
    return loads(json.loads(version.source)["tariff"]) if version.source else tariff_source(version)
