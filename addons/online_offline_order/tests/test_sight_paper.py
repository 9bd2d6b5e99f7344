"""Whatever paper or page of a dealer order somebody opens, it shows the settlement, and to a clerk the total alone."""
from odoo.tests import HttpCase, tagged

from .sight_common import SightCommon

PARTS = ("600.00 × 8.00%", "48.00")  # the admin fee of two coats


@tagged("post_install", "-at_install")
class TestSightPaper(SightCommon, HttpCase):
    def test_odoo_s_paper_shows_the_settlement(self):
        order = self._submitted()
        reports = self.env["ir.actions.report"].with_user(self.cs_a)
        for name in ("sale.report_saleorder", "sale.report_saleorder_pro_forma", "online_offline_order.order_slip"):
            with self.subTest(name):
                html = reports._render_qweb_html(name, order.ids)[0].decode()
                for text in (order.name, "680.00", *PARTS):
                    self.assertIn(text, html)
                self.assertNotIn("Quotation #", html)

    def test_plain_orders_keep_odoo_s_paper(self):
        plain = self.env["sale.order"].create({"partner_id": self.env["res.partner"].create({"name": "Walk-in"}).id})
        html = self.env["ir.actions.report"]._render_qweb_html("sale.report_saleorder", plain.ids)[0].decode()
        self.assertIn("Quotation #", html)
        self.assertNotIn("Order slip", html)

    def test_portal_urls(self):
        order = self._shipped()
        for user, sees in ((self.owner, True), (self.shop_manager, True), (self.clerk, False)):
            self.authenticate(user.login, user.login)
            for url in (f"/my/orders/{order.id}", f"/my/orders/{order.id}?report_type=html", f"/report/html/sale.report_saleorder/{order.id}"):
                with self.subTest(user=user.login, url=url):
                    answer = self.url_open(url)
                    if url.startswith("/report") and answer.status_code != 200:
                        continue  # refused is as good
                    shown = answer.content.decode()
                    self.assertIn("680.00", shown)
                    for text in PARTS:
                        (self.assertIn if sees else self.assertNotIn)(text, shown)
            with self.subTest(user=user.login, page="list"):
                self.assertIn("680.00", self.url_open("/my/orders").text)
        self.authenticate(self.foreign_clerk.login, self.foreign_clerk.login)
        for url in (f"/my/orders/{order.id}?report_type=html", f"/report/html/sale.report_saleorder/{order.id}",
                    f"/report/html/online_offline_order.order_slip/{order.id}", f"/my/picking/pdf/{order.sudo().picking_ids.id}"):
            with self.subTest(foreign=url):
                self.assertNotIn("680.00", self.url_open(url).text)
