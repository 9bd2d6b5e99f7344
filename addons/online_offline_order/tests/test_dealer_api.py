"""dealer.api over HTTP with API keys, through the example client of docs/examples, and its idempotency."""
import datetime
import importlib.util
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules import get_module_path
from odoo.tests import HttpCase, tagged
from odoo.tests.common import TEST_CURSOR_COOKIE_NAME
from odoo.tools import mute_logger

from .sight_common import SightCommon

CLIENT = Path(__file__).resolve().parents[3] / "docs" / "examples" / "dealer_client.py"


@tagged("post_install", "-at_install")
class TestDealerApi(SightCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._received_order()
        cls.portal = {"clerk": cls.clerk, "store": cls.shop_manager}

    def _payload(self, **change):
        return {
            "store": "T-1A", "mode": "consumer", "carrier": "SF", "reference": "WEB-1", "lines": [{"code": "T-COAT", "qty": 2}],
            "consumer": {"name": "Consumer", "phone": "13800000001", "division": "510104", "street": "Street 1", "consent": True}, **change}

    def _api(self, user):
        return self.env["dealer.api"].with_user(user)

    def _client(self, user):
        spec = importlib.util.spec_from_file_location("dealer_client", CLIENT)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        until = fields.Datetime.now() + datetime.timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", until)
        client = module.DealerClient(self.base_url(), key, tries=1)
        return module, client

    def _answer(self, module, client, method, arguments):
        """200, or the status of the refusal."""
        with self.allow_requests():
            client.headers["Cookie"] = f"{TEST_CURSOR_COOKIE_NAME}={self.http_request_key}"  # what the server of a test asks for
            try:
                client.call(method, **arguments)
            except module.Refused as refusal:
                return refusal.status
        return 200

    @mute_logger("odoo.http", "odoo.addons.online_offline_order.models.dealer_refusal_log")
    def test_roles_over_http(self):
        """Proof 12: each method for each role, as a program sees it."""
        if not CLIENT.exists():
            self.skipTest("the documentation is not installed beside the add-on")
        calls = (
            ("stock", {"codes": ["T-COAT"]}, {}),
            ("status", {"orders": [self.order.name]}, {"wh_operator": 200}),
            ("quote", {"payload": self._payload()}, {"cs_presale": 200, "cs_aftersale": 200, "store": 200, "clerk": 200}),
            ("submit", {"idempotency_key": "http", "payload": self._payload()}, {
                "cs_presale": 200, "cs_aftersale": 200, "store": 200, "clerk": 200}),
            ("confirm_total", {"idempotency_key": "c", "order": self.order.name, "total": 1}, {"cs_presale": 422}),
            ("cancel", {"idempotency_key": "x", "order": self.order.name, "reason": "r"}, {"cs_presale": 422, "cs_aftersale": 422, "store": 422, "clerk": 422}),
            ("received", {"idempotency_key": "y", "order": self.order.name}, {"cs_aftersale": 200}),
            ("balance", {"store": "T-D1"}, {"cs_presale": 200, "cs_aftersale": 200, "store": 422, "clerk": 422}),
            ("request_return", {"idempotency_key": "z", "payload": {"order": self.order.name}}, {"cs_presale": 422, "cs_aftersale": 422, "store": 422}),
        )
        people = {role: self.users[role] for role in ("cs_presale", "cs_aftersale", "wh_operator")} | self.portal
        found, wanted = {}, {}
        for name, user in people.items():
            module, client = self._client(user)
            for method, arguments, right in calls:
                if method == "status" and name in ("cs_presale", "cs_aftersale", "clerk", "store") or method == "stock":
                    right = {name: 200}
                found[name, method] = self._answer(module, client, method, arguments)
                wanted[name, method] = right.get(name, 403)
        self.assertEqual({key: code for key, code in found.items() if code != wanted[key]}, {}, wanted)
        module, client = self._client(self.cs_a)
        client.headers["Authorization"] = "bearer wrong"
        self.assertEqual(self._answer(module, client, "stock", {"codes": []}), 401)
        with self.assertRaises(ValueError):
            client.call("submit", payload={})

    def test_order_once(self):
        api = self._api(self.cs_a)
        first = api.submit("k-1", self._payload())
        self.assertEqual((first["state"], first["total"], first["cancel_asked"]), ("submitted", 680, False))
        self.assertEqual(api.submit("k-1", self._payload()), first)
        self.assertEqual(self._api(self.cs_b).submit("k-1", self._payload()), first)  # a key belongs to the company
        with self.assertRaisesRegex(UserError, f"k-1 was used for {first['name']}.*other contents"):
            api.submit("k-1", self._payload(reference="WEB-2"))
        with self.assertRaisesRegex(UserError, "no product"), self.env.cr.savepoint():
            api.submit("k-2", self._payload(lines=[{"code": "NO", "qty": 1}]))
        self.assertEqual(api.submit("k-2", self._payload())["state"], "submitted")  # a refused call uses no key up
        gone = api.cancel("k-1", first["name"], "no longer wanted")  # keys of other methods are others
        self.assertEqual(gone["state"], "cancelled")
        self.assertEqual(api.cancel("k-1", first["name"], "no longer wanted"), gone)
        with self.assertRaisesRegex(UserError, "other contents"):
            api.cancel("k-1", first["name"], "another reason")
        calls = self.env["dealer.api.call"].with_user(self.users["auditor"]).search([("key", "in", ("k-1", "k-2"))])
        self.assertEqual(calls.mapped("document"), [first["name"], api.status([api.submit("k-2", self._payload())["name"]])[0]["name"], first["name"]])
        with self.assertRaises(AccessError):
            calls.with_user(self.cs_a).mapped("key")

    def test_a_store_asks(self):
        """The clerk of a store may ask for the cancellation of its own order; a foreign key says nothing of it."""
        status = self._api(self.cs_a).submit("k-3", self._payload())
        asked = self._api(self.portal["clerk"]).cancel("ask", status["name"], "the consumer says no")
        self.assertEqual((asked["state"], asked["cancel_asked"]), ("submitted", True))
        self.assertEqual(self._api(self.portal["clerk"]).status([status["name"]])[0], asked)
        foreign = self.foreign_clerk
        with self.assertRaisesRegex(UserError, "no document"):
            self._api(foreign).status([status["name"]])
        with self.assertRaisesRegex(UserError, "no document"):
            self._api(foreign).cancel("ask", status["name"], "the consumer says no")
        self.assertEqual(self._api(self.portal["store"]).request_return(
            "r", {"order": self.order.name, "reason": "size", "lines": [{"code": "T-COAT", "qty": 1}]})["state"],
                         "submitted")

    def test_bad_numbers(self):
        api = self._api(self.cs_a)
        for numbers in ("S1", [1], ["x"] * 101, ["nothing like it"]):
            with self.subTest(numbers=numbers), self.assertRaises(UserError):
                api.status(numbers)
        for key in ("", None, "x" * 65):
            with self.subTest(key=key), self.assertRaisesRegex(UserError, "idempotency key"):
                api.cancel(key, self.order.name, "x")

    def test_keys_of_before(self):
        """A key that an earlier release kept on its order still finds it."""
        first = self._api(self.cs_a).submit("k-4", self._payload())
        call = self.env["dealer.api.call"].search([("key", "=", "k-4")])
        fingerprint = call.fingerprint
        call.unlink()
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE sale_order ADD COLUMN IF NOT EXISTS api_key varchar")
        self.env.cr.execute("ALTER TABLE sale_order ADD COLUMN api_fingerprint varchar; ALTER TABLE dealer_return ADD COLUMN api_fingerprint varchar")
        self.env.cr.execute("UPDATE sale_order SET api_key = 'k-4', api_fingerprint = %s WHERE id = %s", [fingerprint, first["id"]])
        path = f"{get_module_path('online_offline_order')}/migrations/19.0.1.3.0/post-api-calls.py"
        spec = importlib.util.spec_from_file_location("script", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _run in range(2):
            script.migrate(self.env.cr, "19.0.1.2.0")
            self.env.invalidate_all()
            self.assertEqual(self._api(self.cs_a).submit("k-4", self._payload())["id"], first["id"])
