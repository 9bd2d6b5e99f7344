from odoo import api, fields, models
from odoo.exceptions import UserError

WORKED_OUT = ("calculated", "confirmed", "paid")


class PerfKpiSheetLine(models.Model):
    """What the system knows of a task rate stands beside what was entered: what differs needs its reason."""

    _inherit = "perf.kpi.sheet.line"

    system_actual = fields.Float(
        string="Credited", compute="_compute_system", digits=(16, 2),
        help="Settled goods of the period as attributed: of a salesperson the own, of a department manager those of the department, of operations all.")
    system_target = fields.Float(
        string="Agreed target", compute="_compute_system", digits=(16, 2), help="Agreed targets of the same people for just this period; 0: none is agreed.")
    is_different = fields.Boolean(string="Differs", compute="_compute_system", help="From what the system knows.")
    kept_actual = fields.Float(digits=(16, 2), readonly=True, help="What was credited when the sheet was calculated.")
    kept_target = fields.Float(digits=(16, 2), readonly=True, help="What was agreed when the sheet was calculated.")

    @api.depends("actual", "target", "indicator", "kept_actual", "kept_target", "sheet_id.user_id", "sheet_id.scheme_id", "sheet_id.date_from",
                 "sheet_id.date_to", "sheet_id.state")
    def _compute_system(self):
        for sheet, lines in self.grouped("sheet_id").items():
            is_known = sheet._system_domains() is not None
            figures = sheet._system_figures() if sheet.state not in WORKED_OUT else None
            compare = sheet.company_id.currency_id.compare_amounts
            for line in lines:
                mine = is_known and line.indicator == "task_rate"
                actual, target = (figures or (line.kept_actual, line.kept_target)) if mine else (0.0, 0.0)
                line.system_actual, line.system_target = actual, target
                line.is_different = mine and bool(compare(line.actual, actual) or (target and compare(line.target, target)))

    def _need_reasons(self):
        """Refuse figures that differ from what the system knows while nobody says why.

        :raises UserError: naming the line with both figures.
        """
        for line in self:
            if line.is_different and not (line.reason or "").strip():
                raise UserError(self.env._(
                    "%(sheet)s, %(line)s: %(actual)s of %(target)s was entered, the system knows %(credited)s of %(agreed)s. Enter why it differs, or the "
                    "figures of the system.", sheet=line.sheet_id.display_name, line=line.name, actual=f"{line.actual:.2f}", target=f"{line.target:.2f}",
                    credited=f"{line.system_actual:.2f}", agreed=f"{line.system_target:.2f}" if line.system_target else "-"))
