"""Orders that were settled before there was attribution are credited afterwards, once, by their days; stores and dealers read theirs."""
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged

from ..models import dealer_attribution, dealer_attribution_backfill
from .sight_common import SightCommon


@tagged("post_install", "-at_install")
class TestAttributionBackfill(SightCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guides = cls.env["dealer.guide"].create([
            {"name": name, "work_number": number, "store_id": cls.store_1a.id, "company_id": cls.company.id} for name, number in (("Li", "B1"), ("Wu", "B2"))])
        (cls.clerk | cls.shop_manager | cls.owner).lang = "en_US"

    def _forget(self, orders):
        """As on a database of before: what was credited is not there."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM dealer_attribution WHERE order_id IN %s", [tuple(orders.ids)])
        self.env.cr.execute("DELETE FROM dealer_consumer_binding WHERE company_id = %s", [self.company.id])
        self.env.invalidate_all()

    def _lines(self, order):
        self.env.invalidate_all()
        lines = self.env["dealer.attribution"].search([("order_id", "=", order.id)], order="id")
        return [(line.role, line.guide_id.name or "-", line.amount, bool(line.return_id)) for line in lines]

    def _run(self, user="ops_manager", **vals):
        work = self.env["dealer.attribution.backfill"].with_user(self.users[user]).create({"company_id": self.company.id, **vals})
        work.action_start()
        return work

    def test_once_and_by_its_days(self):
        order = self._approved(guide_id=self.guides[0].id)
        first = self._ship(order, {self.coat: 1})
        self._ship(order)
        order.with_user(self.aftersale).action_received()
        record = self._refunded_return(order)
        plain = self._received_order()
        as_it_was = self._lines(order)
        self.assertEqual([line[2] for line in as_it_was], [300, 300, 300, 300, -300, -300])
        self._forget(order | plain)
        then = Datetime.now() - timedelta(days=40)
        first.sudo().date_done = then
        binding = self.env["dealer.consumer.binding"].sudo().create({
            "company_id": self.company.id, "phone": order.consumer_phone, "guide_id": self.guides[1].id, "consent": True})

        work = self._run()
        self.assertEqual((work.state, work.total, work.credited, work.skipped, work.progress), ("done", 2, 2, 0, 100))
        self.assertEqual(self._lines(order), as_it_was, "the guide of the order; who got the consumer later has no part")
        lines = self.env["dealer.attribution"].search([("order_id", "=", order.id)])
        self.assertEqual(lines.filtered(lambda line: line.picking_id == first).mapped("date"), [self.company._dealer_today(then)] * 2)
        self.assertEqual(lines.filtered("return_id").return_id, record)
        self.assertEqual(binding.order_id.id, False, "nobody is bound by what is over")

        again = self._run("fin_manager")
        self.assertEqual((again.credited, len(self._lines(order)), len(self._lines(plain))), (0, 6, 2))
        with self.assertRaises(AccessError):
            self._run("cs_manager")

    def test_stops_and_goes_on(self):
        orders = self._shipped() | self._shipped()
        self._forget(orders)
        self.patch(self.registry["dealer.attribution.backfill"], "_batch_at_once", 1)
        self.patch(dealer_attribution_backfill, "ORDERS_AT_ONCE", 1)
        work = self._run(date_from=self.company._dealer_today() - timedelta(days=1))
        self.assertEqual((work.state, work.done, work.credited), ("running", 1, 1))
        work.action_stop()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda self, processed=0, *, remaining=None, deactivate=False: 60.0):
            self.env["dealer.attribution.backfill"]._cron_work()
            self.assertEqual((work.state, work.done), ("stopped", 1))
            work.action_start()
            self.env["dealer.attribution.backfill"]._cron_work()
        self.assertEqual((work.state, work.done, work.credited), ("done", 2, 2))
        self.assertEqual([len(self._lines(order)) for order in orders], [2, 2])

    def test_sums_are_those_of_the_months_on_the_page(self):
        order = self._shipped(guide_id=self.guides[0].id)
        lines = self.env["dealer.attribution"].with_user(self.owner)
        month = self.env["dealer.attribution"].search([("order_id", "=", order.id)], limit=1).period
        self.assertIn(("All", 600), {("All" if row["role"] == "store" else row["guide"], row["amount"]) for row in lines._page_sums([month])})
        self.assertFalse(lines._page_sums(["2001-01"]))
        self.patch(dealer_attribution, "PAGE_SUMS", 1)
        self.assertEqual([row["role"] for row in lines._page_sums([month])], ["store"])

    def test_page(self):
        order = self._shipped(guide_id=self.guides[0].id)
        for user, sees in ((self.clerk, False), (self.shop_manager, True), (self.owner, True)):
            self.authenticate(user.login, user.login)
            with self.subTest(user.login):
                answer = self.url_open("/my/attribution")
                self.assertEqual(answer.status_code, 200 if sees else 404)
                self.assertEqual("/my/attribution" in self.url_open("/my/home").text, sees)
            if sees:
                page = html.fromstring(answer.text)
                rows = [" ".join(row.text_content().split()) for row in page.xpath("//table[contains(@class, 'o_dealer_credits')]/tbody/tr")]
                self.assertEqual(len(rows), 2)
                self.assertTrue(any(order.name in row and "Li" in row and "100%" in row and "600.00" in row for row in rows), rows)
                self.assertIn(f"/my/orders/{order.id}", answer.text)
                self.assertTrue(page.xpath("//table[contains(@class, 'o_dealer_sums')]//td[text()='600.00']"))
        stranger = self._portal_user("portal_store", self.partners["2A"], login="t_store_2a_attribution")
        self.authenticate(stranger.login, stranger.login)
        self.assertNotIn(order.name, self.url_open("/my/attribution").text)
