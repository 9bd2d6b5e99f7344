from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.adapters.cost import READERS

from .perf_kpi_sheet_line import RATIOS
from .perf_kpi_sheet_line_system import WORKED_OUT


class PerfKpiSheetLine(models.Model):
    """The margin that the system knows stands beside the one that was entered, for those who see what goods cost; finance does not calculate past it."""

    _inherit = "perf.kpi.sheet.line"

    margin_known = fields.Char(
        string="Margin known", compute="_compute_margin_known", groups=READERS,
        help="Of margin and profit, for operations and service: margin / net goods of the period in the sales reports. ≠: another one was entered.")
    kept_margin = fields.Float(digits=(16, 2), readonly=True, groups=READERS, help="What the margin was when the sheet was calculated.")
    kept_sales = fields.Float(digits=(16, 2), readonly=True, groups=READERS, help="What the net goods were when the sheet was calculated.")
    is_margin_kept = fields.Boolean(readonly=True, groups=READERS)

    @api.depends("actual", "base", "indicator", "kept_margin", "kept_sales", "is_margin_kept", "sheet_id.scheme_id", "sheet_id.date_from",
                 "sheet_id.date_to", "sheet_id.state")
    def _compute_margin_known(self):
        for line, known in self._margins().items():
            line.margin_known = known and f"{'≠ ' if line._is_other_margin(*known) else ''}{known[0]:.2f} / {known[1]:.2f}"

    def _margins(self):
        """Give what the system knows of margins: of a sheet that is worked out what it knew then.

        :return: dict of line -> (margin, net goods), or None where it knows none.
        """
        found = {}
        for sheet, lines in self.grouped("sheet_id").items():
            ratios, is_done = lines.filtered(lambda line: line.indicator in RATIOS), sheet.state in WORKED_OUT
            now = sheet._system_margin() if ratios and not is_done else None
            for line in lines:
                kept = line.sudo()  # sudo: the figures of the program; who sees them is said by the field
                then = (kept.kept_margin, kept.kept_sales) if kept.is_margin_kept else None
                found[line] = (then if is_done else now) if line in ratios else None
        return found

    def _is_other_margin(self, margin, goods):
        compare = self.sheet_id.company_id.currency_id.compare_amounts
        return bool(compare(self.actual, margin) or self.indicator == "threshold" and compare(self.base, goods))

    def _need_margin_reasons(self):
        """Refuse margins that differ from the sales reports while nobody says why.

        :raises UserError: naming the line with both figures and the next step.
        """
        for line, known in self._margins().items():
            if known and line._is_other_margin(*known) and not (line.reason or "").strip():
                raise UserError(self.env._(
                    "%(sheet)s, %(line)s: a margin of %(actual)s on %(base)s was entered, the sales reports have %(margin)s on %(goods)s. Send the sheet back: "
                    "it needs the figures of the reports, or the reason why they differ.", sheet=line.sheet_id.display_name, line=line.name,
                    actual=f"{line.actual:.2f}", base=f"{line.base:.2f}", margin=f"{known[0]:.2f}", goods=f"{known[1]:.2f}"))
