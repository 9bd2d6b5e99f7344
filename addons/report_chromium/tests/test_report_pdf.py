"""Reports through Chromium: headers, footers and page numbers on every page, several records, what pages may load."""
import io
import re
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models import ir_actions_report as base_report

from ..adapters.resources import Resources
from ..chromium import Chromium, ChromiumError, Paper, find_chromium
from ..models import ir_actions_report as our_report

TEMPLATE = """
<t t-name="report_chromium.test_report">
    <t t-call="web.html_container">
        <t t-foreach="docs" t-as="o">
            <div class="header"><div class="row"><div class="col-6">页眉 <span t-out="o.name"/></div></div></div>
            <div class="article" t-att-data-oe-model="o._name" t-att-data-oe-id="o.id">
                <h2>结算单 <t t-out="o.name"/></h2>
                <table class="table">
                    <thead><tr><th>序号</th><th>商品</th></tr></thead>
                    <tbody><tr t-foreach="range(int(o.ref))" t-as="n"><td t-out="n + 1"/><td>商品行 <t t-out="n + 1"/></td></tr></tbody>
                </table>
                <p>合计行</p>
            </div>
            <div class="footer"><div class="text-end">页脚 第 <span class="page"/> / <span class="topage"/> 页</div></div>
        </t>
    </t>
</t>
"""


