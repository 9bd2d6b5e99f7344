"""Stores order goods of HQ on their page (R2-025): to the review queue with the money held, or waiting with the missing amount; nothing for others."""
import re

from lxml import html

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..adapters.typed import read_pieces, read_yuan
from .sight_common import SightCommon

NEW = "/my/dealer_orders/new"
ADDRESS = "四川省成都市锦江区春熙路1号"
FEES = ("o_dealer_price", "300.00", "600.00", "48.00")


@tagged("post_install", "-at_install")
class TestPortalOrder(SightCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._portal_user("portal_readonly", cls.d1)
        (cls.clerk | cls.shop_manager | cls.owner | cls.reader).lang = "en_US"
        colour = cls.env["product.attribute"].create({"name": "Test colour", "value_ids": [Command.create({"name": "Crimson"})]})
        cls.env["product.template.attribute.line"].create({
            "product_tmpl_id": cls.coat.product_tmpl_id.id, "attribute_id": colour.id, "value_ids": [Command.set(colour.value_ids.ids)]})

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _post(self, step="submit", token=True, **values):
        fields = {
            "key": "f1", "store": "T-1A", "qty_T-COAT": "2", "mode": "consumer", "name": "Ms Li", "phone": "13800000001", "address": ADDRESS,
            "consent": "1", "carrier": "SF", "step": step, **values}
        return self.url_open(NEW, data={**fields, **({"csrf_token": http.Request.csrf_token(self)} if token else {})}, allow_redirects=True)

    def _orders(self):
        return self.env["sale.order"].search([("order_source", "=", "store_portal")])

    def _total(self, page):
        return html.fromstring(page.text).xpath("//input[@name='total']/@value")[0]

    def test_a_clerk_orders_to_the_review_queue(self):
        self._login(self.clerk)
        page = self.url_open(f"{NEW}?search=crimson").text
        self.assertIn("T-COAT", page)
        self.assertNotIn("T-LONG", page, "another colour")
        self.assertIn("Free at headquarters: 50", page)
        self.assertIn("599.00", page)
        page = self._post("check")
        total = self._total(page)
        self.assertIn("The account covers it.", page.text)
        for word in (*FEES, "5,000.00"):
            self.assertNotIn(word, page.text, "a clerk sees the total alone")
        self.assertEqual(total, "680.00")
        self.assertFalse(self._orders(), "Check orders nothing")
        self.assertLedger(self.account, 5000, 0, 5000)

        page = self._post(total=total)
        (order,) = self._orders()
        self.assertEqual(page.url.rsplit("/", 1)[1].split("?")[0], str(order.id))
        self.assertIn("Headquarters has the order and reviews it.", page.text)
        self.assertIn("Funded and locked: 680.00 CNY since", page.text, "before the consumer pays the store")
        self.assertEqual(
            (order.dealer_state, order.partner_id, order.create_uid, order.submitted_by, order.consumer_division_id, f"{order.settlement_total:.2f}"),
            ("submitted", self.store_1a, self.clerk, self.clerk, self.chengdu, total))
        self.assertLedger(self.account, 5000, order.settlement_total, 5000 - order.settlement_total)
        self._post(total=total)
        self.assertEqual(self._orders(), order, "the same form twice")
        page = self._post(**{"qty_T-COAT": "3"}).text
        self.assertEqual(self._orders(), order)
        self.assertIn(f"become order {order.name} already", page)
        self.assertNotIn('value="f1"', page, "the next submit is another order")
        self.assertIn(order.name, self.url_open("/my/dealer_orders").text)
        self.assertIn(NEW, self.url_open("/my/orders").text)
        order.with_user(self.cs_a).action_approve()
        self.assertEqual(order.dealer_state, "approved")

    def test_what_others_of_the_dealer_see(self):
        self._login(self.shop_manager)
        page = self._post("check").text
        for word in FEES:
            self.assertIn(word, page)
        self._login(self.clerk)
        self.company.clerk_sees_fees = True
        self.assertIn("48.00", self._post("check").text)
        self._login(self.owner)
        page = self._post("check", store="T-D1", mode="store").text
        self.assertNotIn("o_dealer_refusal", page)
        page = self._post(key="f2", mode="deposit", deposit="200", address="").text
        (order,) = self._orders()
        self.assertEqual((order.dealer_mode, order.deposit_amount, order.rest_amount, order.dealer_state), ("store", 200, 998, "submitted"))
        self.assertIn("o_dealer_receipt", page)
        crumb = html.fromstring(page).xpath("//li[contains(@class, 'breadcrumb-item') and contains(@class, 'active')]")[-1]
        self.assertEqual(crumb.text_content().split(), ["Dealer", "order", order.name], "submitted to headquarters it is no quotation")
        page = self._post(key="f3", store="T-D1", mode="store")
        self.assertNotIn("o_dealer_receipt", page.text, "no consumer has paid")
        answer = self.url_open(f"{page.url.split('?')[0]}/receipt", data={"csrf_token": http.Request.csrf_token(self)}).text
        self.assertIn("own stock", html.fromstring(answer).xpath("//div[contains(@class, 'o_dealer_pickup_note')]")[0].text_content())

    def test_who_chooses_the_carrier(self):
        self._login(self.clerk)
        page = self.url_open(NEW).text
        self.assertIn("Choose a carrier", page)
        self.assertNotIn("By the rule of headquarters", page, "there is none")
        self.env["logistics.carrier.policy"].sudo().create({"name": "Cheapest", "company_id": self.company.id})
        self.assertIn("By the rule of headquarters", self.url_open(NEW).text)

    def test_sources_are_ranked_once(self):
        """Goods of another warehouse at another total: the page has shown it, so one submit does, and ranks the places once."""
        west = self.env["stock.warehouse"].create({"name": "West", "code": "WST", "company_id": self.company.id, "sequence": 90})
        self.env["stock.quant"].with_context(inventory_mode=True).create({
            "product_id": self.coat.id, "location_id": west.lot_stock_id.id, "inventory_quantity": 90}).action_apply_inventory()
        self.env["dealer.sourcing.rule"].with_user(self.users["ops_manager"]).create({
            "name": "Test", "company_id": self.company.id, "warehouse_ids": [Command.set(west.ids)]})
        self._login(self.clerk)
        total, ranked, real = self._total(self._post("check")), [], type(self.env["sale.order"])._rank_sources
        self.patch(type(self.env["sale.order"]), "_rank_sources", lambda order: ranked.append(order) or real(order))
        self._post(total=total)
        (order,) = self._orders()
        self.assertEqual((order.dealer_state, order.sudo().warehouse_id, len(ranked)), ("submitted", west, 1))

    def test_short_of_money_it_waits_with_the_amount(self):
        self._login(self.clerk)
        page = self._post("check", **{"qty_T-COAT": "16"}).text
        self.assertIn("The account does not cover it. Submitted, the order waits for a top-up.", page)
        self.assertNotIn("5,000.00", page)
        page = self._post(**{"qty_T-COAT": "16"}).text
        (order,) = self._orders()
        self.assertNotIn(f">{order.missing_amount:.2f}<", page, "a clerk learns no more than enough or not enough")
        self._login(self.shop_manager)
        self.assertIn("CNY are missing. Submitted, the order waits for a top-up.", self._post("check", **{"qty_T-COAT": "16"}).text)
        page = self.url_open(f"/my/orders/{order.id}").text
        self.assertEqual(order.dealer_state, "waiting")
        self.assertGreater(order.missing_amount, 0)
        self.assertLedger(self.account, 5000, 0, 5000)
        stands = " ".join(html.fromstring(page).xpath("//div[contains(@class, 'o_dealer_stands')]")[0].text_content().split())
        self.assertIn(f"{order.missing_amount:.2f}", stands)
        self.assertIn("are missing", stands)

    @mute_logger("odoo.http")
    def test_refusals_keep_what_was_typed(self):
        self.long_coat.product_tmpl_id.shelf_state = "off"
        self._login(self.clerk)
        for values, words in (
                ({"store": "T-2A"}, "no dealer or store with the code T-2A"), ({"store": "T-D1"}, "no dealer or store with the code T-D1"),
                ({"qty_T-LONG": "1"}, "no goods with the code T-LONG on the shelf"), ({"qty_T-COAT": "1.5"}, "no number of pieces"),
                ({"qty_T-COAT": "-1"}, "above 0"), ({"qty_T-COAT": "0"}, "has no goods"), ({"consent": ""}, "consumer"), ({"phone": "x"}, "phone"),
                ({"address": "朝阳区建国路1号"}, "朝阳区"), ({"mode": "deposit", "deposit": "x"}, "is no amount"), ({"mode": "deposit"}, "Enter the deposit"),
                ({"mode": "deposit", "deposit": "9000"}, "does not fit"), ({"key": "x" * 65}, "1 to 64"), ({"carrier": ""}, "choose a carrier"),
                ({"total": "1.00"}, "submit again if you agree")):
            with self.subTest(values):
                page = self._post(**{"remark": "<b>quick</b>", **values})
                tree = html.fromstring(page.text)
                self.assertIn(words, tree.xpath("//div[contains(@class, 'o_dealer_refusal')]")[0].text_content())
                self.assertEqual(tree.xpath("//input[@name='remark']/@value"), ["<b>quick</b>"])
                self.assertEqual(tree.xpath("//input[@name='address']/@value"), [values.get("address", ADDRESS)])
                for name, pieces in values.items():
                    if name.startswith("qty_") and pieces != "0":
                        self.assertEqual(tree.xpath(f"//input[@name='{name}']/@value"), [pieces])
        self.assertEqual(self._post(token=False).status_code, 400)
        for user in (self.reader, self.users["ops"]):
            self._login(user)
            for url in (NEW, "/my/dealer_orders"):
                self.assertEqual(self.url_open(url).status_code, 404)
            self.assertEqual(self._post().status_code, 404)
        self.assertFalse(self._orders())

    def test_the_methods_alone(self):
        """By RPC it is the same: own stores, nothing that HQ decides, and no context opens a gate."""
        payload = {"store": "T-1A", "mode": "store", "carrier": "SF", "lines": [{"code": "T-COAT", "qty": 1}]}
        orders = self.env["sale.order"].with_user(self.clerk)
        sly = orders.with_context(
            default_no_hold=True, default_dealer_state="approved", default_freight_manual=True, default_settlement_total=1, default_order_source="api")
        status = sly.dealer_submit_order("k", payload)
        order = self.env["sale.order"].browse(status["id"])
        self.assertEqual((order.dealer_state, order.order_source, order.no_hold, order.freight_manual), ("submitted", "store_portal", False, False))
        self.assertLedger(self.account, 5000, order.settlement_total, 5000 - order.settlement_total)
        for extra in ({"warehouse": "WH"}, {"source": "mall"}, {"declared_value": 1}, {"guide": "x"}):
            with self.subTest(extra), self.assertRaisesRegex(UserError, "has the keys"), self.env.cr.savepoint():
                orders.dealer_submit_order("x", {**payload, **extra})
        stranger = self.env["sale.order"].with_user(self.foreign_clerk)
        with self.assertRaisesRegex(UserError, "no dealer or store"), self.env.cr.savepoint():
            stranger.dealer_submit_order("k", payload)
        self.assertFalse(stranger._order_of_store_key("k"), "keys of other people are others")
        long = orders.dealer_submit_order("x" * 64, payload)
        self.assertEqual(orders.dealer_submit_order("x" * 64, payload)["id"], long["id"], "a key of 64 characters is one")
        for user in (self.reader, self.users["wh_operator"]):
            for call in (lambda some: some.dealer_submit_order("k", payload), lambda some: some.dealer_quote(payload)):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call(self.env["sale.order"].with_user(user))
        for step in (lambda: order.with_user(self.clerk).write({"consumer_name": "x"}), order.with_user(self.clerk).action_approve):
            with self.assertRaises(AccessError):
                step()

    def test_numbers_as_typed(self):
        for text, amount in (("1,234.565", 1234.57), (" 12 ", 12), ("", 0), (None, 0), ("-140.0", -140)):
            self.assertEqual(read_yuan(self.env, text), amount)
        self.assertEqual(read_pieces(self.env, " 3 "), 3)
        for read, text in (
                (read_yuan, "x"), (read_yuan, "nan"), (read_yuan, "inf"), (read_yuan, "1e999"),
                (read_pieces, "1.5"), (read_pieces, ""), (read_pieces, None)):
            with self.subTest(read=read.__name__, text=text), self.assertRaisesRegex(UserError, "is no (amount|number of pieces)"):
                read(self.env, text)

    def test_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.clerk.lang = "zh_CN"
        if self.env["ir.qweb"].with_context(lang="zh_CN")._render("online_offline_order.portal_dealer_order_quote", {
                "quote": {"parts": [], "total": 1, "retail": 1, "carrier": "", "region": "", "missing": 0, "enough": True, "funds": ""}}).count("Total, held"):
            self.skipTest("the catalog does not have these pages yet")
        self._login(self.clerk)
        for page in (self._post("check"), self._post(store="T-2A"), self._post(key="f3"), self.url_open("/my/dealer_orders")):
            tree = html.fromstring(page.text)
            main = (tree.xpath("//div[contains(@class, 'o_dealer_stands')]") or tree.xpath("//div[@id='wrap']"))[0]
            for node in main.xpath(".//script | .//style"):
                node.text = ""
            words = " ".join(main.itertext()) + " ".join(main.xpath(".//@placeholder"))
            own = re.sub(r"T-[A-Z0-9]+|Test[\w ]*|Ms Li|Crimson|S\d+|[A-Z]{2,4}\b", "", words)
            self.assertFalse(re.findall(r"[A-Za-z]{3,}", own))
