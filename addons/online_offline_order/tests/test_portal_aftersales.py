"""Stores ask for returns and exchanges and complain on their pages: what they may, what they see first, and what strangers find (roles.md 10)."""
import base64

from lxml import html

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.money import to_fen
from odoo.addons.dealer_prepaid.sql import gate

from .sight_common import SightCommon

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@tagged("post_install", "-at_install")
class TestPortalAftersales(SightCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.return_inspection = "quality"
        cls.stranger = cls._portal_user("portal_store", cls.partners["2A"], login="t_store_2a")
        (cls.clerk | cls.shop_manager | cls.owner | cls.stranger).lang = "en_US"
        cls.order = cls._received_order()

    def _post(self, url, data=None, files=None, token=True):
        fields = {**(data or {}), **({"csrf_token": http.Request.csrf_token(self)} if token else {})}
        return self.url_open(url, data=fields, files=files, allow_redirects=True)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _ask(self, files=None, **values):
        return self._post(f"/my/orders/{self.order.id}/return", {
            "key": "k1", "qty_T-COAT": "1", "class": "non_quality", "reason": "size", "postage_by": "store", **values}, files)

    def _returns(self):
        return self.env["dealer.return"].search([("order_id", "=", self.order.id)])

    def test_a_clerk_proposes_and_the_manager_submits(self):
        self._login(self.clerk)
        page = self._ask()
        (record,) = self._returns()
        self.assertEqual((record.state, record.create_uid), ("draft", self.clerk))
        self.assertEqual(page.url.rsplit("/", 1)[1], str(record.id))
        self.assertIn(record.name, page.text)
        self.assertNotIn("o_dealer_submit", page.text)
        self.assertNotIn("324.00", page.text, "a clerk sees no fees")
        self._ask()
        self.assertEqual(self._returns(), record, "the same form twice")
        with mute_logger("odoo.http"):
            self.assertIn("belongs to", self._post(f"/my/returns/{record.id}/submit").text)
        self.assertEqual(record.state, "draft")

        self._login(self.shop_manager)
        page = self.url_open(f"/my/returns/{record.id}").text
        self.assertIn("300.00", page)
        self.assertIn("290.00", page)  # less 10.00 of handling; the admin fee stays
        page = self._post(f"/my/returns/{record.id}/submit").text
        self.assertEqual((record.state, record.submitted_by), ("submitted", self.shop_manager))
        self.assertIn("After-sale service looks at it", page)
        self.assertIn("Why do you give it up?", page)
        self.assertIn("enter a reason", self._post(f"/my/returns/{record.id}/cancel", {"reason": " "}).text)
        self._post(f"/my/returns/{record.id}/cancel", {"reason": "she keeps it"})
        self.assertEqual((record.state, record.close_reason), ("cancelled", "she keeps it"))

    def test_a_receipt_printed_after_the_draft(self):
        """R0-063: the draft's page asks for the number of a receipt that came later."""
        self._login(self.shop_manager)
        self._ask()
        (record,) = self._returns()
        self.assertNotIn('name="receipt_no"', self.url_open(f"/my/returns/{record.id}").text)
        receipt = self.order.with_user(self.cs_a)._issued_receipt()
        receipt._begin_print()
        self.assertIn('name="receipt_no"', self.url_open(f"/my/returns/{record.id}").text)
        url = f"/my/returns/{record.id}/submit"
        with mute_logger("odoo.http"):
            self.assertIn("number of the consumer", self._post(url).text)
            self.assertIn("is no receipt of order", self._post(url, {"receipt_no": "RC/2020/000001"}).text)
        self.assertEqual((record.state, record.receipt_no), ("draft", False))
        self._post(url, {"receipt_no": f" {receipt.name} "})
        self.assertEqual((record.state, record.receipt_no), ("submitted", receipt.name))

    def test_bad_input_gives_a_sentence(self):
        self._login(self.shop_manager)
        with mute_logger("odoo.http"):
            for values, words in (
                    ({"qty_T-COAT": "9"}, "only 2 left"), ({"qty_T-COAT": "1.5"}, "no number of pieces"), ({"qty_T-COAT": "-1"}, "above 0"),
                    ({"qty_T-COAT": "0"}, "has no pieces"), ({"reason": " "}, "enter a reason"), ({"class": "quality"}, "at least one photo"),
                    ({"class": "stock"}, "ask after-sale service"), ({"code_1": "NOTHING"}, "no goods with the code"), ({"postage_by": "x"}, "is one of"),
                    ({"key": "x" * 65}, "1 to 64"), ({"qty_<b>": "1"}, "no goods with the code")):
                with self.subTest(values):
                    page = self._ask(**{"key": "bad", **values})
                    self.assertIn(words, page.text)
                    self.assertNotIn("<b>", page.text.split("alert-danger")[1][:300])
            text = {"photos": ("virus.exe", b"MZ", "image/png")}
            self.assertIn("neither a picture", self._ask(files=text, **{"class": "quality"}).text)
            self.assertEqual(self._post(f"/my/orders/{self.order.id}/return", {"qty_T-COAT": "1"}, token=False).status_code, 400)
        self.assertFalse(self._returns())

    def test_quality_with_a_photo_is_downgraded_and_agreed(self):
        self._login(self.owner)
        self._ask(files={"photos": ("seam.png", PNG, "image/png")}, **{"class": "quality"})
        (record,) = self._returns()
        self.assertEqual(len(record.evidence_ids), 1)
        (photo,) = html.fromstring(self.url_open(f"/my/returns/{record.id}").text).xpath("//a[text()='seam.png']/@href")
        self.assertEqual(self.url_open(photo).status_code, 200)
        self._post(f"/my/returns/{record.id}/submit")
        record.with_user(self.aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive()
        record.inspection_ids.with_user(self.warehouse_user).write({"good_qty": 1, "defect_qty": 0})
        record.with_user(self.users["wh_manager"]).action_inspect()
        self.assertEqual(record.state, "downgraded")
        self._login(self.clerk)
        self.assertNotIn("/agree", self.url_open(f"/my/returns/{record.id}").text)
        self._login(self.shop_manager)
        page = self.url_open(f"/my/returns/{record.id}").text
        self.assertIn("say whether you agree", page)
        self.assertIn("290.00", page)
        self._post(f"/my/returns/{record.id}/agree", {"reason": "Ms Li agrees"})
        self.assertEqual((record.state, record.downgrade_answer), ("received", "Ms Li agrees"))
        with mute_logger("odoo.http"):
            self.assertIn("waits for nobody", self._post(f"/my/returns/{record.id}/send_back", {"reason": "no"}).text)

    def test_an_exchange_shows_its_net(self):
        self._login(self.shop_manager)
        page = self._ask(code_1="T-LONG", pieces_1="1")
        (record,) = self._returns()
        self.assertTrue(record.is_exchange)
        for text in ("Goods that go out", "-360.00", "-28.80", "-22.00", "96.80", "Charged to the account"):
            self.assertIn(text, page.text)
        self._post(f"/my/returns/{record.id}/submit")
        self.assertEqual((record.state, record.net_amount), ("submitted", -96.8))

    def test_a_clerk_reads_whether_an_exchange_is_covered_and_no_amount(self):
        fen = to_fen(self.account.available) - 1000
        self.account._hold("test,pay-away", fen, "res.partner", self.d1.id, "other")
        self._login(self.clerk)
        page = self._ask(code_1="T-LONG", pieces_1="1").text
        self.assertIn("does not cover it", page)
        self.assertNotIn("86.80", page)
        self.assertNotIn("available", page, "nothing of the balance")
        self._login(self.shop_manager)
        (record,) = self._returns()
        self.assertIn("96.80 yuan are needed, 10.00 yuan are available", self.url_open(f"/my/returns/{record.id}").text)

    def test_an_exchange_that_got_dearer_is_agreed_on_the_page(self):
        self._login(self.shop_manager)
        page = self._ask(code_1="T-LONG", pieces_1="1").text
        (record,) = self._returns()
        self.assertIn("The account covers it: 96.80 of 4,320.00 yuan", page)
        self.assertIn("In stock", page)
        self._post(f"/my/returns/{record.id}/submit")
        record.with_user(self.aftersale).action_approve()
        self.env["dealer.price.version"].search([("state", "=", "active")]).with_user(self.manager_b).action_close()
        self._price_version({self.coat: 300, self.long_coat: 400})
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["wh_manager"]).action_inspect()
        record.with_user(self.aftersale).action_accept_exchange()
        self.assertEqual((record.state, record.exchange_asked_net, record.exchange_agreed_net), ("exchange", -140, -96.8))
        self.assertLedger(self.account, 4320, 0, 4320)

        self._login(self.clerk)
        page = self.url_open(f"/my/returns/{record.id}").text
        self.assertIn("must agree", page)
        for word in ("/agree_exchange", "-140.00", "4,320.00"):
            self.assertNotIn(word, page)
        self._login(self.shop_manager)
        page = self.url_open(f"/my/returns/{record.id}").text
        self.assertIn("-140.00 instead of -96.80", page)
        with mute_logger("odoo.http"):
            self.assertIn("look at the figures again", self._post(f"/my/returns/{record.id}/agree_exchange", {"reason": "yes", "net": "-96.8"}).text)
        self._post(f"/my/returns/{record.id}/agree_exchange", {"reason": "Ms Li agrees", "net": "-140.0"})
        self.assertEqual((record.state, record.exchange_answer, record.exchange_accepted_by), ("replacing", "Ms Li agrees", self.aftersale))
        self.assertLedger(self.account, 4320, 140, 4180)

    def test_the_page_says_what_was_cancelled(self):
        self._login(self.shop_manager)
        page = html.fromstring(self.url_open(f"/my/orders/{self.order.id}").text)
        self.assertFalse(page.xpath("//td[contains(@class, 'o_dealer_cancelled')]"), "all of it has shipped")
        order = self._approved()
        self._ship(order, {self.coat: 1})
        order.with_user(self.cs_b).action_cancel_rest("out of stock")
        page = html.fromstring(self.url_open(f"/my/orders/{order.id}").text)
        for name, text in (("shipped", "1"), ("cancelled", "1")):
            self.assertEqual([cell.text_content().strip() for cell in page.xpath(f"//td[contains(@class, 'o_dealer_{name}')]")], [text])
        self.assertIn("Cancelled, not charged", page.text_content())

    def test_complaints(self):
        self._login(self.clerk)
        data = {"key": "c1", "kind": "delivery", "text": "The parcel came open <b>"}
        page = self._post(f"/my/orders/{self.order.id}/complain", data, {"photos": ("box.png", PNG, "image/png")})
        (record,) = self.env["dealer.complaint"].search([("order_id", "=", self.order.id)])
        self.assertEqual((record.partner_id, record.kind, len(record.evidence_ids), record.state), (self.store_1a, "delivery", 1, "new"))
        self.assertTrue(record.assigned_id)
        self.assertIn("came open &lt;b&gt;", page.text)
        self._post(f"/my/orders/{self.order.id}/complain", data)
        self.assertEqual(self.env["dealer.complaint"].search_count([("order_id", "=", self.order.id)]), 1)
        for values, words in (({"text": " "}, "Say what is wrong"), ({"kind": "x"}, "what the complaint is about"), ({"back": "RT/0"}, "no return")):
            with self.subTest(values):
                self.assertIn(words, self._post(f"/my/orders/{self.order.id}/complain", {**data, "key": "c2", **values}).text)
        record.with_user(self.aftersale).action_close("a new parcel is on its way")
        self.assertIn("a new parcel is on its way", self.url_open("/my/complaints").text)
        seen = record.with_user(self.clerk)
        for name in ("escalation_reason", "assigned_id", "editor_ids", "closed_by"):
            with self.subTest(name), self.assertRaises(AccessError):
                seen.read([name])
        for step in (lambda: seen.write({"text": "x"}), seen.action_start, lambda: seen.message_post(body="x"), seen.unlink):
            with self.assertRaises(AccessError):
                step()

    def test_the_account_and_its_statements(self):
        """R0-050: balance, held, available and movements; the owner confirms a statement or disputes a line, a store and strangers do not."""
        account, going = self.account, self._approved([(self.coat, 1)])
        self.env.cr.execute(gate.seal(account.id))
        self.env.invalidate_all()
        statement = self.env["prepaid.statement"].with_user(self.users["fin_settlement"]).create({
            "account_id": account.id, "date_to": self.company._dealer_today()})
        statement.action_issue()
        line = statement.line_ids.filtered(lambda one: one.amount < 0)[:1]
        url = f"/my/prepaid/statement/{statement.id}"
        for user, sees in ((self.owner, True), (self.shop_manager, False), (self.stranger, False), (self.clerk, False)):
            self._login(user)
            with self.subTest(user=user.login), mute_logger("odoo.http"):
                page = self.url_open("/my/prepaid")
                self.assertEqual(page.status_code, 404 if user == self.clerk else 200)
                self.assertEqual(account.name in page.text, sees)
                self.assertEqual(self.url_open(url).status_code, 200 if sees else 404)
                if not sees:
                    self.assertEqual(self._post(f"{url}/confirm").status_code, 404)
                    self.assertEqual(self._post(f"{url}/dispute", {"line": str(line.id), "reason": "x"}).status_code, 404)
                    continue
                for amount in (account.balance, account.held, account.available):
                    self.assertIn(f"{amount:,.2f}", page.text)
                for words in (going.name, statement.name, self.order.name):
                    self.assertIn(words, page.text)
        self.assertEqual(statement.state, "issued")
        self._login(self.owner)
        self.assertIn("Statements to confirm", self.url_open("/my/home").text)
        for data, words in (({"reason": "x"}, "Choose the line"), ({"line": str(line.id), "reason": " "}, "Say what"),
                            ({"line": str(line.id), "reason": "x", "claimed": "a lot"}, "is no amount"),
                            ({"line": "99999999", "reason": "x"}, "not on statement")):
            with self.subTest(data):
                self.assertIn(words, self._post(f"{url}/dispute", data).text)
        self._post(f"{url}/dispute", {"line": str(line.id), "reason": "one coat came back", "claimed": "0"})
        self.assertEqual((statement.state, line.dispute_ids.reason, line.dispute_ids.claimed), ("disputed", "one coat came back", 0))
        self.assertIn("Disputed", self.url_open(url).text)
        statement.sudo().state = "issued"
        for _press in range(2):
            self._post(f"{url}/confirm", {"note": "all right"})
            self.assertEqual((statement.state, statement.answer_person, statement.answer_note), ("confirmed", self.owner.name, "all right"))

    def test_not_of_others(self):
        self._login(self.shop_manager)
        self._ask()
        self._post(f"/my/orders/{self.order.id}/complain", {"key": "c9", "kind": "goods", "text": "secret words"})
        (record,) = self._returns()
        pages = (f"/my/returns/{record.id}", f"/my/orders/{self.order.id}/return", f"/my/orders/{self.order.id}/complain")
        for user in (self.foreign_clerk, self.stranger, self.users["ops"]):
            self._login(user)
            with mute_logger("odoo.http"):
                for url in pages:
                    with self.subTest(user=user.login, url=url):
                        self.assertEqual(self.url_open(url).status_code, 404)
                for step in ("submit", "cancel", "agree", "send_back"):
                    self.assertEqual(self._post(f"/my/returns/{record.id}/{step}", {"reason": "x"}).status_code, 404)
                for url in ("/my/returns", "/my/complaints"):
                    page = self.url_open(url).text
                    self.assertNotIn(record.name, page)
                    self.assertNotIn("secret words", page)
        self.assertEqual(record.state, "draft")
        self._login(self.owner)
        self.assertIn(record.name, self.url_open("/my/returns").text)
        self.assertIn("secret words", self.url_open("/my/complaints").text)
        payload = {"order": self.order.name, "kind": "goods", "text": "x"}
        for user, error in ((self.stranger, UserError), (self.users["ops"], AccessError)):
            with self.assertRaises(error):
                self.env["dealer.complaint"].with_user(user).dealer_complain("z", payload)
            with self.assertRaises(error):
                self.env["dealer.return"].with_user(user).dealer_draft_return("z", {"order": self.order.name})
