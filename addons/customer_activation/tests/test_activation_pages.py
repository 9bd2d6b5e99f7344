"""The invitation over HTTP: a phone as login, no mail, one use."""
from odoo.tests import HttpCase, tagged

from .activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationPages(HttpCase, ActivationCommon):
    def _post(self, path, **data):
        page = self.url_open(path).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(path, data={"csrf_token": token, **data})

    def test_invitation(self):
        record = self._record(self.store, contact_name="Wang")
        self._invited(record)
        path = f"/activate/{record.invite_ids.token}"
        self.assertIn("13800000001", self.url_open(path).text)
        self.assertIn("two passwords differ", self._post(path, password="own-password", again="another-one").text)
        self.assertEqual(record.account_state, "pending")
        answer = self._post(path, password="own-password", again="own-password")
        self.assertTrue(answer.url.endswith("/my"), answer.url)
        record.invalidate_recordset()
        self.assertEqual((record.account_state, record.stage, record.login_count), ("enabled", "logged_in", 1))
        self.make_jsonrpc_request("/my/counters", {"counters": []})
        record.invalidate_recordset()
        self.assertEqual(record.stage, "logged_in", "the landing page asks for its counters by itself")
        self.url_open("/my/orders")
        record.invalidate_recordset()
        self.assertEqual(record.stage, "browsed")
        self.assertIn("not valid any more", self.url_open(path).text)
        self.assertIn("not valid any more", self.url_open("/activate/" + "a" * 32).text)

    def test_salesperson_does_not_activate(self):
        record = self._record(self.store, contact_name="Wang")
        self._invited(record)
        self.rep.password = "rep-password"
        self.authenticate("act_rep", "rep-password")
        answer = self._post(f"/activate/{record.invite_ids.token}", password="own-password", again="own-password")
        self.assertIn("on his own device", answer.text)
        record.invalidate_recordset()
        self.assertEqual((record.account_state, record.invite_ids.state), ("pending", "open"))

    def test_join(self):
        action = self.env["activation.badge"].with_user(self.rep).action_mine()
        badge = self.env["activation.badge"].browse(action["res_id"])
        answer = self._post(f"/join/{badge.token}", name="<b>Li</b>", phone="13800000001", store="Store 1A")
        self.assertIn("Thank you", answer.text)
        self.assertEqual(badge.registration_ids.partner_id, self.store)
        self.assertFalse(self.env["res.users"].search([("login", "=", "13800000001")]), "a registration gives no right by itself")
