from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen

from ..adapters import shipped
from ..adapters.changes import change_sentences, places_label
from ..adapters.date_words import date_sentences, past_start
from ..adapters.exact import yuan_of
from ..adapters.ladder import price_label
from ..adapters.messages import finding_sentence, refusal_sentence
from ..adapters.sampling import band_at, samples
from ..adapters.snapshot import plain, tariff_source, with_successors
from ..tariff import check_dates, checksum, compile_tariff, dumps, loads, on_basis
from ..tariff.compare import coverage, diff, effect

EXCEPTIONS = 200


class LogisticsContractVersion(models.Model):
    """The checks of a draft: errors and warnings, coverage, what it changes, what it costs."""

    _inherit = "logistics.contract.version"

    report_ids = fields.One2many("logistics.version.report", "version_id", string="Checks made")

    def action_check(self):
        """Look a draft through and keep what was found: findings, coverage, changes, money effect on last month's parcels.

        For the settlement accountant who enters it and the finance manager who decides.

        :return: action that opens the report.
        :raises AccessError: for other roles. :raises UserError: for an older version that was put in force without checks.
        """
        self.ensure_one()
        if not self.env.user.has_group("dealer_base.group_fin_settlement"):
            raise AccessError(self.env._("Tariff versions are checked by the settlement accountant and the finance manager."))
        self.check_access("write")
        if self.state == "draft":
            self._make_report()
        return self.action_open_report()

    def action_open_report(self):
        """:return: action that opens the report kept with the version."""
        self.ensure_one()
        report = self.report_ids[:1]
        if not report:
            raise UserError(self.env._("%s has no checks: they are made of drafts, with Check.", self.display_name))
        return {
            "type": "ir.actions.act_window", "res_model": report._name, "res_id": report.id, "view_mode": "form", "views": [(False, "form")]}

    def action_prices(self):
        """:return: action with all prices of the version in one list, to be edited while it is a draft."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_band_action")
        return {**action, "domain": [("version_id", "=", self.id)], "context": {"search_default_group_zone": 1}}

    def action_price_at(self):
        """Open the dialog that says what a shipment costs by this version; a draft can so be tried out.

        :return: action.
        """
        self.ensure_one()
        return self.env["logistics.price.lookup"]._open(self.contract_id, self)

    def _check_report(self):
        """The activation stands on a report about exactly these prices; without any it is made now.

        :raises UserError: when the draft changed after its report, or what it is compared with.
        """
        self.ensure_one()
        report = self.report_ids[:1]
        if not report:
            self._make_report()
        elif not report.is_current:
            raise UserError(self.env._(
                "%(version)s was changed, or another version was put in force, after its checks of %(date)s: press Check and look at them again.",
                version=self.display_name,
                date=fields.Datetime.context_timestamp(self, report.create_date).strftime("%Y-%m-%d %H:%M")))

    def _make_report(self):
        """:return: the new logistics.version.report; an older one of the draft is gone."""
        self.ensure_one()
        self.report_ids.sudo().unlink()  # sudo: nobody may delete a report but the one who makes the next
        source = tariff_source(self)
        findings = self._report_findings()
        values = {
            "version_id": self.id,
            "checksum": checksum(self._canonical_text()),
            "finding_ids": [Command.create(row) for row in findings],
            "error_count": sum(row["level"] == "error" for row in findings),
            "warning_count": sum(row["level"] == "warning" for row in findings),
            **self._report_coverage(source),
        }
        replaced = self._replaces()
        old = replaced._source() if replaced else None
        if old:
            values.update(replaced_id=replaced.id, change_ids=[Command.create(row) for row in self._report_changes(old, source)])
        if not values["error_count"]:
            values.update(self._report_effect(replaced, old, source))
            values.update(self._report_open(source))
        return self.env["logistics.version.report"].sudo().create(values).sudo(False)  # sudo: written by this method only

    def _report_open(self, source):
        """Hook: say what the draft makes of documents that are open. Extend and add to super's.

        :param source: the core's source of the draft.
        :return: values of the report.
        """
        return {}

    def _source(self):
        """:return: the core's source of a version: its stored text, or its records while it is a draft."""
        self.ensure_one()
        return loads(self._stored_text()) if self.state != "draft" else tariff_source(self)

    def _replaces(self):
        """:return: the version whose place this one takes on its first day; without any, the one that is in force today."""
        others = self.contract_id.version_ids - self
        return others._in_force(self.valid_from) or others._in_force(self.company_id._dealer_today())

    def _report_findings(self):
        index = self.env["dealer.division"]._index()
        rows = [
            {"level": finding.level, "zone": finding.zone, "text": finding_sentence(self.env, finding, index.name)} for finding in self._findings()]
        others = self.contract_id.version_ids.filtered(lambda version: version.state == "active") | self
        dates = check_dates([version._entry() for version in others])
        net = [("error", self._net_charge())] if self._net_charge() else []
        extra = net + date_sentences(self.env, dates, self.number) + past_start(self.env, self.valid_from, self.company_id._dealer_today())
        return rows + [{"level": level, "text": text} for level, text in extra]

    # -- coverage

    def _report_coverage(self, source):
        """:return: counts and lines; every district counts once."""
        divisions = self.env["dealer.division"]
        index, ids = divisions._index(), divisions._ids_by_code()
        rows = divisions.sudo().search_fetch([("valid_to", "=", False)], ["code", "parent_id"])  # sudo: public geography
        parents = {row.parent_id.id for row in rows}
        provinces = defaultdict(list)
        for row in rows:
            if row.id not in parents:
                chain = tuple(index.ancestors(row.code))
                provinces[chain[-1]].append(chain)
        source = with_successors(source, index.current)
        counts, lines = defaultdict(int), []
        for province, chains in provinces.items():
            found = coverage(source, chains)
            for status in ("priced", "by_default"):
                number = getattr(found, status)
                counts[status] += number
                if number:
                    lines.append((province, province, status, "", number))
            special = dict.fromkeys(found.no_price, ("no_price", "")) | dict.fromkeys(found.not_served, ("not_served", ""))
            special |= {code: ("two_prices", ", ".join(zones)) for code, zones in found.two_prices}
            for status, _zones in special.values():
                counts[status] += 1
            lines += [(province, *line) for line in _together(chains, special)]
        return {
            **{status: counts[status] for status in ("priced", "by_default", "no_price", "two_prices", "not_served")},
            "coverage_ids": [Command.create({
                "province_id": ids[province], "division_id": ids[code], "status": status, "zones": zones, "districts": number,
            }) for province, code, status, zones, number in lines]}

    # -- changes

    def _report_changes(self, old, new):
        """:return: values of the lines; canonical texts are compared, so that numbers without a meaning do not show."""
        name = self.env["dealer.division"]._index().name
        rows = []
        for change in diff(loads(dumps(plain(old))), loads(dumps(plain(new)))):
            regions = places_label(self.env, change.divisions, name)
            ladders = change.kind == "price" and change.before[0] == change.after[0] and change.before[0] != "not"
            if not ladders:
                text = "\n".join(change_sentences(self.env, [change], name))
                rows.append({"kind": change.kind, "regions": regions, "text": text})
                continue
            per = change.before[0]
            for sample in samples(change.before[1], change.after[1], per):
                before, after = sample.before_micro or 0, sample.after_micro or 0
                rows.append({
                    "kind": "price", "regions": regions, "amount": sample.amount, "before": yuan_of(before), "after": yuan_of(after),
                    "diff": yuan_of(after - before), "text": _bands_text(self.env, change, sample.amount, per)})
        return [{**row, "sequence": position} for position, row in enumerate(rows)]

    # -- money

    def _report_effect(self, replaced, old, new):
        """:return: sums and lines of last month's parcels of this carrier, priced by both tariffs on their own days, shipment by
        shipment; with or without tax as this version."""
        first, last = self.company_id._dealer_last_month()
        contract = self.contract_id
        domain = [*shipped.parcel_domain(self.company_id, first, last, contract.purpose, contract.carrier_id), *contract._parcel_scope()]
        current = self.env["dealer.division"]._index().current
        tariffs = [source and compile_tariff(with_successors(source, current)) for source in (old, new)]
        gross, (was_gross, tax_ppm) = self.tax_included, replaced._basis()
        found = effect(self._shipped(domain), *tariffs, basis=lambda fen: on_basis(fen, was_gross, gross, tax_ppm))
        lines = [{
            "kind": "zone", "zone": zone, "parcels": count, "before": from_fen(before), "after": from_fen(after), "diff": from_fen(after - before),
        } for zone, (count, before, after) in sorted(found.by_zone.items())]
        for kind, rows in (("refused", found.refused), ("new", found.unpriced_before), ("largest", found.largest)):
            lines += [self._effect_row(kind, row) for row in rows[:EXCEPTIONS]]
        return {
            "effect_from": first, "effect_to": last, "effect_count": found.parcels, "effect_before": from_fen(found.before_fen),
            "effect_after": from_fen(found.after_fen), "effect_diff": from_fen(found.diff_fen), "effect_dearer": found.dearer,
            "effect_cheaper": found.cheaper, "effect_refused": len(found.refused), "effect_ids": [Command.create(line) for line in lines]}

    def _effect_row(self, kind, row):
        place = self.env["logistics.parcel"].sudo().browse(row.key).division_id.name  # sudo: see _shipped
        note = refusal_sentence(self.env, row.refusal, {}, {"carrier": self.carrier_id.name, "division": place}) if row.refusal else False
        return {
            "kind": kind, "zone": row.zone, "parcel_id": row.key, "parcels": 1, "before": from_fen(row.before_fen or 0),
            "after": from_fen(row.after_fen or 0), "diff": from_fen(row.diff_fen), "note": note}

    def _shipped(self, domain):
        """:return: yields the core's view of shipments; what was paid counts where there is no older tariff."""
        parcels = self.env["logistics.parcel"].sudo()  # sudo: sums of a month, the reader need not read parcels
        for batch in shipped.batches(parcels, domain, shipped.PAID[self.side]):
            chains = self.env["logistics.quoting"]._chains(set(batch.division_id.ids))
            paid_of = batch._paid_of(self.side, self.tax_included)
            for some in shipped.shipments(batch):
                known = [fen for fen in map(paid_of, some) if fen is not None]
                yield shipped.shipped(some, chains.get(some[0].division_id.id, ((), ""))[0], sum(known) if known else None)


def _bands_text(env, change, amount, per):
    """:return: how the price of a weight is made before and after, e.g. ``15.00 → 15.00 + 6.00 per started 0.5 kg``."""
    prices = []
    for _per, bands in (change.before, change.after):
        band = band_at(bands, amount)
        prices.append(price_label(env, band, per) if band else env._("no price"))
    return " → ".join(prices)


def _together(chains, special):
    """Let one line stand for all districts of a city or province that are alike.

    :param chains: all districts of a province. :param special: dict district -> (status, zones).
    :return: list of (division code, status, zones, number of districts).
    """
    below = defaultdict(list)
    for chain in chains:
        for code in chain:
            below[code].append(chain[0])
    out, done = [], set()
    for chain in chains:
        if chain[0] not in special or chain[0] in done:
            continue
        state = special[chain[0]]
        top = next(code for code in reversed(chain) if all(special.get(leaf) == state for leaf in below[code]))
        done.update(below[top])
        out.append((top, *state, len(below[top])))
    return out
