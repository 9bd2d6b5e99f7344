"""Codes, gifts and the explanation for other programs and on the form of a store."""
from lxml import html

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestPromoApi(PacketCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cup, cls.bowl = cls._product("Test cup", "T-CUP", 5, 20, 0.1), cls._product("Test bowl", "T-BOWL", 6, 25, 0.2)
        cls.batch = cls.env["promo.voucher.batch"].with_user(cls.ops).create({"name": "Ten", "shared_code": "TEN", "company_id": cls.company.id})
        cls.clerk, cls.shop = cls._portal("portal_clerk"), cls._portal("portal_store")

    @classmethod
    def _portal(cls, role):
        user = new_test_user(cls.env, f"promo_{role}", groups=f"dealer_base.group_{role}")
        user.partner_id.parent_id = cls.store_1a
        user.lang = "en_US"
        return user

    def _payload(self, qty=2, **change):
        return {
            "store": "T-1A", "mode": "consumer", "carrier": "SF", "reference": "WEB-1", "lines": [{"code": "T-COAT", "qty": qty}],
            "consumer": {"name": "Consumer", "phone": "13800000001", "division": "510104", "street": "Street 1", "consent": True}, **change}

    def _store_payload(self, qty=2, **change):
        payload = self._payload(qty, **change)
        payload["consumer"] = {"name": "Ms Li", "phone": "13800000001", "address": "四川省成都市锦江区春熙路1号", "consent": True}
        return payload

    def _api(self, user):
        return self.env["dealer.api"].with_user(user)

    def _of_coats(self, name="Red packet", rule=None, **values):
        return self._packet(rule={"name": name, "product_ids": [Command.set(self.coat.ids)], **(rule or {})}, **values)

    def _coupon(self):
        return self._of_coats("Ten off", conditions=[], rule={"level": "coupon", "batch_id": self.batch.id})

    def _gift(self, **values):
        return self._packet(rewards=[{
            "kind": "gift", "product_id": self.cup.id, "qty": 1, "worth": 20, "gift_stock": 9, "choice_product_ids": [Command.set(self.bowl.ids)]}],
            conditions=[{"kind": "min_amount", "amount": 500}], rule={"name": "Tableware", "sequence": 20}, **values)

    def test_codes(self):
        """A code lowers the total; the answer says what came off which line; a repeated call changes nothing; wrong codes are refused."""
        campaign, api = self._coupon(), self._api(self.cs_a)
        bare = api.quote(self._payload())
        self.assertEqual((bare["total"], bare["promotions"]["discount"]), (680, 0))
        self.assertEqual([(row["reason"], row["text"]) for row in bare["promotions"]["why_not"]], [("code_needed", "Ten off: needs a code.")])
        answer = api.quote(self._payload(codes=["ten"]))
        told = answer["promotions"]
        self.assertEqual((answer["total"], told["discount"], told["lines"]), (626, 50, [{"code": "T-COAT", "qty": 2, "discount": 50}]))
        self.assertEqual(told["given"], [{"rule": campaign.rule_ids.id, "name": "Ten off", "discount": 50}])
        status = api.submit("c-1", self._payload(codes=["ten"]))
        self.assertEqual((status["total"], status["promotions"]), (626, {**told, "choices": []}))
        self.assertEqual(api.submit("c-1", self._payload(codes=["ten"])), status)
        with self.assertRaisesRegex(UserError, "other contents"):
            api.submit("c-1", self._payload(codes=[]))
        for codes, part in (
                (["TEN", "nothing"], "code NOTHING counts.*leave it out"), ("TEN", "list of at most 20"), ([1], "list of"), (["x" * 65], "list of")):
            for call in (lambda codes: api.quote(self._payload(codes=codes)), lambda codes: api.submit("c-2", self._payload(codes=codes))):
                with self.subTest(codes=codes), self.assertRaisesRegex(UserError, part), self.env.cr.savepoint():
                    call(codes)
        self.assertEqual(api.submit("c-2", self._payload())["promotions"]["why_not"][0]["reason"], "code_needed")

    def test_somebody_elses_voucher(self):
        voucher = self.batch.with_user(self.ops)._give(self.partners["2A"])
        self._coupon()
        with self.assertRaisesRegex(UserError, "somebody else's"):
            self._api(self.cs_a).quote(self._payload(codes=[voucher.code]))

    def test_gifts(self):
        campaign, api = self._gift(), self._api(self.cs_a)
        rule = campaign.rule_ids.id
        told = api.quote(self._payload())["promotions"]
        (offer,) = told["choices"]
        self.assertEqual((offer["rule"], offer["chosen"], [gift["code"] for gift in offer["gifts"]]), (rule, "T-CUP", ["T-CUP", "T-BOWL"]))
        self.assertEqual([(row["code"], row["qty"]) for row in told["gifts"]], [("T-CUP", 1)])
        picks = [{"rule": rule, "code": "T-BOWL"}]
        self.assertEqual([row["code"] for row in api.quote(self._payload(picks=picks))["promotions"]["gifts"]], ["T-BOWL"])
        status = api.submit("g-1", self._payload(picks=picks))
        self.assertEqual(self.env["sale.order"].browse(status["id"]).sudo()._gift_lines().product_id, self.bowl)
        self.assertEqual([row["code"] for row in status["promotions"]["gifts"]], ["T-BOWL"])
        none = api.submit("g-2", self._payload(picks=[{"rule": rule, "code": None}]))
        self.assertFalse(self.env["sale.order"].browse(none["id"]).sudo()._gift_lines())
        for picks, part in (
                ([{"rule": rule, "code": "T-COAT"}], "does not offer the gift T-COAT.*T-CUP, T-BOWL"), ([{"rule": 0, "code": "T-CUP"}], "no choice of gifts"),
                ({"1": "T-CUP"}, "list of"),
                ([{"rule": rule, "code": ["T-CUP"]}], "list of"), ([{"rule": rule}], "list of"), ([{"rule": [rule], "code": "T-CUP"}], "no choice")):
            with self.subTest(picks=picks), self.assertRaisesRegex(UserError, part), self.env.cr.savepoint():
                api.submit("g-3", self._payload(picks=picks))

    def test_how_to_get_more(self):
        self._of_coats(conditions=[{"kind": "min_amount", "amount": 1000}])
        told = self._api(self.cs_a).quote(self._payload())["promotions"]
        self.assertEqual([(row["kind"], row["value"], row["text"]) for row in told["more"]], [("amount", 400, "Add 400.00 more for Red packet.")])
        self.assertIn("400.00 more is needed", told["why_not"][0]["text"])

    def test_freight(self):
        self._packet(rewards=[{"kind": "percent", "rate": 100, "target": "shipping"}], conditions=[], rule={"name": "Free", "level": "shipping"})
        answer = self._api(self.cs_a).quote(self._payload())
        told = answer["promotions"]
        self.assertEqual((answer["total"], told["discount"], told["freight"], told["given"][0]["discount"]), (648, 0, 32, 32))
        status = self._api(self.cs_a).submit("f-1", self._payload())
        self.assertEqual((status["total"], status["promotions"]["freight"]), (648, 32))

    def test_what_a_store_is_told(self):
        """A manager reads amounts, a clerk names alone; neither of campaigns for others."""
        self._coupon()
        self._of_coats("Five coats", conditions=[{"kind": "min_amount", "amount": 1500}])
        tag = self.env["res.partner.category"].create({"name": "Others"})
        self.partners["2A"].category_id = tag
        audience = self.env["promo.audience"].create({"name": "Others", "company_id": self.company.id, "tag_ids": [Command.set(tag.ids)]})
        audience.sudo()._find()
        self._of_coats("Secret", conditions=[{"kind": "min_amount", "amount": 1500}], audience_id=audience.id)
        payload = self._store_payload(codes=["TEN"])
        shop = self._api(self.shop).quote(payload)
        self.assertEqual((shop["ok"], shop["total"], shop["promotions"]["discount"]), (True, 626, 50))
        self.assertEqual([row["value"] for row in shop["promotions"]["more"]], [900])
        clerk = self._api(self.clerk).submit("s-1", payload)
        self.assertEqual((clerk["total"], clerk["promotions"]["discount"], clerk["promotions"]["lines"]), (626, None, []))
        self.assertEqual([(row["name"], row["discount"]) for row in clerk["promotions"]["given"]], [("Ten off", None)])
        for answer in (shop, clerk):
            self.assertNotIn("Secret", str(answer))
        self.assertNotRegex(str(clerk["promotions"]), r"900|600|550|1500|50\.0")
        self.assertEqual([row["text"] for row in clerk["promotions"]["more"]], ["Five coats: more goods are needed."])
        with self.assertRaisesRegex(UserError, "code NOTHING"):
            self._api(self.clerk).quote(self._store_payload(codes=["NOTHING"]))

    def test_form_of_a_store(self):
        self._coupon()
        rule = self._gift().rule_ids.id
        self.authenticate(self.clerk.login, self.clerk.login)

        def post(step, **values):
            return self.url_open("/my/dealer_orders/new", data={
                "csrf_token": http.Request.csrf_token(self), "key": "p-1", "store": "T-1A", "qty_T-COAT": "2", "mode": "consumer", "name": "Ms Li",
                "phone": "13800000001", "address": "四川省成都市锦江区春熙路1号", "consent": "1", "carrier": "SF", "step": step, **values}).text
        page = post("check", codes="wrong")
        self.assertIn("No voucher with the code WRONG", page)
        self.assertIn('value="wrong"', page)
        page = post("check", codes="ten", **{f"pick_{rule}": "T-BOWL"})
        self.assertIn("626.00", page)
        self.assertIn("T-BOWL", html.fromstring(page).xpath("//option[@selected]/@value"))
        self.assertIn("Ten off", page)
        self.assertNotIn("-50.00", page, "a clerk sees no amounts")
        page = post("submit", codes="ten", total="626.00", **{f"pick_{rule}": "T-BOWL"})
        order = self.env["sale.order"].search([("order_source", "=", "store_portal")])
        self.assertEqual((order.settlement_total, order.promo_codes, order.sudo()._gift_lines().product_id), (626, "ten", self.bowl))
        self.assertIn("o_dealer_promotions", page)
        self.assertIn("Test bowl", page)
