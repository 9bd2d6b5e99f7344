"""What the salesperson is checked by is not his to write: the phone of the call-backs, and who is an old customer."""
import importlib.util

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules import get_module_path
from odoo.tests import tagged

from .activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationKeep(ActivationCommon):
    def _shop(self, user, phone="13800000077"):
        return self.env["res.partner"].with_user(user).create({
            "name": "Shop", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "phone": phone, "user_id": self.rep.id})

    def test_phone_of_call_backs(self):
        record = self._record(self.store)
        self.assertEqual(record.call_phone, "13800000001", "the register's, entered by another person")
        own = record.with_user(self.rep)
        own.phone = "13899999999"
        self.store.with_user(self.rep).phone = "13899999999"
        self.assertEqual(record.call_phone, "13800000001", "what the salesperson writes moves nothing")
        self.assertEqual(self.store.dealer_phone_by_id, self.rep)
        for user in (self.rep, self.boss):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "check the salesperson"):
                record.with_user(user).call_phone = "13899999999"
        self.store.with_user(self.rep).write({"phone": "13899999990", "dealer_phone_by_id": self.presale.id})
        self.assertEqual((self.store.dealer_phone_by_id, record.call_phone), (self.rep, "13800000001"), "nobody writes who it was")
        self.store.with_user(self.presale).phone = "13800000009"
        self.assertEqual(record.call_phone, "13800000009", "service corrects the register")
        self.env.cr.flush()
        record.with_user(self.ops).call_phone = "13800000008"
        self.env.cr.flush()
        changes = record.message_ids.sudo().tracking_value_ids.filtered(lambda one: one.field_id.name == "call_phone")
        self.assertIn("13800000008", changes.mapped("new_value_char"), "the history keeps it")

    def test_phone_that_only_the_salesperson_entered(self):
        record = self.env["activation.record"].with_user(self.rep).create({"partner_id": self._shop(self.rep).id, "phone": "13800000077"})
        self.assertFalse(record.call_phone)
        with self.assertRaises(AccessError):
            self.env["activation.record"].with_user(self.rep).create({"partner_id": self.store.id, "call_phone": "13800000077"})
        other = self.env["activation.record"].with_user(self.rep).create({"partner_id": self._shop(self.presale, "13800000078").id})
        self.assertEqual(other.call_phone, "13800000078")
        record.with_user(self.presale).call_phone = "13800000079"
        care = self.env["activation.care"].create({"record_id": record.id, "kind": "conduct"})
        self.assertEqual(care.phone, "13800000079")
        care.kind = "usage"
        self.assertEqual(care.phone, "13800000077")

    def test_phone_after_the_first_login(self):
        """The phone is the login: once the customer came in, his salesperson gives him no other one."""
        record = self._record(self.store)
        record.with_user(self.rep).phone = "13800000010"
        record.first_login_at = fields.Datetime.now()
        for user in (self.rep, self.boss):
            own = record.with_user(user)
            for phone in ("13800000011", False):
                with self.subTest(user.login, phone=phone), self.assertRaisesRegex(UserError, "has logged in"):
                    own.phone = phone
            own.write({"phone": "13800000010", "contact_name": user.name})
        self.assertEqual((record.phone, record.contact_name), ("13800000010", self.boss.name), "the same phone is no change")
        record.with_user(self.presale).phone = "13800000011"
        self.assertEqual(record.phone, "13800000011", "who keeps customers corrects a number that changed; the login stays")

    def test_login_of_the_customer_moves_nothing(self):
        record = self._record(self.store)
        self.store.with_user(self._portal("act_shop", self.store, "group_portal_store")).sudo().phone = "13899999999"
        self.assertEqual(record.call_phone, "13800000001")

    def test_phones_are_spelt_alike(self):
        """R4-045: a mobile phone is 11 digits, however it was typed or stood before the upgrade; what is none stays as it is."""
        record = self._record(self.store2, self.rep2, phone="+86 138-0000-0002", call_phone="028 8666 0000")
        self.assertEqual((record.phone, record.call_phone), ("13800000002", "028 8666 0000"))
        record.phone = "(138) 0000 0003"
        self.assertEqual(record.phone, "13800000003")
        record.flush_recordset()
        self.env.cr.execute("UPDATE activation_record SET phone = '+86 138-0000 (0004)', call_phone = '138 0000' WHERE id = %s", [record.id])
        path = f"{get_module_path('customer_activation')}/migrations/19.0.1.3.0/post-phones.py"
        spec = importlib.util.spec_from_file_location("script", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.2.0")
        record.invalidate_recordset()
        self.assertEqual((record.phone, record.call_phone), ("13800000004", "138 0000"))

    def test_old_customer(self):
        record = self._record(self.store)
        for user in (self.rep, self.boss):
            self.assertFalse(record.with_user(user).is_kept_here)
            with self.assertRaises(AccessError):
                record.with_user(user).is_old_customer = True
        record.with_user(self.rep).write({"contact_name": "Wang", "is_old_customer": False})
        with self.assertRaises(AccessError):
            self.env["activation.record"].with_user(self.rep).create({"partner_id": self._shop(self.presale).id, "is_old_customer": True})
        self.assertTrue(record.with_user(self.presale).is_kept_here)
        record.with_user(self.presale).is_old_customer = True
        self.assertTrue(record.is_old_customer)
        for user, old in ((self.rep, False), (self.presale, True)):
            record = self.env["activation.record"].with_user(user)._enter(self._shop(self.rep), "import").sudo()
            self.assertEqual((record.user_id, record.is_old_customer), (self.rep, old), "a sheet of the salesperson himself says nothing of it")
