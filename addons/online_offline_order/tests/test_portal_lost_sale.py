"""Stores note on their page what they could not sell (R0-043); a yes leads to the order, which counts as recovered (R0-044)."""
from lxml import html

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .sight_common import SightCommon

URL = "/my/lost_sales"


@tagged("post_install", "-at_install")
class TestPortalLostSale(SightCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._portal_user("portal_readonly", cls.d1)
        (cls.clerk | cls.owner | cls.reader | cls.foreign_clerk).lang = "en_US"

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _note(self, token=True, **values):
        fields = {"key": "l1", "store": "T-1A", "goods": "T-COAT", "qty": "2", "reason": "no_stock", "asked_online": "no", **values}
        return self.url_open(URL, data={**fields, **({"csrf_token": http.Request.csrf_token(self)} if token else {})}, allow_redirects=True)

    def _lost(self):
        return self.env["dealer.lost.sale"].search([], order="id")

    def test_a_clerk_notes_what_was_lost(self):
        self._login(self.clerk)
        self.assertIn(URL, self.url_open("/my/home").text)
        page = self._note(goods="  red  hat 58 ", reason="no_size")
        (lost,) = self._lost()
        self.assertEqual((lost.partner_id, lost.goods_text, lost.product_id.id, lost.quantity, lost.reason, lost.state),
                         (self.store_1a, "red hat 58", False, 2, "no_size", "lost"))
        self.assertIn(lost.name, html.fromstring(page.text).xpath("string(//div[contains(@class, 'o_dealer_noted')])"))
        self._note(goods="  red  hat 58 ", reason="no_size")
        self.assertEqual(self._lost(), lost, "the same form twice")
        with mute_logger("odoo.http"):
            for values, words in (
                    ({"goods": " "}, "Say which goods"), ({"qty": "x"}, "no number of pieces"), ({"qty": "0"}, "whole number"), ({"reason": "rain"}, "one of"),
                    ({"store": "T-2A"}, "no dealer or store"), ({"key": "x" * 65}, "1 to 64"), ({"goods": "<b>", "asked_online": "maybe"}, "one of")):
                with self.subTest(values):
                    page = self._note(**{"key": "bad", **values}).text
                    self.assertIn(words, page)
                    self.assertNotIn("<b>", page)
            self.assertEqual(self._note(token=False, key="l9").status_code, 400)
        self.assertEqual(self._lost(), lost)

    def test_a_yes_becomes_an_order(self):
        self._login(self.clerk)
        page = self._note(asked_online="yes")
        (lost,) = self._lost()
        self.assertEqual((lost.product_id, lost.state), (self.coat, "open"))
        self.assertIn("/my/dealer_orders/new?", page.url)
        form = html.fromstring(page.text)
        self.assertEqual(form.xpath("//input[@name='qty_T-COAT']/@value"), ["2"])
        self.assertEqual(form.xpath("//input[@name='lost']/@value"), [lost.name])
        order = {
            "store": "T-1A", "qty_T-COAT": "2", "mode": "consumer", "name": "Ms Li", "phone": "13800000001", "address": "四川省成都市锦江区春熙路1号",
            "consent": "1", "carrier": "SF", "step": "submit", "lost": lost.name}
        for number in ("o1", "o2"):
            self.url_open("/my/dealer_orders/new", data={**order, "key": number, "csrf_token": http.Request.csrf_token(self)})
        first, second = self.env["sale.order"].search([("order_source", "=", "store_portal")], order="id")
        self.assertEqual((lost.order_id, lost.state, lost.recovered_amount), (first, "recovered", 680))
        self.assertFalse(second.sudo().lost_sale_ids, "one lost sale is made good once")
        self.assertIn("Recovered", self.url_open(URL).text)

    def test_not_for_others(self):
        self._login(self.clerk)
        self._note()
        (lost,) = self._lost()
        self._login(self.foreign_clerk)
        self.assertNotIn(lost.name, self.url_open(URL).text)
        with self.assertRaises(AccessError):
            lost.with_user(self.foreign_clerk).read(["name"])
        self._login(self.reader)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(URL).status_code, 404)
            self.assertEqual(self._note(key="l2").status_code, 404)
        lost.sudo().asked_online = "yes"
        self.env["dealer.lost.sale"]._take_up(lost.name, self._order(partner_id=self.partners["2A"].id))
        self.assertFalse(lost.order_id, "a lost sale of another store")
