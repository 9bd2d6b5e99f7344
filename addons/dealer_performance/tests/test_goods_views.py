"""R1-167: what a store sees on its order page counts once a product, customer and day; what headquarters looks at does not."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.online_offline_order.tests.sight_common import SightCommon

NEW = "/my/dealer_orders/new"


@tagged("post_install", "-at_install")
class TestGoodsViews(SightCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk.sudo().password_by_id = False  # a password of his own

    def _seen(self):
        return self.env["perf.goods.view"].search([("partner_id", "=", self.clerk.commercial_partner_id.id)])

    def _row(self):
        self.env.invalidate_all()
        return self.env["perf.goods.report"].with_user(self.users["ops"]).search([
            ("company_id", "=", self.env.company.id), ("product_id", "=", self.coat.id)])

    def test_the_page_counts(self):
        self.authenticate(self.clerk.login, self.clerk.login)
        self.clerk.sudo().password_by_id = False
        for _time in range(2):
            self.assertIn("T-COAT", self.url_open(f"{NEW}?search=T-COAT").text)
        self.assertEqual((len(self._seen()), self._seen().product_id), (1, self.coat), "once a day, and only what was shown")
        self.assertEqual((self._seen().dealer_id, self._seen().date), (self.d1, self.env.company._dealer_today()))

    def test_figures(self):
        orders = self.env["sale.order"].with_user(self.clerk)
        store = self.clerk.commercial_partner_id
        self.assertFalse(self._row().view_count)
        orders._shelf("", store)
        orders._shelf("", store)
        seen = self._seen()
        self.assertIn(self.coat, seen.product_id)
        seen.sudo().date = fields.Date.subtract(self.env.company._dealer_today(), days=1)
        orders._shelf("", store)
        row = self._row()
        self.assertEqual((row.view_count, row.viewer_count), (2, 1))
        behind = row.action_open_views()
        self.assertEqual(len(self.env["perf.goods.view"].with_user(self.users["ops"]).search(behind["domain"])), 2)

    def test_kept_for_400_days(self):
        store = self.clerk.commercial_partner_id
        self.env["sale.order"].with_user(self.clerk)._shelf("", store)
        today, rows = fields.Date.today(), self._seen().sudo()
        views, row = self.env["perf.goods.view"], rows[:1]
        for days, left in ((400, row), (401, views)):
            row.date = today - timedelta(days=days)
            with self.subTest(days):
                done, more = views.with_user(self.users["ops"])._gc_views()
                self.assertEqual((row.exists(), bool(done), more), (left, not left, False))
        self.assertEqual(self._seen(), rows - row)

    def test_who_does_not_count(self):
        self.clerk.sudo().password_by_id = self.users["cs_presale"]
        self.env["sale.order"].with_user(self.clerk)._shelf("", self.clerk.commercial_partner_id)
        self.env["perf.goods.view"].with_user(self.users["cs_presale"])._note(self.coat)
        self.assertFalse(self._seen(), "a password that somebody else set, and people of headquarters")
        self.assertFalse(self.env["perf.goods.view"].search([("partner_id", "=", self.users["cs_presale"].partner_id.id)]))

    def test_access(self):
        self.env["sale.order"].with_user(self.clerk)._shelf("T-COAT", self.clerk.commercial_partner_id)
        views = self.env["perf.goods.view"]
        for role in ("ops", "auditor", "hq_channel", "cs_presale", "fin_settlement"):
            self.assertTrue(views.with_user(self.users[role]).search([]), role)
            with self.assertRaises(AccessError):
                views.with_user(self.users[role]).create({
                    "product_id": self.coat.id, "partner_id": self.d1.id, "company_id": self.env.company.id, "date": fields.Date.today() - timedelta(days=9)})
        for user in (self.users["sales_rep"], self.users["wh_operator"], self.clerk):
            with self.assertRaises(AccessError):
                views.with_user(user).search([])
        other = self.env["res.company"].create({"name": "Other views"})
        self.users["ops"].write({"company_ids": [(4, other.id)]})
        self.assertFalse(views.with_user(self.users["ops"]).with_context(allowed_company_ids=other.ids).search([]))
