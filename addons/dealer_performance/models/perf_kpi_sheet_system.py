from odoo import models

from .perf_kpi_sheet_line import RATIOS

ALL_SALES = ("operations", "service")  # posts that answer for the margin of all sales
WHOLE = ("user_id", "team_id", "store_id", "sales_company_id")  # a target of the company names none of them


class PerfKpiSheet(models.Model):
    """The credited sales and the agreed targets of the assessed person: beside what the department enters, and kept with the result."""

    _inherit = "perf.kpi.sheet"

    def _system_domains(self):
        """Give whose sales and targets a task rate of this sheet is about: own ones, those of the departments led, or all.

        :return: domain over dealer.attribution and one over perf.target; None where the system knows no such figure.
        """
        self.ensure_one()
        raw = self.sudo()  # sudo: which post the person has and which department he leads, whoever reads the sheet
        post, user = raw.scheme_id.post, raw.user_id
        if post == "sales":
            return [("salesperson_id", "=", user.id)], [("user_id", "=", user.id), *((name, "=", False) for name in WHOLE[2:])]
        if post == "operations":
            return [], [(name, "=", False) for name in WHOLE]
        teams = self.env["crm.team"].sudo().search([  # sudo: as above
            ("user_id", "=", user.id), ("company_id", "in", (False, raw.company_id.id))]) if post == "manager" else None
        return ([("team_id", "in", teams.ids)], [("team_id", "in", teams.ids), *((name, "=", False) for name in WHOLE if name != "team_id")]) if teams else None

    def _system_figures(self):
        """Give what was credited in the period, and what was agreed for just this period.

        :return: two amounts; 0.0 where the system knows nothing.
        """
        found = self._system_domains()
        if found is None or not (self.date_from and self.date_to):
            return 0.0, 0.0
        company = ("company_id", "=", self.company_id.id)
        [(credited,)] = self.env["dealer.attribution"].sudo()._read_group(  # sudo: the figure of the sheet does not depend on who reads it
            [company, *found[0], ("role", "=", "store"), ("date", ">=", self.date_from), ("date", "<=", self.date_to)], [], ["amount:sum"])
        [(agreed,)] = self.env["perf.target"].sudo()._read_group(  # sudo: as above
            [company, *found[1], ("state", "=", "agreed"), ("date_from", "=", self.date_from), ("date_to", "=", self.date_to)], [], ["amount:sum"])
        return credited or 0.0, agreed or 0.0

    def _system_margin(self):
        """Give margin and net goods of the period as the sales reports have them, of posts that answer for all sales.

        :return: two amounts; None where the system knows no margin of the person.
        """
        self.ensure_one()
        if self.sudo().scheme_id.post not in ALL_SALES or not (self.date_from and self.date_to):  # sudo: which post the person has
            return None
        [(margin, goods)] = self.env["perf.sales.report"].sudo()._read_group([  # sudo: the figure of the sheet does not depend on who reads it
            ("company_id", "=", self.company_id.id), ("side", "!=", "ordered"), ("date", ">=", self.date_from), ("date", "<=", self.date_to)],
            [], ["margin:sum", "net_goods:sum"])
        return margin or 0.0, goods or 0.0

    def action_data(self):
        """Hand the data over to finance; see the model's own step.

        :return: True.
        :raises UserError: where a figure differs from the system's and nobody says why.
        """
        result = super().action_data()
        self.sudo().line_ids._need_reasons()  # sudo: what the lines say; role and person are checked by the step
        return result

    def action_calculate(self):
        """Work the coefficient out, and keep what the system knew; see the model's own step.

        :return: True.
        :raises UserError: where a figure, also a margin, differs from the system's and nobody says why.
        """
        result = super().action_calculate()
        self._keep_system()
        self.sudo().line_ids._need_reasons()  # sudo: as above
        self.sudo().line_ids._need_margin_reasons()  # sudo: as above; who calculates sees what goods cost
        return result

    def _keep_system(self):
        for sheet in self.sudo():  # sudo: figures of the program, written by no person
            actual, target = sheet._system_figures()
            sheet.line_ids.write({"kept_actual": actual, "kept_target": target})
            ratios = sheet.line_ids.filtered(lambda line: line.indicator in RATIOS)
            known = sheet._system_margin() if ratios else None
            ratios.write({"kept_margin": known[0] if known else 0.0, "kept_sales": known[1] if known else 0.0, "is_margin_kept": bool(known)})
