from datetime import date

from odoo import models
from odoo.exceptions import UserError


class PerfCommissionRun(models.Model):
    """Who gets a line in a run: by which scheme, with which KPI sheet."""

    _inherit = "perf.commission.run"

    def _people(self):
        """Give the values of the lines: who earns by a scheme, and who earns no more but owes something or sold what comes back now.

        :return: (list of values, sentences about people who get nothing).
        :raises UserError: naming people whose KPI sheet or whose decision of HR is missing.
        """
        people, missing, undecided = {}, [], []
        kpis, notes = self._kpis()
        for (user, guide), scheme in self._schemes().items():
            sheet = kpis.get(user, self.env["perf.kpi.sheet"]) if user else self.env["perf.kpi.sheet"]
            factor = 10_000
            if user and not user.active and not sheet:
                notes.append(self.env._("%s has no login any more and no KPI sheet of the period, and gets nothing.", user.name))
                continue
            if scheme.needs_kpi and user:
                factor = round(sheet.coefficient * 10_000)
                if not sheet:
                    missing.append(user.name)
            if sheet.is_leaver and sheet.leaver_pay == "ask":
                undecided.append(user.name)
            elif sheet.is_leaver and sheet.leaver_pay == "exclude":
                factor = 0
                notes.append(self.env._("%s left in the period and gets nothing, as HR decided.", user.name))
            people[user, guide] = {
                "scheme_id": scheme.id, "kpi_sheet_id": sheet.id if scheme.needs_kpi else False, "coefficient": factor / 10_000, "is_earning": True}
        if missing and not self._is_late():
            raise UserError(self.env._("Confirmed KPI sheets of %(month)s are missing for: %(names)s.", month=self.period, names=", ".join(missing)))
        if undecided:
            raise UserError(self.env._("HR has not decided what people get who left in %(month)s: %(names)s.", month=self.period, names=", ".join(undecided)))
        if missing:
            notes.append(self.env._("Nothing without a confirmed sheet: %s", ", ".join(missing)))
        for line in self._former():
            people.setdefault((line.user_id, line.guide_id), {"scheme_id": line.scheme_id.id, "coefficient": 1, "is_earning": False})
        notes += self._unpaid(people)
        return [{"run_id": self.id, "user_id": user.id, "guide_id": guide.id, **values} for (user, guide), values in people.items()], notes

    def _is_late(self):
        """Say whether a year is so late that only confirmed sheets are paid: after 30 April of the next one."""
        return self.kind == "year" and self.company_id._dealer_today() > date(int(self.period) + 1, 4, 30)

    def _schemes(self):
        """Give the scheme in force by person.

        :return: dict of (res.users, dealer.guide), one of them empty -> perf.commission.scheme; a guide's own scheme goes before the one for all.
        """
        first, last = self._dates()
        schemes = self.env["perf.commission.scheme"].search([
            ("company_id", "=", self.company_id.id), ("state", "=", "active"), ("date_from", "<=", last), ("cycle", "=", self.kind),
            "|", ("date_to", "=", False), ("date_to", ">=", first)], order="date_from")
        nobody, no_guide = self.env["res.users"], self.env["dealer.guide"]
        people = {
            (user, no_guide): scheme for scheme in schemes.filtered(lambda one: one.scope != "guide")
            for user in scheme.with_context(active_test=False).user_ids}  # who left is not forgotten
        guides = schemes.filtered(lambda one: one.scope == "guide")
        selling = no_guide.browse(self._ids_of("guide_id"))
        for scheme in guides.sorted(lambda one: bool(one.guide_ids)):
            people.update(((nobody, guide), scheme) for guide in scheme.guide_ids or selling)
        return people

    def _ids_of(self, name):
        """Give the ids of the people with frozen sales."""
        found = self.env["perf.commission.sale"]._read_group([("run_id", "=", self.id), (name, "!=", False)], [name])
        return [person.id for (person,) in found]

    def _former(self):
        """Give the newest lines of people who owe something, or who earned by what comes back now."""
        lines = self.env["perf.commission.line"]
        same = [("company_id", "=", self.company_id.id), ("run_id.kind", "=", self.kind), ("run_id", "!=", self.id)]
        found = lines.search([*same, ("run_id", "=", self._before().id), ("carried_out", "<", 0)])
        sales = self.env["perf.commission.sale"]._read_group([("run_id", "=", self.id), ("origin", "!=", False)], ["origin", "user_id", "guide_id"])
        by_origin = {}
        for origin, user, guide in sales:
            by_origin.setdefault(origin, set()).add(user or guide)
        for origin, sold in by_origin.items():
            then = lines.search([*same, ("period", "=", origin)])
            found |= then.filtered(lambda line, sold=sold: (line.user_id or line.guide_id) in sold or line.scheme_id.scope == "company")
        return found.sorted("period", reverse=True)

    def _kpis(self):
        """Give the agreed KPI sheet of the period by person.

        A year takes the yearly sheet that begins in it. Of several, such as those of somebody who changed his post, the one with most days of the year
        says the coefficient, of equal ones the later; so the year is paid once, by one sheet.

        :return: (dict of res.users -> perf.kpi.sheet, sentences about people with several).
        """
        first, last = self._dates()
        span = [("date_from", "=", first), ("date_to", "=", last)] if self.kind == "month" else [("date_from", ">=", first), ("date_from", "<=", last)]
        sheets = self.env["perf.kpi.sheet"].search([
            ("company_id", "=", self.company_id.id), ("scheme_id.cycle", "=", self.kind), *span, ("state", "in", ("confirmed", "paid"))])
        kpis = {sheet.user_id: sheet for sheet in sheets.sorted(lambda one: (min(one.date_to, last) - one.date_from, one.date_from))}
        several = [sheet for user, sheet in kpis.items() if len(sheets.filtered(lambda one, user=user: one.user_id == user)) > 1]
        return kpis, [self.env._(
            "%(user)s has several KPI sheets of %(period)s; the one from %(begin)s to %(end)s counts.", user=sheet.user_id.name, period=self.period,
            begin=sheet.date_from, end=sheet.date_to) for sheet in several]

    def _unpaid(self, people):
        """Say what was sold by people who earn nothing by it."""
        known = {user.id for user, _guide in people}
        earning = {user.id for (user, _guide), values in people.items() if values["is_earning"]}
        rows = self.env["perf.commission.sale"]._read_group([("run_id", "=", self.id), ("role", "=", "store")], ["user_id", "origin"], ["amount:sum"])
        unknown = sum(amount for user, origin, amount in rows if user.id not in (known if origin else earning))
        if self.currency_id.is_zero(unknown):
            return []
        return [self.env._("Sales of people without a scheme: %s", f"{unknown:.2f}")]
