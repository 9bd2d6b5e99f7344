from dataclasses import replace

from odoo import models

REMOTE_ORDER = 30
REMOTE_OPTION = "remote_area"


def is_remote(surcharge):
    """:param surcharge: a core surcharge. :return: whether it is one of the remote list."""
    return surcharge.code.partition(":")[0] == "remote" and any(name == "divisions" for name, _value in surcharge.when)


class DealerImportTariffSurcharges(models.AbstractModel):
    """Surcharges of a tariff (layouts/surcharges.py): the sheet replaces all of them, those of the remote list apart."""

    _name = "dealer.import.tariff_surcharges"
    _inherit = "logistics.tariff.amendment"
    _description = "Tariff: surcharges"

    def _amended(self, base, cells, rows):
        names = {row.record.name: row.record.surcharge.code for row in rows}
        listed = [surcharge for surcharge in base.surcharges if is_remote(surcharge)]
        out = []
        for row in rows:
            surcharge, when = row.record.surcharge, dict(row.record.surcharge.when)
            if row.record.remote:
                if listed:
                    continue
                # Until the list of areas is imported it applies where the order says so.
                when["option"] = REMOTE_OPTION
            elif cells[row.number]:
                when["divisions"] = tuple(sorted(cells[row.number]))
            params = {
                name: tuple(names.get(part, part) for part in value) if name == "base" else value
                for name, value in surcharge.params}
            out.append(replace(surcharge, when=tuple(sorted(when.items())), params=tuple(sorted(params.items()))))
        return self._with_surcharges(base, [*out, *listed]), {row.record.surcharge.code: row.record.name for row in rows}

    def _plan(self, job, rows, found):
        plan = super()._plan(job, rows, found)
        labels = dict(self._bearers())
        borne = [f"{row.record.name}: {labels[row.record.bearer]}" for row in rows if row.record.bearer]
        if borne:
            plan.notes.append(self.env._(
                "Who bears a surcharge is decided by the rules of bearers, not by the tariff; the sheet says: %s", "; ".join(borne)))
        return plan

    def _bearers(self):
        return [("dealer", self.env._("Dealer")), ("hq", self.env._("Head office")), ("consumer", self.env._("Consumer"))]
