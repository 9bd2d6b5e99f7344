"""N11: a role gets another account with a reason; who, when, from what to what stays for good and is shown in the month close."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.prepaid_gl_mapping import PrepaidGlMapping
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestGlMappingLog(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mapping = cls.env["prepaid.gl.mapping"].search([("company_id", "=", cls.company.id), ("role", "=", "finance_expense")])
        cls.manager = cls.mapping.with_user(cls.users["fin_manager"])
        cls.old = cls.mapping.account_id
        cls.new = cls.old.copy({"code": "660399", "name": "Gateway fees"})
        cls.log = cls.env["prepaid.gl.mapping.change"]

    def _changes(self, role="finance_expense"):
        return self.log.search([("company_id", "=", self.company.id), ("role", "=", role)])

    def test_a_change_is_noted(self):
        with self.assertRaisesRegex(UserError, "say why its account changes"):
            self.manager.account_id = self.new
        with self.assertRaisesRegex(UserError, "say why its account changes"):
            self.manager.write({"account_id": self.new.id, "change_reason": " "})
        self.assertFalse(self._changes())
        self.manager.write({"account_id": self.new.id, "change_reason": "fees apart from interest"})
        change = self._changes()
        self.assertEqual(
            (change.old_account_id, change.new_account_id, change.reason, change.user_id),
            (self.old, self.new, "fees apart from interest", self.users["fin_manager"]))
        self.manager.write({"account_id": self.new.id})
        self.assertEqual((self._changes(), self.mapping.change_count), (change, 1), "the same account again is no change")
        self.manager.write({"account_id": self.old.id, "change_reason": "auditor asked for it"})
        self.assertEqual((len(self._changes()), self.manager.action_open_changes()["domain"]), (2, [("id", "in", self._changes().ids)]))

    def test_append_only(self):
        self.manager.write({"account_id": self.new.id, "change_reason": "why"})
        change = self._changes()
        for record in (change.with_user(self.users["fin_manager"]), change.with_user(self.env.ref("base.user_admin")), change.sudo()):
            with self.assertRaises(AccessError):
                record.write({"reason": "other"})
            with self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(AccessError):
            self.log.with_user(self.users["fin_manager"]).create({
                "company_id": self.company.id, "role": "bank", "reason": "x", "user_id": 1, "changed_at": "2026-01-01"})

    def test_who_may(self):
        for role in ("fin_settlement", "auditor", "fin_cashier", "business_admin"):
            with self.assertRaises(AccessError, msg=role):
                self.mapping.with_user(self.users[role]).write({"account_id": self.new.id, "change_reason": "why"})
        self.manager.write({"account_id": self.new.id, "change_reason": "why"})
        self.assertTrue(self._changes().with_user(self.users["auditor"]).read(["reason"]))
        with self.assertRaises(AccessError):
            self._changes().with_user(self.users["fin_cashier"]).read(["reason"])

    def test_the_role_itself_stays(self):
        with self.assertRaisesRegex(UserError, "stays the role it is"):
            self.manager.write({"role": "expense"})

    def test_month_close(self):
        close = self.env["prepaid.month.close"].with_user(self.users["fin_settlement"]).create({"month": self.company._dealer_today()})
        close.action_check()
        item = close.item_ids.filtered(lambda rec: rec.code == "mapping")
        self.assertEqual((item.state, item.count), ("ok", 0))
        self.manager.write({"account_id": self.new.id, "change_reason": "fees apart"})
        close.action_check()
        item = close.item_ids.filtered(lambda rec: rec.code == "mapping")
        self.assertEqual((item.state, item.count), ("warn", 1))
        self.assertIn(f"{self.old.code} → 660399", item.message)
        self.assertIn("fees apart", item.message)
        self.assertEqual(item.action_open()["domain"], [["id", "in", self._changes().ids]])

    def test_what_stands_on_the_account_is_booked_over_first(self):
        """Later entries take goods shipped and VAT pending out again: the role stays where they stand."""
        roles = self.env["prepaid.gl.mapping"]
        for role in ("goods_shipped", "vat_pending", "contract_liability"):
            mapping = roles.search([("company_id", "=", self.company.id), ("role", "=", role)])
            other = mapping.account_id.copy({"code": f"99{mapping.id}", "name": "Other"})
            self.env["prepaid.posting"]._post_move(self.company, self.company.prepaid_journal_id, [
                {"name": "x", "account_id": mapping.account_id.id, "debit": 5}, {"name": "x", "account_id": self.new.id, "credit": 5}], "x")
            with self.assertRaisesRegex(UserError, "5.00 CNY stand there"):
                mapping.with_user(self.users["fin_manager"]).write({"account_id": other.id, "change_reason": "why"})
            with self.assertRaisesRegex(UserError, "5.00 CNY stand there"):
                mapping.account_id = other  # the program too: what stands there is not a matter of rights
            with self.assertRaisesRegex(UserError, "5.00 CNY stand there"):
                mapping.unlink()
            mapping.with_user(self.users["fin_manager"]).write({"role": role, "company_id": self.company.id})  # nothing changes

    def test_what_stands_there_is_looked_up_once(self):
        asked, refuse = [], PrepaidGlMapping._refuse_with_balance

        def counted(mappings, account_id=None):
            asked.append(mappings.ids)
            return refuse(mappings, account_id)

        self.patch(PrepaidGlMapping, "_refuse_with_balance", counted)
        self.manager.write({"account_id": self.new.id, "change_reason": "why"})
        self.assertEqual(asked, [self.mapping.ids])
        self.mapping.unlink()
        self.assertEqual(asked, [self.mapping.ids] * 2)

    def test_what_would_post_differently(self):
        """Before the change is saved: the events of the role, from which account to which; afterwards nothing is left to say."""
        self.assertFalse(self.manager.diff_text)
        edited = self.manager.new({"account_id": self.new.id}, origin=self.manager)
        self.assertIn("From now on 660399 instead of 660300: E24 debit.", edited.diff_text)
        self.assertIn("Posted entries stay as they are", edited.diff_text)
        advance = self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "advance")])
        edited = advance.with_user(self.users["fin_manager"]).new({"account_id": self.new.id}, origin=advance)
        for event in ("E01 credit", "E05 debit", "E12 debit"):
            self.assertIn(event, edited.diff_text)
        self.manager.write({"account_id": self.new.id, "change_reason": "fees apart from interest"})
        self.assertFalse(self.manager.diff_text)
