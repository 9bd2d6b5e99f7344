"""J2 in the browser, in Chinese: the clerk registers with the badge, the salesperson confirms, the clerk's own first login enables the account."""
from odoo.tests import HttpCase, tagged

from .activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationTour(HttpCase, ActivationCommon):
    def _figures(self):
        figures = self.env["activation.figures"].with_user(self.rep).create([{}])
        figures.action_compute()
        total = figures.line_ids.filtered("is_total")
        return total.registered, total.activated

    def test_j2(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.lang = "zh_CN"
        before = self._figures()
        badge = self.env["activation.badge"].browse(self.env["activation.badge"].with_user(self.rep).action_mine()["res_id"])
        self.assertTrue(badge.with_user(self.rep).qr)
        page = self.url_open(f"/join/{badge.token}").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        told = self.url_open(f"/join/{badge.token}", data={"csrf_token": token, "name": "周婷", "phone": "138 0000 0001", "store": "Store 1A"}).text
        self.assertIn("o_join_pending", told)
        asked = self.env["activation.registration"].search([("badge_id", "=", badge.id)])
        states = dict(asked._fields["state"]._description_selection(self.env(context={"lang": "en_US"})))
        self.assertEqual((asked.partner_id, states[asked.state]), (self.store, "Pending"), "scanned, and not let in")

        self.start_tour("/odoo/action-customer_activation.activation_registration_action", "activation_confirm_registration", login=self.rep.login)
        record = self.store.activation_ids
        self.assertEqual((record.user_id, record.account_state, record.stage, record.source), (self.rep, "pending", "invited", "invite"))
        self.assertEqual(self._figures(), (before[0] + 1, before[1]))

        self.start_tour(f"/activate/{record.invite_ids.token}", "activation_first_login")
        record.invalidate_recordset()
        first = record.first_login_at
        self.assertEqual((record.account_state, record.stage, record.login_count, bool(first)), ("enabled", "logged_in", 1, True))
        self._login("13800000001")
        self.assertEqual((record.first_login_at, record.login_count), (first, 2), "stored once")
        self.assertEqual(self._figures(), (before[0] + 1, before[1] + 1))
