import logging

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ..adapters.resources import Resources
from ..chromium import (
    Chromium,
    ChromiumError,
    Paper,
    PdfPart,
    body_page,
    find_chromium,
    frame_pages,
    frames_of,
    join,
    page_count,
    stamp,
)

_logger = logging.getLogger(__name__)

SCALE = 0.8             # reports are drawn for wkhtmltopdf, which prints about this much smaller than a screen shows
MM_PER_PIXEL = 25.4 / 96
GAP = 2                 # mm left free between a header that outgrows its margin and the body
TIMEOUT = 180           # seconds for all documents of one file
A4 = (210, 297)


class IrActionsReport(models.Model):
    """PDF reports are printed by Chromium, unless a wkhtmltopdf that can print headers and footers is installed.

    The body of every document is printed first; then, for the number of pages it takes, sheets that carry nothing but the
    header and the footer; both are laid one over the other. So page numbers stand where the layout wants them.
    """

    _inherit = "ir.actions.report"

    @api.model
    def _chromium_path(self):
        """Return the path of the Chromium that is to print, or None where Odoo's own way is better or the only one."""
        return None if _wkhtml().is_patched_qt else find_chromium()

    @api.model
    def get_wkhtmltopdf_state(self):
        return "ok" if self._chromium_path() else super().get_wkhtmltopdf_state()

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, landscape=False,
                         specific_paperformat_args=None, set_viewport_size=False):
        binary = self._chromium_path()
        if not binary:
            return super()._run_wkhtmltopdf(
                bodies, report_ref=report_ref, header=header, footer=footer, landscape=landscape,
                specific_paperformat_args=specific_paperformat_args, set_viewport_size=set_viewport_size)
        report = self._get_report(report_ref) if report_ref else self
        paper, spacing = self._chromium_paper(report.get_paperformat(), landscape, specific_paperformat_args or {})
        headers, footers = frames_of(header), frames_of(footer)
        base_url = self._get_report_url()
        parts = []
        try:
            with Chromium(binary, Resources(self.env, base_url), TIMEOUT) as browser:
                for number, body in enumerate(bodies):
                    top = headers[min(number, len(headers) - 1)] if headers else None
                    bottom = footers[min(number, len(footers) - 1)] if footers else None
                    parts.append(self._chromium_document(browser, base_url, str(body), header or footer, top, bottom, paper, spacing))
        except ChromiumError as error:
            _logger.exception("Chromium could not print %s", report.report_name)
            raise UserError(self.env._(
                "The PDF of “%(report)s” could not be made: Chromium says “%(reason)s”. Try again, or tell your administrator.",
                report=report.name or "", reason=str(error)[:300])) from error
        return join(parts)

    @api.model
    def _chromium_paper(self, paperformat, landscape, special):
        """Return the paper of a report and the header spacing in mm.

        :param special: the data-report-* attributes of the document, which win over the paper format.
        """
        width, height = paperformat.print_page_width or A4[0], paperformat.print_page_height or A4[1]
        if landscape or special.get("data-report-landscape"):
            width, height = max(width, height), min(width, height)
        top = float(special.get("data-report-margin-top") or paperformat.margin_top)
        paper = Paper(width, height, top, paperformat.margin_right, paperformat.margin_bottom, paperformat.margin_left, SCALE)
        return paper, float(special.get("data-report-header-spacing") or paperformat.header_spacing)

    @api.model
    def _chromium_document(self, browser, base_url, body, frame, header, footer, paper, spacing):
        """Print one document with its header and footer on every page; return it as a PdfPart."""
        lang = self.env.lang
        if header is not None or footer is not None:
            browser.load(frame_pages(frame, header, footer, paper, spacing, 1, lang), base_url)
            paper, spacing = self._chromium_room(browser, paper, spacing)
        browser.load(body_page(body, lang), base_url)
        content, frames = browser.pdf(paper), None
        pages = page_count(content)
        if header is not None or footer is not None:
            browser.load(frame_pages(frame, header, footer, paper, spacing, pages, lang), base_url)
            frames = browser.pdf(Paper(paper.width, paper.height, scale=paper.scale))
        return PdfPart(stamp(content, frames), pages)

    @api.model
    def _chromium_room(self, browser, paper, spacing):
        """Widen the margins where the header or the footer on the page that is shown needs more than its format gives."""
        high = {}
        for name in ("rc-top", "rc-bottom"):
            pixels = browser.evaluate(f"(document.querySelector('.{name}') || {{}}).offsetHeight || 0")
            high[name] = pixels * MM_PER_PIXEL * paper.scale
        start = max(paper.top - spacing, 0)
        top = max(paper.top, start + high["rc-top"] + GAP if high["rc-top"] else 0)
        bottom = max(paper.bottom, high["rc-bottom"])
        if top + bottom > paper.height / 2:      # nothing would be left for the body: let them overlap
            return paper, spacing
        return Paper(paper.width, paper.height, top, paper.right, bottom, paper.left, paper.scale), spacing + top - paper.top
