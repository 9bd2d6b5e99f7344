"""J2: invited, first own login, stored once; and every way to fake it that we know."""
from datetime import timedelta

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationLogin(ActivationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls._record(cls.store, contact_name="Wang")

    def test_invited_then_enabled_once(self):
        record = self.record
        self.assertEqual((record.account_state, record.stage), ("pending", "new"))
        user = self._invited(record)
        self.assertEqual((record.stage, record.invite_state, user.login, user.email), ("invited", "open", "13800000001", False))
        self.assertTrue(record.with_user(self.rep).invite_url and record.with_user(self.rep).invite_qr)
        login = self._accept(record)
        self.assertEqual((record.account_state, record.invite_state), ("pending", "used"), "a password alone is no login")
        self._login(login)
        first = record.first_login_at
        self.assertEqual((record.account_state, record.stage, record.login_count, bool(first)), ("enabled", "logged_in", 1, True))
        with freeze_time(first + timedelta(days=1)):
            self._login(login)
        self.assertEqual((record.first_login_at, record.login_count), (first, 2))
        self.env["res.users.log"].sudo().search([("create_uid", "=", user.id)]).unlink()
        self.assertEqual((record.account_state, record.first_login_at), ("enabled", first), "cleaning up the log takes nothing away")
        with self.assertRaisesRegex(UserError, "logged in already"):
            record.with_user(self.rep).action_invite()

    def test_token_once_and_not_after_its_end(self):
        record = self.record
        user = self._invited(record)
        old = record.invite_ids
        invites = self.env["activation.invite"]
        self.assertEqual(invites._find(old.token), old)
        for guess in ("", "x", old.token[:-1], f"{old.token}x", old.token.swapcase(), "%" * 32, "_" * 32):
            self.assertFalse(invites._find(guess), guess)
        record.with_user(self.rep).action_invite()
        new = record.invite_ids.filtered(lambda one: one.state == "open")
        self.assertFalse(invites._find(old.token), "a new invitation ends the old one")
        self.assertEqual(new.user_id, user)
        with freeze_time(new.expires_at + timedelta(seconds=1)):
            self.env.invalidate_all()
            self.assertFalse(invites._find(new.token))
            self.assertEqual(record.invite_state, "expired")
        self.env.invalidate_all()
        record.with_user(self.rep).action_revoke_invite()
        self.assertFalse(invites._find(new.token))
        record.with_user(self.rep).action_invite()
        used = record.invite_ids.filtered(lambda one: one.state == "open")
        self._accept(record)
        self.assertFalse(invites._find(used.token))
        with self.assertRaisesRegex(UserError, "not valid any more"):
            used.with_user(self.env.ref("base.public_user")).sudo()._accept("another-one", "another-one")

    def test_weak_passwords(self):
        self._invited(self.record)
        invite = self.record.invite_ids.with_user(self.env.ref("base.public_user")).sudo()
        for pair in (("short", "short"), ("long-enough", "different"), ("", ""), (None, None)):
            with self.assertRaises(UserError):
                invite._accept(*pair)
        self.assertEqual(invite.state, "open")

    def test_somebody_elses_session_sets_no_password(self):
        self._invited(self.record)
        with self.assertRaises(AccessError):
            self.record.invite_ids.with_user(self.rep).sudo()._accept("own-password", "own-password")

    def test_password_of_another_hand_does_not_count(self):
        user = self._invited(self.record)
        for setter in (self.env.ref("base.user_admin"), self.env.ref("base.user_root")):
            user.with_user(setter).sudo().password = "given-password"
            self._login(user.login, "given-password")
            self.assertEqual((self.record.account_state, self.record.first_login_at), ("pending", False))
        row = self.record.login_ids[:1]
        self.assertEqual((row.is_own, bool(row.password_by_id)), (False, True))
        user.with_user(user).sudo()._change_password("his-own-word")
        self._login(user.login, "his-own-word")
        self.assertEqual((self.record.account_state, self.record.login_count), ("enabled", 1))

    @mute_logger("odoo.addons.base.models.res_users")
    def test_no_login_no_activation(self):
        user = self._invited(self.record)
        self._accept(self.record)
        with self.assertRaises(AccessDenied):
            self._login(user.login, "wrong-password")
        for env_user in (self.rep, self.env.ref("base.user_admin")):     # on behalf: the program works as the customer
            user.with_user(env_user).sudo()._update_last_login()
            self.env["res.partner"].with_user(user).browse(self.store.id).read(["name"])
        order = self._order(self.store)
        self.assertEqual((self.record.account_state, self.record.login_count, self.record.order_ids.order_id), ("pending", 0, order))
        self.assertEqual(self.record.stage, "first_order", "an order on behalf is the customer's, its login is not")

    def test_nobody_writes_the_facts(self):
        record = self.record
        now = "2026-01-01 00:00:00"
        for user in (self.rep, self.presale, self.ops, self.env.ref("base.user_admin")):
            own = record.with_user(user)
            for vals in ({"account_state": "enabled"}, {"first_login_at": now}, {"stage": "active"}, {"has_ordered": True}, {"login_count": 5},
                         {"invited_at": now}, {"reason_id": self.env.ref("customer_activation.reason_lost").id}, {"is_own_device": False}):
                with self.assertRaises(UserError):
                    own.write(vals)
            for model, vals in (
                ("activation.login", {"record_id": record.id, "user_id": user.id, "is_own": True}),
                ("activation.order", {"record_id": record.id, "order_id": 1, "date": now, "is_counted": True}),
                ("activation.invite", {"record_id": record.id, "user_id": user.id, "token": "x" * 32, "expires_at": now}),
            ):
                with self.assertRaises(UserError):
                    self.env[model].with_user(user).create(vals)
            with self.assertRaises(UserError):
                own.unlink()
        created = self.env["activation.record"].with_user(self.rep).with_context(
            default_account_state="enabled", default_first_login_at=now, default_stage="active").create({"partner_id": self.dealer.id})
        self.assertEqual((created.account_state, created.first_login_at, created.stage), ("pending", False, "new"))
        with self.assertRaises(UserError):
            self.env["activation.record"].with_user(self.rep).create({"partner_id": self.dealer.id, "account_state": "enabled"})

    def test_token_stays_with_those_who_invite(self):
        self._invited(self.record)
        invite = self.record.invite_ids
        for user in (self.rep, self.ops, self.auditor):
            with self.assertRaises(AccessError):
                invite.with_user(user).read(["token"])
        for user in (self.ops, self.auditor):
            with self.assertRaises(AccessError):
                self.record.with_user(user).read(["invite_url"])
            self.record.with_user(user).script_id.read(["name"])
        self.record.script_id = self.env.ref("customer_activation.script_message")
        self.assertNotIn("/activate/", self.record.with_user(self.ops).script_text)
        self.assertIn("/activate/", self.record.with_user(self.rep).script_text)
        self.record.with_user(self.rep).action_sent()
        told = "".join(self.record.message_ids.mapped("body"))
        self.assertNotIn(invite.token, told)
        self.assertIn("Noted as sent to", told, "what a person says he did, not what the system sent")
        with self.assertRaises(AccessError):
            invite.with_user(self._portal("t_clerk", self.store)).read(["state"])

    def test_foreign_and_other_company(self):
        foreign = self.record.with_user(self.rep2)
        self.assertFalse(self.env["activation.record"].with_user(self.rep2).search([("id", "=", self.record.id)]))
        for call in (foreign.action_invite, foreign.action_inform, lambda: foreign.read(["stage"]), lambda: foreign.write({"phone": "13900000000"})):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaises(AccessError):
            self.env["activation.record"].with_user(self.rep).create({"partner_id": self.store2.id})
        with self.assertRaises(AccessError):
            self.record.with_user(self.rep).user_id = self.rep2
        self.record.with_user(self.boss).user_id = self.rep2
        other = self.env["res.company"].create({"name": "HQ Beta"})
        self.ops.write({"company_ids": [(4, other.id)]})
        found = self.env["activation.record"].with_user(self.ops).with_context(allowed_company_ids=other.ids).search([])
        self.assertNotIn(self.record, found)
        beta = self.env["activation.record"].with_company(other).create({"partner_id": self.store.id, "company_id": other.id, "user_id": self.rep.id})
        self._invited(self.record)
        self._accept(self.record)
        self._login("13800000001")
        self.assertEqual((self.record.account_state, beta.account_state), ("enabled", "pending"), "the login belongs to one company")

    def test_same_device_is_shown(self):
        user = self._invited(self.record)
        self._accept(self.record)
        self.patch(type(user), "_login_device", lambda _self: ("10.0.0.9", "android chrome"))
        self.env["res.device.log"].sudo().create({
            "session_identifier": "x" * 42, "user_id": self.rep.id, "ip_address": "10.0.0.9", "platform": "android", "browser": "chrome",
            "first_activity": "2026-01-01 00:00:00", "last_activity": self.env.cr.now()})
        self._login(user.login)
        self.assertTrue(self.record.is_own_device)

    def test_badge(self):
        action = self.env["activation.badge"].with_user(self.rep).action_mine()
        badge = self.env["activation.badge"].browse(action["res_id"])
        self.assertEqual(self.env["activation.badge"].with_user(self.rep).action_mine()["res_id"], badge.id)
        public = self.env["activation.badge"].with_user(self.env.ref("base.public_user"))
        found = public._find(badge.token)
        self.assertEqual(found, badge)
        one = found._enter("Li", "138 0000 0001", "Store 1A")
        self.assertEqual((one.partner_id, one.user_id, found._enter("Li", "13800000001", "x")), (self.store, self.rep, one))
        self.assertFalse(found._enter("Li", "13800000077", "Store 1B").partner_id, "not a store of this salesperson")
        with self.assertRaisesRegex(UserError, "11 digits"):
            found._enter("Li", "123", "Store 1A")
        with self.assertRaises(AccessError):
            one.with_user(self.rep2).action_confirm()
        one.with_user(self.rep).action_confirm()
        self.assertEqual((one.state, one.record_id, self.record.stage), ("confirmed", self.record, "invited"))
        old = badge.token
        badge.with_user(self.rep).action_renew()
        self.assertFalse(public._find(old))
        with self.assertRaises(AccessError):
            badge.with_user(self.boss).action_renew()

    def test_orders_and_returns(self):
        first = self._order(self.store)
        self.assertEqual((self.record.stage, self.record.order_count, self.record.net_amount), ("first_order", 1, 100))
        self._order(self.store, 50)
        self.assertEqual((self.record.stage, self.record.net_amount), ("second_order", 150))
        first.write({"state": "cancel"})
        self.assertEqual((self.record.stage, self.record.order_count, self.record.net_amount), ("first_order", 1, 50))
        self._order(self.store2)
        self.assertEqual(self.record.order_count, 1, "another store's order is not this one's")

    def test_reason_is_mandatory_and_lost_closes(self):
        own = self.record.with_user(self.rep)
        with self.assertRaises(UserError):
            own.action_close(False)
        own.action_close(self.env.ref("customer_activation.reason_no_time").id)
        self.assertEqual((own.stage, own.reason_id.code), ("new", "no_time"))
        own.action_close(self.env.ref("customer_activation.reason_lost").id)
        self.assertEqual((own.stage, own.reason_at), ("lost", own.lost_at))
        with freeze_time(self.env.cr.now() + timedelta(days=1)):
            order = self._order(self.store)
        order.date_order = self.record.lost_at + timedelta(hours=1)
        self.record.order_ids.sudo().date = order.date_order
        self.record._note_orders()
        self.assertEqual(own.stage, "first_order", "who orders again is back in the funnel")

    def test_nomination_begins_in_the_funnel(self):
        store = self.env["res.partner"].create({
            "name": "Store 1C", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "phone": "13800000003"})
        self._approved(partner=store, phone="13800000003")
        self.dealer._on_prepaid_account_opened()
        record = self.env["activation.record"].search([("partner_id", "=", store.id)])
        self.assertEqual((record.stage, record.source, record.user_id), ("invited", "nomination", self.rep))
        nominations = self.env["dealer.nomination"]
        nominations._begin_funnel()     # as the upgrade does
        self.assertEqual(self.env["activation.record"].search([("partner_id", "=", store.id)]), record)
