from dataclasses import replace

from odoo import models
from odoo.exceptions import UserError

from ..adapters.draft import Draft
from ..adapters.places import PlaceBook
from ..adapters.snapshot import plain
from ..tariff import TariffSource
from ..tariff.compare import diff
from .logistics_tariff_import import Todo, version_source


class LogisticsTariffAmendment(models.AbstractModel):
    """Sheets that change a part of a tariff that is there: its surcharges, its remote areas.

    They make a new draft from the version in force on the first day of the import, or change the draft of that day; the prices
    stay as they are.
    """

    _name = "logistics.tariff.amendment"
    _inherit = "logistics.tariff.import"
    _description = "Tariff amendment"

    def _amended(self, base, cells, rows):
        """Hook: the tariff with what the sheet says.

        :param base: TariffSource. :param cells: dict row number -> division codes of the row. :param rows: ParsedRows of a carrier.
        :return: (TariffSource, dict code of a surcharge -> name).
        """
        raise NotImplementedError(self._name)

    def _lookup(self, job, rows):
        carriers, places = self._carriers(), PlaceBook(self.env["dealer.division"]._index())
        errors, groups, codes, unnamed = [], {}, {}, set()
        for row in rows:
            name = row.record.carrier
            carrier = carriers.get(name.upper(), job.tariff_carrier_id.browse()) if name else job.tariff_carrier_id
            if not carrier and name not in unnamed:
                unnamed.add(name)
                errors.append(row.source.error("carrier", "unknown_carrier" if name else "missing_carrier", carrier=name))
            cells, problems, blocked = places.cells(row)
            errors += problems
            if not blocked:
                codes[row.number] = [code for code, _place in cells]
                groups.setdefault(carrier, []).append(row)
        if not job.date_from:
            raise UserError(self.env._("Enter from which day on the sheet holds: “Valid from” in the import."))
        bad = {error.row for error in errors if not error.warning}
        drafts = [Draft(carrier, job.date_from, False, rows=[row for row in found if row.number not in bad]) for carrier, found in groups.items()]
        todo = self._amendments(job, [draft for draft in drafts if draft.rows], codes)
        for item in todo:
            if item.draft.carrier and not (item.before or item.target):
                errors.append(item.draft.rows[0].source.error("", "no_tariff_yet", warning=True, carrier=item.draft.carrier.name))
        return {"todo": todo, "title": None}, errors

    def _amendments(self, job, drafts, codes):
        """:return: list of Todo, one per carrier."""
        contracts = self._contracts(job, drafts)
        out = []
        for draft in drafts:
            contract = contracts.get(draft.carrier.id, self.env["logistics.contract"])
            before = self._before(contract.version_ids, draft.valid_from)
            target = contract.version_ids.filtered(
                lambda version, draft=draft: version.valid_from == draft.valid_from and version.state == "draft")[:1]
            base = version_source(target or before) if target or before else TariffSource()
            source, names = self._amended(base, codes, draft.rows)
            source = plain(source)
            draft.valid_to = (target or before).valid_to if target or before else False
            twin = bool(target or before) and not diff(base, source)
            changes = diff(version_source(before), source) if before else []
            out.append(Todo(draft, contract, before, target, twin, source, names, changes))
        return out

    def _commit(self, job, rows, found, plan):
        for item in found["todo"]:
            if not (item.before or item.target):
                raise UserError(self.env._(
                    "%(carrier)s has no prices yet for %(date)s: import its price sheet first, then this one.",
                    carrier=item.draft.carrier.name, date=item.draft.valid_from))
        return super()._commit(job, rows, found, plan)

    def _with_surcharges(self, base, surcharges):
        return replace(base, surcharges=tuple(sorted(surcharges, key=lambda surcharge: (surcharge.order, surcharge.code))))