@tagged("post_install", "-at_install")
class TestReportPdf(TransactionCase):
    """A report about contacts, printed with one long and one short document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.ui.view"].create({
            "name": "report_chromium.test_report", "key": "report_chromium.test_report", "type": "qweb", "arch": TEMPLATE})
        cls.report = cls.env["ir.actions.report"].create({
            "name": "Settlement", "model": "res.partner", "report_name": "report_chromium.test_report", "report_type": "qweb-pdf"})
        cls.long, cls.short = cls.env["res.partner"].create([
            {"name": "上海一店", "ref": "70"}, {"name": "杭州二店", "ref": "3"}])

    def setUp(self):
        super().setUp()
        self.assertTrue(find_chromium(), "there is no Chromium on this machine")
        unpatched = patch.object(our_report, "_wkhtml", lambda: base_report._wkhtml()._replace(is_patched_qt=False))
        self.startPatcher(unpatched)

    def _print(self, records):
        """Return the text of each page of the report about `records`."""
        content, kind = self.env["ir.actions.report"].with_context(force_report_rendering=True)._render_qweb_pdf(
            self.report, records.ids)
        self.assertEqual(kind, "pdf")
        return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]

    def test_header_footer_and_page_numbers_on_every_page(self):
        pages = self._print(self.long)

        self.assertGreaterEqual(len(pages), 3)
        for number, text in enumerate(pages, 1):
            self.assertIn("页眉上海一店", text)
            self.assertIn(f"页脚第{number}/{len(pages)}页", text)
            self.assertEqual(text.count("页脚"), 1)
        self.assertTrue(all("序号" in text for text in pages), "the table head is repeated")
        self.assertIn("合计行", pages[-1])
        rows = re.findall(r"商品行(\d+)", "".join(pages))
        self.assertEqual(len(rows), 70, "no row is lost or printed twice")

    def test_two_records_in_one_file_have_their_own_headers_and_numbers(self):
        pages = self._print(self.long + self.short)

        long_pages = len(pages) - 1
        self.assertTrue(all("页眉上海一店" in text for text in pages[:-1]))
        self.assertIn(f"页脚第{long_pages}/{long_pages}页", pages[-2])
        self.assertIn("页眉杭州二店", pages[-1])
        self.assertIn("页脚第1/1页", pages[-1])
        self.assertNotIn("上海一店", pages[-1])

    def test_each_record_is_kept_as_its_own_attachment(self):
        self.report.attachment = "object.ref + '.pdf'"

        self._print(self.long + self.short)

        kept = self.env["ir.attachment"].search([("res_model", "=", "res.partner"), ("res_id", "in", (self.long + self.short).ids)])
        counts = {attachment.name: len(PdfReader(io.BytesIO(attachment.raw)).pages) for attachment in kept}
        self.assertEqual(counts["3.pdf"], 1)
        self.assertGreaterEqual(counts["70.pdf"], 3)

    def test_paper_follows_the_format_and_the_document(self):
        paperformat = self.env["report.paperformat"].create({
            "name": "Slip", "format": "A5", "orientation": "Portrait", "margin_top": 30, "margin_left": 7, "header_spacing": 20})
        reports = self.env["ir.actions.report"]

        paper, spacing = reports._chromium_paper(paperformat, False, {})
        self.assertEqual((paper.width, paper.height, paper.top, paper.left, spacing), (148, 210, 30, 7, 20))
        paper, spacing = reports._chromium_paper(paperformat, True, {"data-report-margin-top": "10", "data-report-header-spacing": "5"})
        self.assertEqual((paper.width, paper.height, paper.top, spacing), (210, 148, 10, 5))

    def test_high_header_pushes_the_body_down(self):
        view = self.env["ir.ui.view"].search([("key", "=", "report_chromium.test_report")])
        view.arch = TEMPLATE.replace("页眉 ", '<div style="height: 90mm">高</div>页眉 ')

        pages = self._print(self.short)

        self.assertIn("页眉杭州二店", pages[0])
        self.assertIn("结算单", pages[0])

    def test_odoo_own_way_is_taken_with_a_patched_wkhtmltopdf_or_without_chromium(self):
        reports = self.env["ir.actions.report"]
        with patch.object(our_report, "_wkhtml", lambda: base_report._wkhtml()._replace(is_patched_qt=True)):
            self.assertIsNone(reports._chromium_path())
        with patch.object(our_report, "find_chromium", lambda: None):
            self.assertIsNone(reports._chromium_path())
            self.assertEqual(reports.get_wkhtmltopdf_state(), base_report._wkhtml().state)
        self.assertEqual(reports.get_wkhtmltopdf_state(), "ok")

    def test_a_browser_that_fails_gives_a_sentence(self):
        with patch.object(our_report, "find_chromium", lambda: "/bin/false"), \
                mute_logger("odoo.addons.report_chromium.models.ir_actions_report"), \
                self.assertRaisesRegex(UserError, "Settlement"):
            self._print(self.short)

    def test_time_limit(self):
        with self.assertRaises(ChromiumError), Chromium(find_chromium(), lambda url: None, timeout=0):
            self.fail("there was no time to start")

    def test_pages_load_nothing_from_disk_or_network(self):
        asked = []
        html = '<html><body><img src="file:///etc/hostname"/><img src="http://10.0.0.1/x.png"/><img src="/mine.png"/></body></html>'

        with Chromium(find_chromium(), lambda url: asked.append(url), timeout=60) as browser:
            browser.load(html, "http://report.test")
            self.assertTrue(browser.pdf(Paper(100, 100)).startswith(b"%PDF"))

        self.assertIn("http://report.test/mine.png", asked)
        base_url = "http://report.test"
        resources = Resources(self.env, base_url)
        self.assertIsNone(resources("http://10.0.0.1/x.png"))
        self.assertIsNone(resources("file:///etc/hostname"))
        for path in ("/web/static/../../../etc/passwd", "/web/static/%2e%2e/__manifest__.py", "/web/session", "/web/image/0"):
            self.assertIsNone(resources(base_url + path), path)

    def test_resources_of_this_server(self):
        resources = Resources(self.env, "http://report.test")
        bundle = self.env["ir.qweb"]._get_asset_bundle("web.report_assets_common", css=True, js=False)
        mime, content = resources("http://report.test" + bundle.get_link("css"))
        self.assertEqual(mime, "text/css")
        self.assertIn(b".table", content)
        self.assertEqual(resources("http://report.test/web/static/img/placeholder.png")[0], "image/png")
        image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        self.long.image_1920 = image
        number = self.long.id
        for path in (f"/web/image/res.partner/{number}/image_1920", f"/web/image?model=res.partner&id={number}&field=image_1920"):
            self.assertEqual(resources("http://report.test" + path)[0], "image/png", path)

    def test_images_are_read_with_the_rights_of_the_user(self):
        attachment = self.env["ir.attachment"].create({"name": "secret.png", "raw": b"secret"})
        user = new_test_user(self.env, "chromium_reader", groups="base.group_portal")

        path = f"http://report.test/web/image/{attachment.id}"
        self.assertIsNotNone(Resources(self.env, "http://report.test")(path))
        self.assertIsNone(Resources(self.env(user=user.id), "http://report.test")(path))
