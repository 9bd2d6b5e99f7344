"""The documented methods for other programs, as the user behind an API key calls them."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderApi(OrderCommon):
    def _payload(self, **change):
        return {
            "store": "T-1A", "mode": "consumer", "carrier": "SF", "reference": "WEB-1", "lines": [{"code": "T-COAT", "qty": 2}],
            "consumer": {"name": "Consumer", "phone": "13800000001", "division": "510104", "street": "Street 1", "consent": True}, **change}

    def test_stock(self):
        orders = self.env["sale.order"].with_user(self.users["sales_rep"])
        self.assertEqual(orders.dealer_stock(["T-COAT", "NONE"]), [
            {"code": "T-COAT", "name": self.coat.with_user(self.users["sales_rep"]).display_name, "free": 50, "light": "green"},
            {"code": "NONE", "name": None, "free": 0, "light": "red"}])
        with self.assertRaises(UserError):
            orders.dealer_stock(["T-COAT"], warehouse="NOWHERE")

    def test_quote(self):
        orders = self.env["sale.order"].with_user(self.cs_a)
        before = orders.search_count([])
        answer = orders.dealer_quote(self._payload())
        self.assertEqual((answer["ok"], answer["goods"], answer["admin"], answer["logistics"], answer["total"]), (True, 600, 48, 32, 680))
        self.assertEqual({row["carrier"]: row["price"] for row in answer["carriers"]}, {
            self.carriers[code].name: price for code, price in (("sf", 32), ("ems", 47), ("sto", 18), ("yto", 17))})
        answer = orders.dealer_quote(self._payload(carrier=None))
        self.assertEqual((answer["ok"], answer["code"], len(answer["carriers"])), (False, "no_carrier", 4))
        self.assertEqual(orders.search_count([]), before)
        with self.assertRaises(AccessError):
            self.env["sale.order"].with_user(self.warehouse_user).dealer_quote(self._payload())

    def test_quote_asks_the_carriers_once(self):
        quoting = type(self.env["logistics.quoting"])
        with patch.object(quoting, "_quote_many", autospec=True, side_effect=quoting._quote_many) as asked:
            self.assertTrue(self.env["sale.order"].with_user(self.cs_a).dealer_quote(self._payload())["ok"])
        self.assertEqual(asked.call_count, 1)

    def test_submit_is_idempotent(self):
        orders = self.env["sale.order"].with_user(self.cs_a)
        first = orders.dealer_submit_order("key-1", self._payload())
        self.assertEqual((first["state"], first["total"]), ("submitted", 680))
        self.assertEqual(orders.dealer_submit_order("key-1", self._payload()), first)
        self.assertLedger(self.account, 5000, 680, 4320)
        with self.assertRaisesRegex(UserError, "other contents"):
            orders.dealer_submit_order("key-1", self._payload(reference="WEB-2"))
        second = orders.dealer_submit_order("key-2", self._payload(lines=[{"code": "T-COAT", "qty": 14}]))
        self.assertEqual((second["state"], second["missing"] > 0), ("waiting", True))
        self.assertEqual(orders.browse(first["id"]).dealer_status()[0]["name"], first["name"])

    def test_bad_payloads(self):
        orders = self.env["sale.order"].with_user(self.cs_a)
        before = orders.search_count([])
        for label, payload, part in (
            ("no dict", [], "keys"), ("unknown key", self._payload(price=1), "price"), ("unknown store", self._payload(store="NO"), "no dealer"),
            ("unknown goods", self._payload(lines=[{"code": "NO", "qty": 1}]), "no product"),
            ("zero", self._payload(lines=[{"code": "T-COAT", "qty": 0}]), "above 0"),
            ("text", self._payload(lines=[{"code": "T-COAT", "qty": "2"}]), "above 0"), ("lines", self._payload(lines="T-COAT"), "Lines"),
            ("unknown region", self._payload(consumer={"division": "999999"}), "no region"),
            ("not a number", self._payload(declared_value=float("nan")), "from 0 to"), ("endless floors", self._payload(floors=float("inf")), "from 0 to 200"),
            ("too much", self._payload(declared_value=1e12), "from 0 to"), ("too high", self._payload(floors=201), "from 0 to 200"),
            ("half a floor", self._payload(floors=1.5), "from 0 to 200"), ("carrier", self._payload(carrier="DHL"), "No carrier"),
        ):
            with self.subTest(label), self.assertRaisesRegex(UserError, part):
                orders.dealer_submit_order(f"bad {label}", payload)
        for key in ("", None, "x" * 65):
            with self.subTest(key=key), self.assertRaises(UserError):
                orders.dealer_submit_order(key, self._payload())
        self.assertEqual(orders.search_count([]), before)

    def test_whole_chain(self):
        status = self.env["sale.order"].with_user(self.cs_a).dealer_submit_order("chain", self._payload())
        order = self.env["sale.order"].browse(status["id"])
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        order.with_user(self.users["cs_aftersale"]).action_received()
        status = order.with_user(self.cs_a).dealer_status()[0]
        self.assertEqual((status["state"], status["captured"], status["deliveries"][0]["tracking"][:2]), ("received", 680, "SF"))
